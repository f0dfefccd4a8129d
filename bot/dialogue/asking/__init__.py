"""One file a question: how it is put, and what counts as an answer."""
