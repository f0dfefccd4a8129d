"""What those who run a station have learned, and what went wrong."""
