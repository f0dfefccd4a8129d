"""代买: the manager orders for who has no phone. A form, the read-back, and one yes; all that is put together stands in the
form itself, so nothing is kept before it counts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.basket.next_step import next_question
from bot.dialogue.basket.placing import place
from bot.dialogue.basket.quote import Quote, quote
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import AnyQuestion, ChooseDay, ChooseSource, GiveAddress, ReadBack
from bot.dialogue.talk import Talk
from bot.domain import cart
from bot.domain.cart import MOST_LINES, Basket, CartLine
from bot.domain.events import OrderPlaced
from bot.domain.order import Installation
from bot.storage.record import StockShort
from bot.web.console import goods
from bot.web.console.acting import Done, act, exchange
from bot.web.console.guard import field, form, seat
from bot.web.console.parts import CONSOLE
from bot.web.keys import DATABASE
from bot.web.pages import render, see_other, words

PATH = "/console/station/order"
Period = Literal["morning", "noon", "afternoon", "evening"]
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_SKU = 20, 80, 60
PERIODS: dict[str, Period] = {"morning": "morning", "afternoon": "afternoon"}
SOURCES: dict[str, Literal["shelf", "county"]] = {"shelf": "shelf", "county": "county"}
_DRAFT = re.compile(r"[0-9a-f]{16}", re.ASCII)
_ADD = "add:"


class Changed(Exception):
    """What was read back would not be what is ordered now."""


async def show(request: web.Request) -> web.Response:
    return _page(request, Basket(draft=secrets.token_hex(8)), "")


async def step(request: web.Request) -> web.Response:
    """A button of the form: search, add an article, read back, place, or change something of what was read back."""
    do, basket = field(request, "do", LONGEST_SKU + len(_ADD)), _basket(request)
    if basket is None:
        kept = _basket(request, lenient=True) or Basket()
        return _page(request, kept, "bad_quantity", written=dict(_amounts(request)))
    if do.startswith(_ADD):
        return _page(request, _with(basket, request, do.removeprefix(_ADD)), "")
    if do in ("read", "place"):
        problem = _lacking(basket)
        if problem:
            return _page(request, basket, problem)
        return await (_place(request, basket) if do == "place" else _read_back(request, basket))
    return _page(request, basket, "", asked=field(request, "q", goods.LONGEST_WORDS))


async def _read_back(request: web.Request, basket: Basket, said: str = "") -> web.Response:
    """As chat would: what is missing is asked for, then everything is read out."""

    def work(conn: Connection) -> tuple[AnyQuestion | None, Quote | None, list[str]]:
        ex = exchange(conn, request, seat(request), Talk(basket=basket))
        question = next_question(ex)
        read = quote(ex, seat(request).station) if isinstance(question, ReadBack) else None
        return question, read, ex.said

    question, read, warned = await request.app[DATABASE].run(work)
    if isinstance(question, GiveAddress):
        return _page(request, basket, "where")
    if isinstance(question, ChooseDay):
        return _page(request, basket, "which_day" if question.days else "no_day", days=question.days)
    if isinstance(question, ChooseSource):
        return _page(request, basket, "which_source", sources=True)
    if read is None:
        return _page(request, basket, "short")
    lines = tuple(CartLine(sku=line.sku, quantity=line.quantity) for line in read.lines)
    warned = [words(f"said.{said}"), *warned] if said else warned
    return render(
        request,
        "console/order_read.j2",
        basket=msgspec.structs.replace(basket, lines=lines),
        read=read,
        warned="\n".join(warned),
    )


async def _place(request: web.Request, basket: Basket) -> web.Response:
    """Only what was read back is ordered; the same form sent twice is one order."""
    given = field(request, "seal", LONGEST_SKU)

    def action(ex: Exchange, _: Connection) -> Done | None:
        question = next_question(ex)
        if not isinstance(question, ReadBack) or question.seal != given:
            raise Changed
        read = quote(ex, seat(request).station)
        place(ex, read)
        placed = [event.order.number for event in ex.events if isinstance(event, OrderPlaced)]
        return Done("ordered_for", placed[0]) if placed else None

    try:
        said = await act(request, action, Talk(basket=basket))
    except Changed:
        return await _read_back(request, basket, "changed")
    except StockShort:
        return await _read_back(request, basket, "short")
    await request.app[CONSOLE].sessions.say(seat(request).session, said)
    return see_other("/console/station", at=seat(request).station.code)


def _page(
    request: web.Request,
    basket: Basket,
    problem: str,
    *,
    asked: str = "",
    days: tuple[date, ...] = (),
    sources: bool = False,
    written: Mapping[str, str] | None = None,
) -> web.Response:
    """The form; `written` is what stands for an amount and is none, which is shown again as it was written."""
    hits = goods.search(request, asked)
    return render(
        request,
        "console/order_for.j2",
        basket=basket,
        chosen=[(product, line.quantity) for line in basket.lines if (product := goods.product(request, line.sku))],
        written=written or {},
        hits=hits,
        asked=asked,
        days=days or ((basket.installation.date,) if basket.installation else ()),
        sources=sources or basket.source != "",
        problem=words(f"said.{problem}") if problem else "",
    )


def _basket(request: web.Request, *, lenient: bool = False) -> Basket | None:
    """The basket that stands in the form; None where an amount is none (`lenient`: it is kept, to be written anew)."""
    lines: dict[str, CartLine] = {}
    for sku, text in _amounts(request):
        product = goods.product(request, sku)
        amount = goods.quantity(text, product.unit if product else "")
        if amount is None and not lenient:
            return None
        if product and (amount is None or amount > 0):
            lines[sku] = CartLine(sku=sku, quantity=Decimal(1) if amount is None else amount)
    home = field(request, "delivery", LONGEST_SKU) == "home"
    draft = field(request, "draft", LONGEST_SKU)
    return Basket(
        lines=tuple(lines.values())[:MOST_LINES],
        recipient=field(request, "recipient", LONGEST_NAME),
        delivery="home" if home else "pickup",
        address=field(request, "address", LONGEST_ADDRESS),
        installation=_installation(request),
        source=SOURCES.get(field(request, "source", LONGEST_SKU), ""),
        draft=draft if _DRAFT.fullmatch(draft) else secrets.token_hex(8),
    )


def _amounts(request: web.Request) -> list[tuple[str, str]]:
    """Articles and their amounts, as they were written."""
    return list(zip(_all(request, "sku"), _all(request, "quantity"), strict=False))


def _all(request: web.Request, name: str) -> list[str]:
    values: list[Any] = form(request).getall(name, [])
    return [value[:LONGEST_SKU] for value in values if isinstance(value, str)]


def _installation(request: web.Request) -> Installation | None:
    try:
        day = date.fromisoformat(field(request, "day", LONGEST_SKU))
    except ValueError:
        return None
    return Installation(date=day, period=PERIODS.get(field(request, "period", LONGEST_SKU)))


def _with(basket: Basket, request: web.Request, sku: str) -> Basket:
    return cart.add(basket, sku, Decimal(1)) if goods.product(request, sku) else basket


def _lacking(basket: Basket) -> str:
    if not basket.recipient:
        return "whom"
    return "" if basket.lines else "nothing_chosen"
