"""Ties between a child in the city and a parent in the village: who may ask whom, how often, and when both agreed. Pure.

A tie lets the child order in the parent's name and pay. Rules and words of kinship are data: `config/family.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Literal

import msgspec

from config.data import read_yaml

TieStatus = Literal["asked", "agreed", "refused", "ended"]
Hindrance = Literal["", "tied", "waits", "said_no", "enough_today", "too_many"]
DAY = timedelta(days=1)
DIGITS = 8


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    asks_a_day: int
    heard_a_day: int
    again_after_days: int
    most_asks: int
    after_no_days: int
    most_ties: int
    code_hours: int
    parents: Mapping[str, tuple[str, ...]]
    children: tuple[str, ...]


RULES = msgspec.convert(read_yaml("family.yaml"), Rules)


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    parent: str
    """Person id."""
    child: str
    status: TieStatus
    word: str = ""
    """What the child calls the parent, a key of `RULES.parents`; '' where that was not said."""
    asked_at: datetime
    asks: int = 1
    """How often it was asked without an answer."""
    answered_at: datetime | None = None


def hindrance(ties: Sequence[Tie], parent: str, heard_lately: int, at: datetime, rules: Rules = RULES) -> Hindrance:
    """Why a child, whose ties these are, may not ask this parent at `at`; '' where it may. `heard_lately` is how many
    asks reached the parent within a day. Nothing of it tells whether the parent's number is known."""
    known = next((tie for tie in ties if tie.parent == parent), None)
    if known is not None and (why := _of_tie(known, at, rules)):
        return why
    lately = sum(at - tie.asked_at < DAY for tie in ties)
    if lately >= rules.asks_a_day or heard_lately >= rules.heard_a_day:
        return "enough_today"
    return "too_many" if sum(tie.status == "agreed" for tie in ties) >= rules.most_ties else ""


def _of_tie(tie: Tie, at: datetime, rules: Rules) -> Hindrance:
    if tie.status == "agreed":
        return "tied"
    quiet = timedelta(days=rules.after_no_days)
    if tie.status == "refused":
        return "said_no" if at - (tie.answered_at or tie.asked_at) < quiet else ""
    if tie.status == "asked":
        pause = quiet if tie.asks >= rules.most_asks else timedelta(days=rules.again_after_days)
        return "waits" if at - tie.asked_at < pause else ""
    return ""


def kin(word: str, rules: Rules = RULES) -> str:
    """The word of kinship that stands for this one (母亲 is 妈); '' where it is none."""
    return next((name for name, same in rules.parents.items() if word in same), "")


def family_code(dice: Random) -> str:
    """Never begins with 0, which gets lost in speech; so long that trying codes out leads nowhere."""
    return str(dice.randrange(10 ** (DIGITS - 1), 10**DIGITS))
