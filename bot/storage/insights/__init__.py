"""What merchants learn: marks of the open week, closed weeks of cells, their sums, and the answers."""
