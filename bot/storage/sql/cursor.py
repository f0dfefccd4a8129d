"""Where a page of a list ended, as a token that callers hand back and need not understand."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

MOST_ROWS = 200


class BadCursor(ValueError):
    """Not a cursor this API gave out."""


class Page(msgspec.Struct, Generic[T], frozen=True):
    rows: list[T]
    next: str | None
    """Cursor of the following page; None at the end."""


def write(*position: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode("ascii").rstrip("=")


def page_of(found: Sequence[T], limit: int, *by: str) -> Page[T]:
    """The first `limit` of what was found, where one more was looked for. `by`: the fields that say where one stands."""
    shown = list(found[:limit])
    last = shown[-1] if len(found) > limit else None
    return Page(shown, None if last is None else write(*(getattr(last, name) for name in by)))


def read(cursor: str, kind: type[T]) -> T:
    """The position a cursor stands for, as `kind` (a tuple type). Raises BadCursor."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kind)
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise BadCursor("this is not a cursor; begin without one") from error
