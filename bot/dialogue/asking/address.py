"""Where shall it be brought?"""

from __future__ import annotations

import re

import msgspec

from bot.dialogue.bare_amount import take_amount
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import GiveAddress
from bot.dialogue.quote import needs_fitter
from bot.dialogue.setting_aside import set_aside
from bot.domain.events import AddressGiven
from intents.acts import Act, Add, BindStation, DeliveryMode, Search, Unknown

SHORTEST, LONGEST = 2, 80
_CLAUSE = re.compile(r"[,，。;；\n]")
_SAYS_SO = re.compile(r"^(?:我家|俺家|咱家)?(?:的)?(?:地址|住址)(?:就)?(?:是|[:： ])\s*")
_PERHAPS_PLACE = (Unknown, BindStation, Search, Add)


def ask(ex: Exchange, question: GiveAddress) -> None:
    ex.ask(question, "ask.address_fitted" if needs_fitter(ex) else "ask.address")


def answer(ex: Exchange, _question: GiveAddress, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves:
        set_aside(ex, "readback.left")
        return ()
    if heard.digit is None and heard.no and said_in("wrong", heard.text):
        return () if take_amount(ex) else heard.rest or None
    if heard.digit is not None or heard.yes or heard.no:
        return _digit(ex, heard)
    goods = _goods(heard)
    if not _is_address(heard, goods):
        return None
    place = _SAYS_SO.sub("", _without(goods, heard.text))[:LONGEST]
    if len(place) < SHORTEST:
        return None
    basket = msgspec.structs.replace(ex.talk.basket, address=place)
    if not basket.recipient:
        ex.cause(AddressGiven(person=ex.facts.person.id, address=place))
    ex.touch(basket)
    return goods


def _goods(heard: Heard) -> tuple[Act, ...]:
    """Goods that are plainly ordered beside the address, with a number and its unit."""
    adds = [act for act in heard.acts if isinstance(act, Add)]
    return tuple(act for act in adds if all(item.skus and item.quantity and item.unit for item in act.items))


def _without(goods: tuple[Act, ...], text: str) -> str:
    """The text less the clauses in which goods were named."""
    named = [item.mention for act in goods if isinstance(act, Add) for item in act.items]
    if not named:
        return " ".join(text.split())
    clauses = [clause.strip() for clause in _CLAUSE.split(text)]
    return "，".join(clause for clause in clauses if clause and not any(mention in clause for mention in named))


def _digit(ex: Exchange, heard: Heard) -> tuple[Act, ...] | None:
    """0 or a no: then it is fetched from the station, where it can be."""
    if heard.no and not needs_fitter(ex):
        ex.touch(msgspec.structs.replace(ex.talk.basket, delivery="pickup"))
        return heard.rest
    return () if heard.light else None


def _is_address(heard: Heard, goods: tuple[Act, ...]) -> bool:
    """Whether it reads like a place; goods may be named in one (小卖部旁边), so a mark of a place decides."""
    if not SHORTEST <= len(heard.text.strip()) <= LONGEST:
        return False
    acts = [act for act in heard.acts if act not in goods]
    if acts and all(isinstance(act, DeliveryMode) for act in acts):
        return False
    return (heard.puzzling and not goods) or (
        said_in("address", _without(goods, heard.text))
        and all(isinstance(act, (*_PERHAPS_PLACE, DeliveryMode)) for act in acts)
    )
