"""Villagers' goods on the manager's sheet of the day: who has to bring what, and who comes to fetch what."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import saying
from bot.dialogue.replies import render
from bot.dialogue.saying import short_day
from bot.domain.listing import Sold
from bot.domain.money import yuan

MOST = 10


def on_sheet(ex: Exchange) -> None:
    """Nothing is said where nothing is brought or fetched."""
    bring = [one for code in ex.facts.person.manages for one in ex.facts.market.to_bring(code)]
    _list(ex, "sheet.bringing", [_bringing(ex, one) for one in bring])
    uncollected(ex)


def uncollected(ex: Exchange) -> bool:
    """What buyers did not fetch yet; False where nothing lies here."""
    found = lying(ex)
    _list(ex, "sheet.fetching", [_fetching(ex, one) for one in found])
    return bool(found)


def lying(ex: Exchange) -> list[Sold]:
    """What waits for its buyers at the manager's stations."""
    return [one for code in ex.facts.person.manages for one in ex.facts.market.to_fetch(code)]


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
    due = one.sale.due_fen
    key, said = ("sheet.to_pay", {"money": yuan(due)}) if due > 0 else ("sheet.paid_ahead", {})
    return f"{one.buyer_name or saying.NOBODY} {saying.weighed_of(one)}（{render(key, ex.facts.channel, **said)}）"
