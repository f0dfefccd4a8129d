"""Messages as they came in, and letters as they go out."""
