"""The tables, by what they are about; `bot.storage.schema` gathers them."""
