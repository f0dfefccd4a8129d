"""What counties call their goods, as their managers taught it: seen and taken back."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.ids import id_of
from bot.storage.network import county_words
from bot.storage.sql.cursor import BadCursor
from bot.web.api.asking import answer, limit
from bot.web.api.noting import note
from bot.web.api.openapi import PAGING, Operation, Operations
from bot.web.api.shapes import WordPage, WordShape
from bot.web.keys import DATABASE
from bot.web.problems import Problem


async def list_words(request: web.Request) -> web.Response:
    most, query = limit(request), request.query

    def work(conn: Connection) -> WordPage:
        page = county_words.page(conn, county=query.get("county"), limit=most, after=query.get("cursor"))
        words = [WordShape(**{name: getattr(row, name) for name in WordShape.__struct_fields__}) for row in page.rows]
        return WordPage(words=words, next=page.next)

    try:
        return answer(await request.app[DATABASE].run(work))
    except BadCursor as bad:
        raise Problem(400, str(bad)) from bad


async def revoke_word(request: web.Request) -> web.Response:
    """204 when the word is taken back; understanding forgets it with the next message."""
    number = id_of(request.match_info["id"])
    if number is None:
        raise Problem(404, "no word has this id")

    def work(conn: Connection) -> None:
        note(conn, request)
        if not county_words.revoke(conn, number):
            raise Problem(404, "no word has this id")

    await request.app[DATABASE].run(work)
    return web.Response(status=204)


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/words",
            summary="What counties call their goods, as their managers taught it, newest first",
            answer=WordPage,
            query=(("county", "only of this county"), *PAGING),
        ),
        list_words,
    ),
    (
        Operation(
            method="DELETE",
            path="/api/v1/words/{id}",
            summary="Take a taught word back",
            answer=None,
            refusals=(401, 404),
            status=204,
        ),
        revoke_word,
    ),
)
