"""“再来两瓶”, “改成三瓶”, “少一袋”: an amount without goods means the article that was spoken of last."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from bot.dialogue import goods
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in, without
from bot.dialogue.questions import Aim, Wanted
from intents.understand import read_amount

_CLAUSE = re.compile(r"[,，。;；！!、]")


def take_amount(ex: Exchange) -> bool:
    """Do it where the message is only an amount and one article can be meant. False: it was something else."""
    count = _amount(ex.text)
    if not count:
        return False
    if ex.talk.todo:
        first, *others = ex.talk.todo
        ex.change(todo=(msgspec.structs.replace(first, quantity=count), *others), asking=None)
        ex.shopping = True
        return True
    skus = _meant(ex)
    if not skus:
        return False
    goods.take(ex, Wanted(mention="这样的", skus=skus, quantity=count, aim=_aim(ex, skus)))
    return True


def _amount(text: str) -> Decimal | None:
    """The amount a message comes down to: the last one where it corrects itself, “不是两袋，是四袋”; None where it says
    anything else."""
    said = [clause for part in _CLAUSE.split(text) if (clause := without("amount_verbs", part).strip())]
    amounts = [read_amount(clause) for clause in said]
    return amounts[-1] if amounts and all(amounts) else None


def _meant(ex: Exchange) -> tuple[str, ...]:
    """The article named last, or the only one in the basket."""
    lines = ex.talk.basket.skus
    if len(ex.talk.shown) == 1 or not lines:
        return ex.talk.shown
    return lines if len(lines) == 1 else ()


def _aim(ex: Exchange, skus: tuple[str, ...]) -> Aim:
    """What is not in the basket can only be added; of what is in it, a bare number is the new amount."""
    if said_in("again", ex.text) or not set(skus) & set(ex.talk.basket.skus):
        return "add"
    return "remove" if said_in("less", ex.text) else "set"
