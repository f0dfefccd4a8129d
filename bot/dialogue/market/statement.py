"""卖了多少钱: what was sold, what it cost, what was paid and what is still owed. Every line adds up to the fen."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.market import saying
from bot.dialogue.saying import short_day
from bot.domain.listing import Sale
from bot.domain.money import yuan
from bot.domain.settlement import Sums, total

MOST_WAITING = 5


def told(ex: Exchange) -> None:
    sold = ex.facts.market.sales()
    handed = [one.sale for one in sold if one.sale.status == "handed"]
    today = ex.facts.at.date()
    waiting = [saying.ordered(one, today) for one in sold if one.sale.status == "open"]
    if handed:
        _add_up(ex, handed)
    elif not waiting:
        ex.say("selling.statement_none")
    if waiting:
        ex.say("selling.statement_waiting", rows="；".join(waiting[:MOST_WAITING]))


def _add_up(ex: Exchange, handed: Sequence[Sale]) -> None:
    owed = total(sale for sale in handed if not sale.settlement)
    paid = ex.facts.market.settlements()
    already = sum((one.sums for one in paid), Sums())
    ex.say("selling.statement", count=len(handed), **saying.sums(total(handed)))
    if paid:
        day = short_day(paid[0].at.astimezone(ex.facts.at.tzinfo).date())
        ex.say("selling.statement_paid", paid=yuan(already.net_fen), day=day)
    if owed.net_fen:
        ex.say("selling.statement_owed", owed=yuan(owed.net_fen))
