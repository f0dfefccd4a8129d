"""Where shall it be brought?"""

from __future__ import annotations

import re

import msgspec

from bot.dialogue.basket.bare_amount import take_amount
from bot.dialogue.basket.quote import needs_fitter
from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import visiting
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.person.addresses import tells_a_door
from bot.dialogue.questions import GiveAddress, RightAddress
from bot.dialogue.setting_aside import set_aside
from bot.domain.events import AddressGiven
from intents.acts import Act, Add, BindStation, DeliveryMode, Greet, Schedule, Search, Thanks, Unknown

SHORTEST, LONGEST = 2, 80
_CLAUSE = re.compile(r"[,，。;；\n]")
_SAYS_SO = re.compile(
    r"^(?:(?:我家|俺家|咱家|我们家)(?:就)?(?:住在|住|在)|[我俺]住在?|(?:我家|俺家|咱家)?的?(?:地址|住址)就?(?:是|[:： ]))\s*"
)
_SENT = re.compile(
    r"^(?:那就?|就|麻烦|请|给我|帮我)*送(?:货)?(?:到|去|至|上)?(?:[我俺咱]们?)?(?:家里?|屋里?|门)?(?:来|去|吧|就行)?[,，、:： ]+(?=..)"
    r"|[,，。 ]+(?:谢谢|麻烦|辛苦|多谢|劳驾)[^,，。]{0,5}$"
)
"""送家里，二组小卖部隔壁，谢谢: what stands around the place itself."""
_HOUSE = re.compile(r"[组队栋幢巷排]\s*[\d一二三四五六七八九十]+号(?:院|门)?$")
"""后山3组5号: a house, and no fifth of the month."""
_TYPED = re.compile(r"(\d{1,3}) ?(zu|dui)(?: ?(\d{1,4}) ?(hao|hu))?", re.IGNORECASE | re.ASCII)
_SIGNS = {"zu": "组", "dui": "队", "hao": "号", "hu": "户"}
"""A house typed in pinyin that can be no other: 5 zu 12 hao."""
_PERHAPS_PLACE = (Unknown, BindStation, Search, Add)


def ask(ex: Exchange, question: GiveAddress) -> None:
    if ex.talk.basket.family:
        ex.ask(question, "family.address", who=ex.talk.basket.recipient)
    else:
        ex.ask(question, "ask.address_fitted" if needs_fitter(ex) else "ask.address")


def answer(ex: Exchange, _question: GiveAddress | RightAddress, heard: Heard) -> tuple[Act, ...] | None:
    heard = msgspec.structs.replace(heard, text=_spelled(heard.text))
    if heard.backs_out:
        set_aside(ex, "readback.left")
        return ()
    if heard.digit is None and heard.no and said_in("wrong", heard.text):
        return () if take_amount(ex) else heard.rest or None
    if heard.digit is not None or heard.yes or heard.no:
        return _digit(ex, heard)
    if visiting.unwanted(ex, heard) or (needs_fitter(ex) and _puts_off_the_fitter(ex, heard)):
        return ()
    goods = _goods(heard)
    if not _is_address(heard, goods):
        return None
    place = _SAYS_SO.sub("", _SENT.sub("", _without(goods, heard.text)))[:LONGEST]
    if len(place) < SHORTEST:
        return None
    if _is_plain(heard.text, place):
        _take(ex, place)
    else:
        ask_right(ex, RightAddress(place=place))
    return goods


def _spelled(text: str) -> str:
    typed = _TYPED.fullmatch(text.strip())
    return "".join(_SIGNS.get(part.lower(), part) for part in typed.groups() if part) if typed else text


def ask_right(ex: Exchange, question: RightAddress) -> None:
    ex.ask(question, "ask.address_right", place=question.place)


def answer_right(ex: Exchange, question: RightAddress, heard: Heard) -> tuple[Act, ...] | None:
    """A yes, a no, or the address said once more."""
    if heard.digit == 1 or heard.yes:
        _take(ex, question.place)
        return ()
    if heard.digit == 0 or (heard.no and heard.light and not heard.backs_out):
        ask(ex, GiveAddress())
        return ()
    return answer(ex, question, heard)


def _take(ex: Exchange, place: str) -> None:
    basket = msgspec.structs.replace(ex.talk.basket, address=place)
    if not basket.recipient:
        ex.cause(AddressGiven(person=ex.facts.person.id, address=place))
    ex.touch(basket)


def _is_plain(text: str, place: str) -> bool:
    """Whether the words are plainly a place, by a mark of one or because they say so; others are read back."""
    return said_in("address", place) or _SAYS_SO.match(text) is not None


def _puts_off_the_fitter(ex: Exchange, heard: Heard) -> bool:
    """“改天装”: the day is still to be chosen."""
    if heard.rest or not said_in("fitting_later", heard.text):
        return False
    ex.say("fitting.chosen_later")
    return True


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
    if heard.names_nothing and not tells_a_door(heard.text):
        return False
    acts = [act for act in heard.acts if act not in goods and not isinstance(act, Thanks | Greet)]
    if _HOUSE.search(heard.text):
        acts = [act for act in acts if not isinstance(act, Schedule)]
    if acts and all(isinstance(act, DeliveryMode) for act in acts) and not tells_a_door(heard.text):
        return False
    return (heard.puzzling and not goods) or (
        said_in("address", _without(goods, heard.text))
        and all(isinstance(act, (*_PERHAPS_PLACE, DeliveryMode)) for act in acts)
    )
