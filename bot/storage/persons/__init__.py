"""Persons, their contacts and families, and who runs the stations."""
