"""What buyers like to know of an offer: when it can be brought, and what it looks like."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec.structs import replace

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import without
from bot.dialogue.market import drafting
from bot.dialogue.market.questions import ConfirmOffer, PictureOf, TellOfOffer
from bot.dialogue.market.reading import plain
from bot.dialogue.saying import numbered
from bot.domain.events import ListingDescribed, PersonNamed
from bot.domain.listing import RULES, WAITING
from intents.acts import Act, Schedule, Unknown
from intents.values.dates import read_schedule
from intents.values.people import is_surname_with_title, looks_like_person

LONGEST_ANSWER = 30
ENDS = " 。！!，,的吧啊"
"""What may stand around an answer."""
LONGEST_ADDRESS = 1_000
"""Of a picture."""
FRESH = timedelta(hours=12)
"""A digit that comes later answers something else."""
_IS = re.compile(r"(?P<is>(?:我|俺)(?:就)?是)?(?P<name>[一-鿿]{2,4})")


def ask_extra(ex: Exchange, question: TellOfOffer) -> None:
    if question.topic == "photo":
        ex.ask(question, "selling.ask_photo")
        return
    words = [ready.word for ready in RULES.ready]
    rows = " ".join(f"{n}{word}" for n, word in enumerate(words, 1)) if ex.sms else numbered(words)
    ex.ask(question, "selling.ask_ready", rows=rows)


def answer_extra(ex: Exchange, question: TellOfOffer, heard: Heard) -> tuple[Act, ...] | None:
    """What wants something else drops the question; what could not be read, or only told a name, does not."""
    if not heard.acts or _named(ex, heard):
        ask_extra(ex, question)
        return ()
    ex.settled()
    if ex.facts.at - question.at > FRESH:
        return heard.acts
    if not (_skips(question, heard) or (question.topic == "ready" and _readiness_told(ex, question, heard))):
        if all(isinstance(act, Unknown) for act in heard.acts):
            ex.change(asking=question)  # 等哈儿
        return heard.acts
    ex.quiet = True
    if question.topic == "ready" and not ex.sms and not (question.pictured or _pictured(ex, question)):
        ask_extra(ex, replace(question, topic="photo", at=ex.facts.at))
    else:
        ex.say("selling.told")
    return ()


def _skips(question: TellOfOffer, heard: Heard) -> bool:
    """没有照片 as well, where a picture was asked for."""
    no_photo = question.topic == "photo" and not without("photo_none", plain(heard.text)).strip(ENDS)
    return no_photo or heard.digit == 0 or heard.declines


def _named(ex: Exchange, heard: Heard) -> bool:
    """我是冯老五, 冯大妈: the name that was asked for with it, where none is known."""
    found = _IS.fullmatch(plain(heard.text).strip(ENDS))
    name = found["name"] if found else ""
    tells = bool(name) and (looks_like_person(name) if found and found["is"] else is_surname_with_title(name))
    if not tells or ex.facts.person.name or ex.facts.stations_named(name):
        return False
    ex.cause(PersonNamed(person=ex.facts.person.id, name=name))
    ex.say("courtesy.named", name=name)
    return True


def _pictured(ex: Exchange, question: TellOfOffer) -> bool:
    listing = drafting.own(ex, question.listing)
    return listing is not None and bool(listing.photo)


def _readiness_told(ex: Exchange, question: TellOfOffer, heard: Heard) -> bool:
    said = plain(heard.text)
    chosen = next((r for n, r in enumerate(RULES.ready, 1) if heard.digit == n or r.word in said), None)
    day = ex.facts.at.date() + timedelta(days=chosen.days) if chosen else _day_in(ex, said, heard)
    if day is None:
        return False
    ex.cause(ListingDescribed(listing=question.listing, ready_on=day))
    return True


def _day_in(ex: Exchange, said: str, heard: Heard) -> date | None:
    """明天, 三天后, 下星期: when it can be brought; None where something else was said."""
    only_a_day = all(isinstance(act, Unknown | Schedule) for act in heard.acts)
    if len(said) > LONGEST_ANSWER or not (only_a_day or heard.puzzling):
        return None
    told = read_schedule(said, ex.facts.at)
    if told is not None and told.dated:
        return date.fromisoformat(told.schedule.date)
    other = next((ready for ready in RULES.ready if any(word in said for word in ready.also)), None)
    return ex.facts.at.date() + timedelta(days=other.days) if other else None


def photo_taken(ex: Exchange, photo: str) -> bool:
    """A picture came: that of the goods, where it was asked for."""
    question = ex.talk.asking
    if not photo or not isinstance(question, TellOfOffer | ConfirmOffer):
        return bool(photo) and question is None and _asks_whose(ex, photo)
    ex.cause(ListingDescribed(listing=question.listing, photo=photo))
    if isinstance(question, ConfirmOffer):
        ex.say("selling.photo_first")
        drafting.repeat(ex, question)
    elif question.topic == "ready":
        ex.say("selling.photo_first")
        ask_extra(ex, replace(question, pictured=True))
    else:
        ex.settled()
        ex.say("selling.photo_kept")
    return True


def _asks_whose(ex: Exchange, photo: str) -> bool:
    """A picture that nobody asked for may be of the goods that have none yet."""
    bare = [one for one in ex.facts.market.own() if one.status in (*WAITING, "approved") and not one.photo]
    if len(bare) != 1 or len(photo) > LONGEST_ADDRESS:
        return False
    put_picture(ex, PictureOf(listing=bare[0].key, photo=photo))
    return True


def put_picture(ex: Exchange, question: PictureOf) -> None:
    listing = drafting.own(ex, question.listing)
    if listing is None:
        ex.settled()
    else:
        ex.ask(question, "selling.picture_of", goods=listing.goods)


def answer_picture(ex: Exchange, question: PictureOf, heard: Heard) -> tuple[Act, ...] | None:
    if heard.digit == 1 or heard.yes:
        ex.settled()
        ex.cause(ListingDescribed(listing=question.listing, photo=question.photo))
        ex.say("selling.photo_kept")
        return ()
    if heard.declines:
        ex.settled()
        ex.say("kinds.picture")
        return ()
    return None
