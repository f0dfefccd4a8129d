"""What a fitter should know of a house before he comes, by kind of appliance. Data: config/installation/readiness.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

import msgspec

from config.data import read_yaml

Answer = Literal["is_so", "is_not", "unsure"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
"""In the order of their digits."""
MOST = 3
"""Questions asked of one order."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    ask: str
    sheet: dict[Answer, str]
    answers: dict[Answer, str] = {}
    advice: dict[Answer, str] = {}

    @property
    def words(self) -> dict[Answer, str]:
        """The answers as they are offered."""
        return self.answers or _DATA.answers


class _Kind(msgspec.Struct, frozen=True, kw_only=True):
    words: tuple[str, ...]
    ask: tuple[str, ...]


class _Data(msgspec.Struct, frozen=True, kw_only=True):
    answers: dict[Answer, str]
    questions: dict[str, Topic]
    kinds: tuple[_Kind, ...]


_DATA = msgspec.convert(read_yaml("installation/readiness.yaml"), _Data)
TOPICS: Mapping[str, Topic] = _DATA.questions


def topics_for(appliances: Iterable[str]) -> tuple[str, ...]:
    """What to ask about these appliances, each given by its category and name: keys of TOPICS, MOST at most."""
    asked = (key for words in appliances for key in _kind(words).ask)
    return tuple(dict.fromkeys(asked))[:MOST]


def notes(told: Mapping[str, str]) -> tuple[str, ...]:
    """What the day sheet says of a house, from the answers by topic."""
    known = ((TOPICS[key], answer) for key, answer in told.items() if key in TOPICS)
    said = (topic.sheet.get(answer, "") for topic, answer in known if answer in ANSWERS)
    return tuple(note for note in said if note)


def _kind(words: str) -> _Kind:
    return next(kind for kind in _DATA.kinds if any(word in words for word in kind.words))
