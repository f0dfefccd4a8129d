"""Reading what a client asks, and answering once however often it asks with the same key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.storage import idempotency
from bot.storage.privacy.seal import Seal
from bot.web.api.noting import note
from bot.web.keys import DATABASE, SEAL
from bot.web.problems import Problem

A = TypeVar("A", bound=msgspec.Struct)
MOST_A_PAGE = 200
USUAL_PAGE = 50
LONGEST_KEY = 100
_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])", re.ASCII)


def body(content: bytes, shape: type[A]) -> A:
    """The body as `shape`. Raises Problem 422 naming the field that is wrong."""
    try:
        return msgspec.json.decode(content or b"null", type=shape)
    except msgspec.ValidationError as error:
        raise Problem(422, str(error)) from error
    except msgspec.DecodeError as error:
        raise Problem(422, f"the body must be JSON: {error}") from error


def limit(request: web.Request) -> int:
    """`limit` of the query, 50 where it is not given. Raises Problem 400."""
    text = request.query.get("limit", str(USUAL_PAGE))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_A_PAGE):
        raise Problem(400, f"limit must be a whole number from 1 to {MOST_A_PAGE}")
    return int(text)


def one_of(request: web.Request, name: str, known: tuple[str, ...]) -> str | None:
    """A query parameter that has only certain values. Raises Problem 400 naming them."""
    value = request.query.get(name)
    if value is not None and value not in known:
        raise Problem(400, f"{name} must be one of {', '.join(known)}")
    return value


def day(request: web.Request, name: str) -> date | None:
    """A day of the query, None where it is not given. Raises Problem 400 naming it."""
    text = request.query.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem(400, f"{name} must be a day like 2026-12-01") from error


def month(request: web.Request) -> str | None:
    """`month` of the query, like 2026-11; None where it is not given. Raises Problem 400."""
    text = request.query.get("month") or None
    if text is not None and not _MONTH.fullmatch(text):
        raise Problem(400, "month must be like 2026-11")
    return text


def answer(shape: msgspec.Struct, status: int = 200) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(shape), content_type="application/json")


async def once(request: web.Request, work: Callable[[Connection], msgspec.Struct], status: int = 200) -> web.Response:
    """Run `work` in a transaction and answer with what it returns; with an Idempotency-Key known already, give the
    kept answer and change nothing. What was done stands in the audit. Raises Problem 422 where the key was used
    for another request."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Problem(400, f"an Idempotency-Key has {LONGEST_KEY} printable ASCII characters at most")
    asked = hashlib.sha256(f"{request.method} {request.path}\n".encode() + await request.read()).hexdigest()

    seal = request.app[SEAL]

    def keeping(conn: Connection) -> tuple[int, bytes]:
        if key and not idempotency.claim(conn, key, asked, datetime.now(UTC)):
            return _kept(conn, seal, key, asked)
        note(conn, request)
        said = msgspec.json.encode(work(conn))
        if key:
            kept = seal.conceal(said.decode(), always=True)  # it names contacts
            idempotency.answer(conn, key, status=status, body=kept)
        return status, said

    code, said = await request.app[DATABASE].run(keeping)
    return web.Response(status=code, body=said, content_type="application/json")


def _kept(conn: Connection, seal: Seal, key: str, asked: str) -> tuple[int, bytes]:
    kept = idempotency.find(conn, key)
    if kept is None or kept.request != asked:
        raise Problem(422, "this Idempotency-Key was used for another request")
    return kept.status, seal.reveal(kept.body).encode()
