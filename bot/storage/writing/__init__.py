"""How each event is written down: one file an aggregate, each with its WRITERS. See bot.storage.record."""
