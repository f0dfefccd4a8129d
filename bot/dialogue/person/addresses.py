"""The way to a door, said in passing: “送到村南二队”, “地址改一下，我家在村西头”, “我家在三组”."""

from __future__ import annotations

import re

import msgspec

from bot.dialogue.basket.amounts import counts
from bot.dialogue.basket.quote import address, home
from bot.dialogue.basket.replacing import just_ordered, latest, take_up
from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import marks_in, said_in
from bot.dialogue.person import joining
from bot.domain.events import AddressGiven
from intents.acts import Act, BindStation, Unknown
from intents.text import houses
from intents.values.dates import read_schedule

LONGEST = 80
MARKS = 2
"""Marks of a place in words that nothing else says to be one; 大号家用的 has as many, and is none."""
_TO_THE_END = r"([^,，。;；！!？?\n]{2,40})"
_SAYS = re.compile(
    rf"(?:地址|住址)(?:就)?(?:是|改成|改到|换成|改为|改一下[,，:： ]*(?![我俺咱家])|[:： ]){_TO_THE_END}"
    rf"|(?:(?:我家|俺家|咱家|家里|家)(?:就)?(?:住在|在|住)|[我俺]住在?){_TO_THE_END}"
    rf"|(?P<brought>送到|送去|送至|拉到){_TO_THE_END}"
)
_AFTER = re.compile(
    r"(?:就行|就好|就可以|就成|吧|哈|啊|呀|哦|了|来|去|那里|那儿|那边|这里|这儿|行不行|成不成|中不中|可以不可以|可不可以|好不好|(?:能|得)?[行成中]不?|可以[吗么不]?|[吗么不])+$"
)
_WHOSE = re.compile(r"^[他她我俺](?:们)?(?:的|家的?)?(?=.{2})")
_NO_DOOR = re.compile(
    r"^(?:了|没|什么|啥|哪|多少|几|我家|家里?|屋里?|门口|站|店|服务站|村里|上门|.{0,3}(?:时|天)$)|[吗么呢]$"
)
_BESIDE = re.compile(r"旁边|对面|隔壁|门牌|[东南西北][头边]")
_IN_THE_VILLAGE = re.compile(r"[组号队户巷栋]")
_PARTS = re.compile(r"[\s,，。;；！!、]+")


class Door(msgspec.Struct, frozen=True, kw_only=True):
    place: str
    bring: bool
    """Whether goods shall come there now."""
    home: bool = True
    """Whether somebody lives there; not where one order goes to the field."""


def said_address(ex: Exchange) -> Door | None:
    """The way to a door that a message tells beside other things. A village that has a station is none."""
    for found in _SAYS.finditer(ex.text):
        said = next(part for part in found.groups() if part and part != found["brought"])
        place = _WHOSE.sub("", _AFTER.sub("", said).strip())
        if len(place) > 1 and not _NO_DOOR.search(place) and said_in("address", place) and _lies_within(ex, place):
            return Door(
                place=place[:LONGEST],
                bring=bool(found["brought"]) or said_in("brought", ex.text),
                home=not found["brought"],
            )
    return _told_beside(ex)


def _told_beside(ex: Exchange) -> Door | None:
    """A door that stands by itself beside what is wanted: “冰箱一台 李家沟5号 后天装”."""
    if typed := houses.typed_door(ex.text):
        return Door(place=typed, bring="song" in ex.text.lower())
    parts = _PARTS.split(ex.text.strip())
    found = [door for part in parts if (door := houses.door_of(part))]
    found = found if len(parts) > 1 else []
    if not found and said_in("brought", ex.text):
        found = [part for part in parts[1:] if _is_plainly_a_way(ex, part)]
    return Door(place=found[0][:LONGEST], bring=said_in("brought", ex.text)) if found else None


def _is_plainly_a_way(ex: Exchange, part: str) -> bool:
    """村东头第三家 beside 送到家; goods with a number are none."""
    marked = tells_a_door(part) and len(marks_in("address", part)) >= MARKS and not said_in("brought", part)
    return marked and not _NO_DOOR.search(part) and not counts(part.replace("家", "")) and _lies_within(ex, part)


def doubtful(ex: Exchange) -> str:
    """The place behind 送到 that bears no mark of one, 送到后山: it must be asked about before the goods go elsewhere; '' mostly."""
    found = next((found for found in _SAYS.finditer(ex.text) if found["brought"]), None)
    if found is None:
        return ""
    place = _AFTER.sub("", next(part for part in found.groups() if part and part != found["brought"])).strip()
    no_place = len(place) < MARKS or _NO_DOOR.search(place) or said_in("no_name", place) or not _lies_within(ex, place)
    return "" if no_place or read_schedule(place, ex.facts.at) else place[:LONGEST]


def answers_late(ex: Exchange, text: str) -> bool:
    """Whether words that choose nothing are the door to which the goods shall come, told before it was asked, or once more."""
    sure = tells_a_door(text) and len(marks_in("address", text)) >= MARKS
    if not home(ex) or address(ex) == text or not sure or not _lies_within(ex, text):
        return False
    door = Door(place=" ".join(text.split())[:LONGEST], bring=True)
    note(ex, door)
    ex.say("delivery.address_noted", place=door.place)
    return True


def tells_a_door(text: str) -> bool:
    """Whether the words say where a door is, whatever else they say: a number with 组, the side of something."""
    return houses.numbered(text) or _BESIDE.search(text) is not None


def _lies_within(ex: Exchange, place: str) -> bool:
    return bool(_IN_THE_VILLAGE.search(place)) or not ex.facts.stations_named(place)


def is_told_by(ex: Exchange, act: Act, door: Door) -> bool:
    """Whether an act is only another reading of the door: no village that has a station is named by it."""
    if isinstance(act, BindStation):
        return act.place in door.place and not ex.facts.stations_named(act.place)
    return isinstance(act, Unknown)


def note(ex: Exchange, door: Door) -> None:
    """Remember the door; what is being put together goes there where it is to be brought. A place said for one order
    (送到地头) does not become the home of somebody whose home is known."""
    if ex.station is None and ex.facts.stations_named(door.place):
        joining.find(ex, door.place)
    if (door.bring or said_in("corrects", ex.text)) and just_ordered(ex) and latest(ex)[0].address != door.place:
        take_up(ex)
    basket = ex.talk.basket
    if not basket.recipient and (door.home or not ex.facts.person.address):
        ex.cause(AddressGiven(person=ex.facts.person.id, address=door.place))
    basket = msgspec.structs.replace(basket, address=door.place, delivery="home" if door.bring else basket.delivery)
    if not (basket.lines or ex.talk.todo):
        ex.change(basket=basket)
        ex.say("delivery.address_noted", place=door.place)
        return
    ex.touch(basket)
    if not home(ex):
        ex.say("delivery.address_noted", place=door.place)
