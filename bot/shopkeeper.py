"""Keeps the shop in memory as the database has it: read at start, read anew when an import changed it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from bot.storage.sql.database import Database
from bot.storage.trade import products
from catalog.product import Product
from catalog.shop import Shop
from intents.understand import warm

log = structlog.get_logger()


class Shopkeeper:
    """`shop` is always whole: a new one replaces it at once, and turns under way keep the one they began with."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = -1
        self.shop = Shop(())

    async def look(self) -> bool:
        """Read the catalogue if it changed; True when it did. The index is built in a thread, without a pause."""
        version = await self._database.run(products.version)
        if version == self._version:
            return False
        articles = await self._database.run(products.load_all)
        self.shop = await asyncio.to_thread(_open, articles)
        self._version = version
        log.info("catalogue_read", articles=len(articles), version=version)
        return True


def _open(articles: Iterable[Product]) -> Shop:
    """A shop whose indexes and dictionaries are read by now, so that its first customer need not wait for them."""
    shop = Shop(articles)
    warm(shop)
    return shop
