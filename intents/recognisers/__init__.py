"""One file an intent that carries slots; what needs no slots is told by its phrases alone (plain.py)."""
