"""One id for all that a message causes: its turn, the letters written in it, their sending, what is reported of them.

The id follows from the message's key. So a second delivery, the worker that finishes it later and another machine all say
the same in their logs, and nothing needs to be handed on but the letter's row.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256

CURRENT: ContextVar[str] = ContextVar("trace", default="")
"""Of what is being done now, '' where nobody's message led to it. Tasks and the database's thread inherit it."""
LENGTH = 32


@lru_cache(1024)  # asked for at every stage of a turn
def trace_of(key: str) -> str:
    """The id of a message, a request or a chore by its key: 32 hexadecimal digits, as W3C's trace-id."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def follow(key: str) -> None:
    """From here on this task works for `key`."""
    CURRENT.set(trace_of(key))


@contextlib.contextmanager
def following(key: str) -> Iterator[None]:
    """Work for `key` within a block, then for whom it was before."""
    before = CURRENT.set(trace_of(key))
    try:
        yield
    finally:
        CURRENT.reset(before)
