"""The schema's steps, applied by `bot.storage.migrate.upgrade`."""
