"""Villagers' goods on the manager's sheet of the day: who has to bring what, and who comes to fetch what."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import saying
from bot.dialogue.replies import render
from bot.dialogue.saying import amount, short_day
from bot.domain.listing import Sold
from bot.domain.money import yuan

MOST = 10


def on_sheet(ex: Exchange) -> None:
    """Nothing is said where nothing is brought or fetched."""
    market, here = ex.facts.market, ex.facts.person.manages
    _list(ex, "sheet.bringing", [_bringing(ex, one) for code in here for one in market.to_bring(code)])
    _list(ex, "sheet.fetching", [_fetching(ex, one) for code in here for one in market.to_fetch(code)])


def uncollected(ex: Exchange) -> bool:
    """What buyers did not fetch yet; False where nothing lies here."""
    lying = [one for code in ex.facts.person.manages for one in ex.facts.market.to_fetch(code)]
    _list(ex, "sheet.fetching", [_fetching(ex, one) for one in lying])
    return bool(lying)


def _list(ex: Exchange, key: str, rows: Sequence[str]) -> None:
    if rows:
        ex.say(key, count=len(rows), rows="、".join(rows[:MOST]))


def _bringing(ex: Exchange, one: Sold) -> str:
    """`老张 苹果10斤（该11月24日送）`: the day only where it is over."""
    late = one.sale.bring_by < ex.facts.at.date()
    mark = render("sheet.late", ex.facts.channel, day=short_day(one.sale.bring_by)) if late else ""
    return saying.to_bring(one) + (f"（{mark}）" if mark else "")


def _fetching(ex: Exchange, one: Sold) -> str:
    """`桂花 苹果52斤（收104元）`: what was weighed is what is paid for."""
    due = one.sale.amount_fen - one.sale.paid_fen
    what = f"{one.listing.goods}{amount(one.sale.weight or one.sale.quantity, one.sale.unit)}"
    key, said = ("sheet.to_pay", {"money": yuan(due)}) if due > 0 else ("sheet.paid_ahead", {})
    return f"{one.buyer_name or saying.NOBODY} {what}（{render(key, ex.facts.channel, **said)}）"
