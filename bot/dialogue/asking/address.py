"""Where shall it be brought?"""

from __future__ import annotations

import msgspec

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.questions import GiveAddress
from bot.dialogue.quote import needs_fitter
from bot.dialogue.setting_aside import set_aside
from bot.domain.events import AddressGiven
from intents.acts import Act, Add, BindStation, DeliveryMode, Search, Unknown

SHORTEST, LONGEST = 2, 80
_PERHAPS_PLACE = (Unknown, BindStation, Search, Add)


def ask(ex: Exchange, question: GiveAddress) -> None:
    ex.ask(question, "ask.address_fitted" if needs_fitter(ex) else "ask.address")


def answer(ex: Exchange, _question: GiveAddress, heard: Heard) -> tuple[Act, ...] | None:
    if heard.leaves:
        set_aside(ex, "readback.left")
        return ()
    if heard.digit is not None or heard.yes or heard.no:
        return _digit(ex, heard)
    if not _is_address(heard):
        return None
    place = " ".join(heard.text.split())[:LONGEST]
    basket = msgspec.structs.replace(ex.talk.basket, address=place)
    if not basket.recipient:
        ex.cause(AddressGiven(person=ex.facts.person.id, address=place))
    ex.touch(basket)
    return ()


def _digit(ex: Exchange, heard: Heard) -> tuple[Act, ...] | None:
    """0 or a no: then it is fetched from the station, where it can be."""
    if heard.no and not needs_fitter(ex):
        ex.touch(msgspec.structs.replace(ex.talk.basket, delivery="pickup"))
        return heard.rest
    return () if heard.light else None


def _is_address(heard: Heard) -> bool:
    """Whether it reads like a place; goods may be named in one (小卖部旁边), so a mark of a place decides."""
    if not SHORTEST <= len(heard.text.strip()) <= LONGEST:
        return False
    if all(isinstance(act, DeliveryMode) for act in heard.acts):
        return False
    return heard.puzzling or (
        said_in("address", heard.text) and all(isinstance(act, (*_PERHAPS_PLACE, DeliveryMode)) for act in heard.acts)
    )
