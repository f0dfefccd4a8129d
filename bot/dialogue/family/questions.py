"""Questions about who orders and pays for whom."""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.dialogue.question import Question


class ParentPhone(Question, frozen=True, kw_only=True, omit_defaults=True):
    """By which number is the parent reached?"""

    word: str
    """What the child calls them, a key of `family.RULES.parents`."""


class OwnName(Question, frozen=True, kw_only=True, omit_defaults=True):
    """What is the child called? A parent agrees to nobody without a name."""

    word: str
    phone: str


class ParentWord(Question, frozen=True, kw_only=True, omit_defaults=True):
    """What does the child call the parent whose code it typed?"""

    parent: str


class Between(msgspec.Struct, frozen=True, kw_only=True):
    parent: str
    child: str


class WhichTie(Question, frozen=True, kw_only=True, omit_defaults=True):
    """Which of several?"""

    aim: Literal["end", "agree", "pay"]
    ties: tuple[Between, ...]
    number: str = ""
    """The order to be paid."""
