"""Which of their own goods a seller means, and whether a message says anything beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import before, without
from bot.dialogue.market import called
from bot.dialogue.market.reading import plain
from bot.domain.listing import Listing, Status
from intents.goods.mentions import find_mentions
from intents.offers import read_amount

_CLAUSES = re.compile(r"[,，。;；!！\s]")
_ALREADY = re.compile("[先就]$")
_AROUND = " ,，。！!?？.、"


def on_one(ex: Exchange, statuses: Sequence[Status], do: Callable[[Listing], object]) -> bool:
    """Do it to the one listing that is meant; ask where several may be."""
    found = [one for one in ex.facts.market.own() if one.status in statuses]
    found = called.named(found, ex.text, lambda one: one.goods) or found
    if not found:
        return False
    if len({one.goods for one in found}) > 1:
        ex.say("selling.which", goods="、".join(dict.fromkeys(one.goods for one in found)), first=found[0].goods)
    else:
        do(found[0])
    return True


def named(ex: Exchange, *statuses: Status) -> bool:
    """Whether own goods in one of these states are named."""
    return any(called.spoken(one.goods, ex.text) for one in ex.facts.market.own() if one.status in statuses)


def other_named(ex: Exchange, section: str) -> str:
    """The goods of which the words of the section are said where they are not one's own: 柿饼 of 柿饼不卖了, of who sells
    walnuts; '' where none are."""
    text = plain(ex.text)
    if any(called.spoken(one.goods, text) for one in ex.facts.market.own()):
        return ""
    head = _CLAUSES.split(before(section, text))[-1]
    goods = _ALREADY.sub("", without("sell_beside", head)).strip(_AROUND)
    found = find_mentions(goods, ex.facts.shop) if goods else ()
    return goods if any(one.start == 0 and one.end == len(goods) for one in found) else ""


def says_only(ex: Exchange, section: str) -> bool:
    """Whether nothing is said but words of the section, own goods and an amount: 还有两包盐 wants salt."""
    text = plain(ex.text)
    if span := read_amount(text, None)[0]:
        text = text[: span[0]] + text[span[1] :]
    text = without_own(ex, without(section, text))
    return not without("sell_beside", text).strip(_AROUND)


def without_own(ex: Exchange, text: str) -> str:
    """The text with blanks where own goods are named."""
    return called.blanked(text, [called.spoken(one.goods, text) for one in ex.facts.market.own()])
