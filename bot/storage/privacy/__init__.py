"""Personal data at rest: sealed, found by keyed indexes, handed out to its owner, and forgotten."""
