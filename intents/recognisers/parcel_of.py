"""Goods whose owner is named instead of their number or code: 周大爷的到了, 老王家的货拿走了, 张三来拿了."""

from __future__ import annotations

import re
from collections.abc import Collection

from intents.acts import Fate, ParcelOf
from intents.goods.mentions import find_mentions
from intents.text.message import Made, Message
from intents.text.words import said
from intents.values.people import looks_like_person, plain

LONGEST = 30
_FATES: tuple[Fate, ...] = ("asked", "fetching", "fetched", "arrived")
"""In the order in which they are tried: 还没来拿 is no 来拿."""
_JOINED = re.compile(r"[、,和跟与及同]")
_BLANKS = re.compile(r"\s+")
_SLIP = re.compile(r"[0-9]{1,3}")


def recognise(message: Message, known: Collection[str]) -> list[Made]:
    """The act of such a message; [] where it is none. `known` are those who have something ordered."""
    return named_in(message.text, message, known)


def named_in(text: str, message: Message, known: Collection[str]) -> list[Made]:
    """As `recognise`, of a part of the message."""
    words = _BLANKS.sub("", text).strip(",。!?~、;.")
    if len(words) > LONGEST:
        return []
    for fate in _FATES:
        match = said(fate, "parcels").fullmatch(words)
        people = _people(match, message, known) if match else ()
        if match and people:
            return [Made(ParcelOf(people=people, fate=fate, goods=_goods(match)), f"parcel_of.{fate}")]
    return []


def _people(match: re.Match[str], message: Message, known: Collection[str]) -> tuple[str, ...]:
    """Each one named, or a slip's number; () where one of them may be anything else."""
    words = next(told for name, told in match.groupdict().items() if told and name.startswith("who"))
    if slip := _SLIP.match(words):
        return (slip[0],)
    parts = [part for part in _JOINED.split(words) if part]
    names = tuple(map(plain, parts if all(len(part) > 1 for part in parts) else [words]))
    return names if all(is_person(name, message, known) for name in names) else ()


def is_person(name: str, message: Message, known: Collection[str]) -> bool:
    """Whether somebody is called so: one of those who are known, by the whole name or the given one, or as people are."""
    if name in known or (len(name) > 1 and any(one.endswith(name) for one in known)):
        return True
    if not looks_like_person(name) or said("person_stop", "desk").search(name):
        return False
    return not any(mention.item.skus for mention in find_mentions(name, message.shop))


def _goods(match: re.Match[str]) -> str:
    return next((told for name, told in match.groupdict().items() if told and name.startswith("goods")), "")
