"""A manager's word to the whole village: how it is written, and whether it fits."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.pages import SMS_UNITS, size
from bot.dialogue.replies import render
from bot.domain.people import Station
from bot.domain.quiet import is_quiet

MOST_A_DAY = 2
"""Whoever hears more than that from the station in a day stops listening."""
ONE_SMS, EACH_PART = 70, 67


def worded(station: Station, text: str, channel: str) -> str:
    """The message as villagers get it, with the way to get no more."""
    return render("notices.broadcast", channel, station=station.name, text=text)


def fits(station: Station, text: str) -> bool:
    return size(worded(station, text, "sms"), "sms") <= SMS_UNITS


def sms_parts(station: Station, text: str) -> int:
    """How many SMS one phone gets."""
    units = size(worded(station, text, "sms"), "sms")
    return 1 if units <= ONE_SMS else -(-units // EACH_PART)


def waits_for_morning(at: datetime) -> bool:
    """By night it waits until eight; `at` in the villages' time."""
    return is_quiet(at)
