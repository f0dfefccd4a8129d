"""“三瓶变两瓶”: of what there are so many, there shall be another number. The old number tells which goods."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.dialogue.basket import goods, replacing
from bot.dialogue.basket.amounts import Said, said_amount
from bot.dialogue.exchange import Exchange
from bot.dialogue.questions import Wanted
from bot.domain.cart import CartLine
from bot.domain.order import OrderLine

_NUMBER = r"[\d一二两俩三仨四五六七八九十百半]+\s*[一-鿿]{0,2}?"
_FROM_TO = re.compile(
    rf"(?:把|从|由|那|我?要?的?)?(?P<was>{_NUMBER})(?:的)?\s*(?:就|给我)?(?:变|改|换)(?:成|为|作|到)?\s*(?P<now>{_NUMBER})(?:吧|就行|就好|了)?"
)
_STOPS = " ,，。！!"


class Change(msgspec.Struct, frozen=True):
    was: Said
    now: Said


def said_change(text: str) -> Change | None:
    """The old and the new number of a message that says nothing else."""
    found = _FROM_TO.fullmatch(text.strip(_STOPS))
    was, now = (said_amount(found["was"]), said_amount(found["now"])) if found else (None, None)
    return Change(was, now) if was and now and was.value != now.value else None


def recounted(ex: Exchange) -> bool:
    """Change what is meant where one article alone has the old number; False where there is none, or several."""
    change = said_change(ex.text)
    if change is None:
        return False
    if replacing.just_ordered(ex) and len(_held(ex, change.was, replacing.latest(ex)[0].lines)) == 1:
        replacing.take_up(ex)
    in_basket = _held(ex, change.was, ex.talk.basket.lines)
    asked = [
        one for one in ex.talk.todo if one.quantity == change.was.value and change.was.unit in ("", "个", one.unit)
    ]
    if len(in_basket) + len(asked) != 1:
        return False
    if in_basket:
        goods.take(ex, Wanted(mention="要改的", skus=in_basket, quantity=change.now.value, aim="set"))
    else:
        told = msgspec.structs.replace(asked[0], quantity=change.now.value)
        ex.change(todo=tuple(told if wanted is asked[0] else wanted for wanted in ex.talk.todo), asking=None)
    ex.shopping = True
    return True


def _held(ex: Exchange, said: Said, lines: Sequence[CartLine | OrderLine]) -> tuple[str, ...]:
    """Those of the goods of which there are so many, in that unit."""
    held = tuple(line.sku for line in lines if line.quantity == said.value)
    return tuple(p.sku for p in goods.products(ex, held) if said.unit in ("", "个", p.unit))
