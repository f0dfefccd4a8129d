"""From a message as it was written to clauses of plain words."""
