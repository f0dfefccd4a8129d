"""Goods for a station's shelf that a manager named and that are not clear yet. They wait for nothing but their own choice:
when their sale is taken back, left, or overtaken by another subject, they are gone and must be told again."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import ChooseArticle, HowMany, Wanted
from bot.dialogue.saying import called

AIMS = ("stock_in", "walk_in_sale", "count")


def waiting(ex: Exchange) -> tuple[Wanted, ...]:
    return tuple(wanted for wanted in ex.talk.todo if wanted.aim in AIMS)


def drop(ex: Exchange, key: str) -> None:
    """Forget them, and say so by `key`, which is given their names as {goods}."""
    left = waiting(ex)
    if not left:
        return
    ex.change(todo=tuple(wanted for wanted in ex.talk.todo if wanted not in left))
    if isinstance(ex.talk.asking, ChooseArticle | HowMany) and ex.talk.asking.wanted in left:
        ex.settled()
    ex.say(key, goods="、".join(dict.fromkeys(_name(ex, wanted) for wanted in left)))


def _name(ex: Exchange, wanted: Wanted) -> str:
    return called(wanted.mention, [product for sku in wanted.skus if (product := ex.facts.shop.product(sku))])


def overtaken(ex: Exchange) -> None:
    """Another question is open now: nobody is asked sentences later which salt was sold."""
    if ex.talk.asking is not None and not isinstance(ex.talk.asking, ChooseArticle | HowMany):
        drop(ex, "manager.unbooked")
