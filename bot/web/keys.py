"""What the composition root hands to the routes, typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.service import Service
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database

SERVICE = web.AppKey("service", Service)
DATABASE = web.AppKey("database", Database)
SEAL = web.AppKey("seal", Seal)
ZONE = web.AppKey("zone", ZoneInfo)
API_TOKENS: web.AppKey[tuple[str, ...]] = web.AppKey("api_tokens")
"""The API's token, and the one before while it is being changed."""
WAKE: web.AppKey[Callable[[], None]] = web.AppKey("wake")
"""Tells the outbox that something was written."""
READY: web.AppKey[Callable[[], Awaitable[dict[str, str]]]] = web.AppKey("ready")
"""What is not ready, by name; empty when all is."""
