"""What a turn may know of the world, read from the database when it asks: a window a subject."""

from bot.storage.facts.facts import SqlFacts

__all__ = ["SqlFacts"]
