"""Talk to it in the terminal: a phone without a platform between."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from datetime import datetime
from itertools import count
from uuid import uuid4

import typer
from sqlalchemy import Connection

from bot.app import Parts, wired
from bot.domain.message import AnyContent, Followed, Inbound, Text
from bot.domain.people import Station
from bot.keeping import Busy
from bot.logs import set_up
from bot.storage.messages import outbox_list
from bot.storage.network import stations
from bot.storage.sql.database import StoreUnavailable
from config.settings import Settings

SAY = "说 › "
FAREWELL = {"exit", "quit"}
LETTERS_SHOWN = 50


async def chat(settings: Settings, *, manager: bool, channel: str) -> int:
    """Talk as a villager of the first station, or as its manager; the exit status."""
    set_up("warning")
    try:
        async with wired(settings) as parts:
            station = await parts.database.run(lambda conn: _first_station(conn, parts))
            if station is None:
                typer.echo("There is no station yet: `cunkou import stations FILE` first.", err=True)
                return 1
            await _Phone(parts, channel, _contact(station, manager=manager, channel=channel)).talk(station, manager)
    except StoreUnavailable as trouble:
        typer.echo(str(trouble), err=True)
        return 1
    return 0


class _Phone:
    def __init__(self, parts: Parts, channel: str, contact: str) -> None:
        self._parts, self._channel, self._contact = parts, channel, contact
        self._session, self._numbers, self._shown = uuid4().hex[:8], count(1), 0

    async def talk(self, station: Station, manager: bool) -> None:
        typer.echo(f"{station.name}，{'站长' if manager else '村民'}。Ctrl-D 或 exit 结束。")
        if not manager:
            await self._say(Followed(scene=station.code))
        while (text := await _read_line()) is not None and text.strip() not in FAREWELL:
            await self._say(Text(text=text))

    async def _say(self, content: AnyContent) -> None:
        message = Inbound(
            key=f"chat:{self._session}:{next(self._numbers)}",
            channel=self._channel,
            contact=self._contact,
            at=datetime.now(self._parts.zone),
            content=content,
        )
        with contextlib.suppress(Busy):
            typer.echo(await self._parts.service.handle(message) or "（不答话）")
        await self._show_letters()

    async def _show_letters(self) -> None:
        """What would have been sent to this phone meanwhile."""
        page = await self._parts.database.run(
            lambda conn: outbox_list.page(conn, self._parts.seal, limit=LETTERS_SHOWN)
        )
        for letter in reversed(page.rows):
            if letter.id > self._shown and letter.to == self._contact:
                typer.echo(f"【另发】{letter.text}")
        self._shown = max((letter.id for letter in page.rows), default=self._shown)


def _first_station(conn: Connection, parts: Parts) -> Station | None:
    page = stations.page(conn, parts.seal, limit=100)
    return next((station for station in page.rows if station.level == "village"), None)


def _contact(station: Station, *, manager: bool, channel: str) -> str:
    if manager:
        return f"wechat:{station.manager_wechat}" if channel == "wechat" else f"sms:{station.manager_phone}"
    return "wechat:chat-villager" if channel == "wechat" else "sms:+8613900000000"


async def _read_line() -> str | None:
    """The next line of the terminal; None at its end."""
    try:
        return await asyncio.to_thread(input, SAY if sys.stdin.isatty() else "")
    except EOFError:
        return None
