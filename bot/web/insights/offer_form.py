"""The form of an offer: what was typed, as it was, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.domain.campaign import LONGEST_TEXT, MOST_COUNTIES, MOST_PIECES
from bot.web.insights.proposing import KEY_BYTES, CannotBe, Wish

FIELDS = ("key", "do", "q", "sku", "price", "text", "opens", "closes", "pieces", "counties")
LONGEST = 1000
MOST_FEN = 10_000_000
_KEY = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")
_BETWEEN = re.compile(r"[、，,；;\s]+")

Typed = Mapping[str, str]
"""FIELDS → what was typed; '' where nothing was."""


def typed(form: Mapping[str, Any]) -> Typed:
    """Trimmed and cut; a key that is none of ours is forgotten."""
    given = {name: form.get(name, "") for name in FIELDS}
    said = {name: value.strip()[:LONGEST] if isinstance(value, str) else "" for name, value in given.items()}
    return said | {"key": said["key"] if _KEY.fullmatch(said["key"]) else ""}


def read_wish(given: Typed) -> Wish:
    """Raises CannotBe naming the first field that is missing or unreadable."""
    if not given["sku"]:
        raise CannotBe("goods", "sku")
    if not given["text"] or len(given["text"]) > LONGEST_TEXT:
        raise CannotBe("text", "text", most=LONGEST_TEXT)
    counties = tuple(filter(None, _BETWEEN.split(given["counties"])))
    if len(counties) > MOST_COUNTIES:
        raise CannotBe("counties", "counties", most=MOST_COUNTIES)
    return Wish(
        sku=given["sku"],
        price_fen=_fen(given["price"]),
        text=given["text"],
        opens=_day(given["opens"], "opens"),
        closes=_day(given["closes"], "closes"),
        pieces=_pieces(given["pieces"]),
        counties=counties,
    )


def _fen(text: str) -> int:
    try:
        fen = Decimal(text.removesuffix("元").strip()) * 100
        whole = 0 < fen <= MOST_FEN and fen == int(fen)
    except (InvalidOperation, ValueError, OverflowError):
        whole = False
    if not whole:
        raise CannotBe("price", "price_fen")
    return int(fen)


def _pieces(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PIECES)) else 0
    if not 1 <= count <= MOST_PIECES:
        raise CannotBe("pieces", "pieces", most=MOST_PIECES)
    return count


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotBe("day", field) from None
