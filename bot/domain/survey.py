"""Surveys: questions as data (`config/surveys/*.yaml`), what counts as an answer, and who may be asked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import msgspec

from bot.domain.insight import Line
from config.data import HERE, read_yaml

FOLDER = HERE / "surveys"
MOST_QUESTIONS, LEAST_CHOICES, MOST_CHOICES, LEAST_QUOTA = 8, 2, 6, 10
LONGEST_TITLE, LONGEST_ASK, LONGEST_CHOICE, LONGEST_SENTENCE, LONGEST_KEY = 12, 40, 12, 40, 40
LONGEST_ANSWER = 100
MOST_REMINDERS = 3
REMIND_AFTER = timedelta(days=2)
Kind = Literal["choice", "number", "text", "photo"]
Status = Literal["invited", "joined", "done", "declined"]


_AROUND = frozenset("我俺咱家里最常一般都就多用是的")
"""What may stand around a choice: 我家最常用肥皂. 来两块肥皂 is none."""


class BadSurvey(ValueError):
    """A survey's file is not as config/surveys/README.md says; the message names everything that is wrong."""


class SurveyQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    kind: Kind
    ask: str
    choices: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()
    """Lower bounds by which numbers are told."""


class Survey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str = ""
    """The file's name."""
    title: str
    merchant: str
    invite: str
    consent: str
    opens: date
    closes: date
    quota: int
    questions: tuple[SurveyQuestion, ...]
    incentive: str = ""
    counties: tuple[str, ...] = ()

    def question(self, key: str) -> SurveyQuestion | None:
        return next((question for question in self.questions if question.key == key), None)

    def is_open(self, day: date) -> bool:
        return self.opens <= day <= self.closes

    def is_for(self, county: str) -> bool:
        return not self.counties or county in self.counties

    def asked_on(self, channel: str) -> tuple[SurveyQuestion, ...]:
        """What can be asked there: no photo by SMS."""
        return tuple(question for question in self.questions if channel == "wechat" or question.kind != "photo")


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """How a person stands to a survey."""

    survey: str
    status: Status
    answered: frozenset[str] = frozenset()
    """Keys of the questions answered, or left out."""


@cache
def surveys() -> tuple[Survey, ...]:
    """All surveys, the newest first. Raises BadSurvey."""
    found = [survey_of(path.stem, read_yaml(f"surveys/{path.name}")) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: one.opens, reverse=True))


def survey(key: str) -> Survey | None:
    return next((one for one in surveys() if one.key == key), None)


def survey_of(key: str, said: Any) -> Survey:
    """A survey as its file says it. Raises BadSurvey."""
    try:
        made = msgspec.structs.replace(msgspec.convert(said, Survey), key=key)
    except msgspec.ValidationError as error:
        raise BadSurvey(f"{key}.yaml: {error}") from error
    if troubles := [*_troubles(made)]:
        raise BadSurvey(f"{key}.yaml: " + "; ".join(troubles))
    return made


def next_question(of: Survey, answered: Collection[str], channel: str) -> SurveyQuestion | None:
    """The first that is not answered yet; None at the end."""
    return next((question for question in of.asked_on(channel) if question.key not in answered), None)


def choice(question: SurveyQuestion, text: str, digit: int | None) -> str | None:
    """The choice of this number, or of these words; None where it is none."""
    if digit is not None:
        return question.choices[digit - 1] if 0 < digit <= len(question.choices) else None
    words = text.strip(" 。！!")
    named = [one for one in question.choices if words and (words in one or _AROUND.issuperset(_beside(one, words)))]
    return named[0] if len(named) == 1 else None


def _beside(choice: str, words: str) -> str:
    """What is said beside a choice; all of it where the choice is not said."""
    return words.replace(choice, "", 1) if choice in words else words


def band(question: SurveyQuestion, number: Decimal) -> str:
    """Between which bounds a number lies: `2–3`, `7以上`."""
    for low, high in pairwise(question.bands):
        if number < high:
            return str(low) if high - low == 1 else f"{low}–{high - 1}"
    return f"{question.bands[-1]}以上"


def line(of: Survey, key: str, person: str, county: str, told: str) -> Line:
    """An answer as it is counted, like what people buy: never where fewer than five gave it."""
    return Line(kind="survey", person=person, merchant=of.merchant, sku=of.key, category=key, county=county, words=told)


def _troubles(made: Survey) -> Iterator[str]:
    lengths = {"title": LONGEST_TITLE, "invite": LONGEST_SENTENCE, "consent": LONGEST_SENTENCE, "merchant": 60}
    yield from _too_long(made, lengths)
    if len(made.incentive) > LONGEST_SENTENCE:
        yield f"incentive must have {LONGEST_SENTENCE} characters at most"
    if made.opens > made.closes:
        yield "closes must not be before opens"
    if made.quota < LEAST_QUOTA:
        yield f"quota must be {LEAST_QUOTA} or more"
    if not 0 < len(made.questions) <= MOST_QUESTIONS:
        yield f"a survey has 1 to {MOST_QUESTIONS} questions"
    if len({question.key for question in made.questions}) != len(made.questions):
        yield "two questions have the same key"
    for question in made.questions:
        yield from (f"question {question.key!r}: {trouble}" for trouble in _troubles_of(question))


def _troubles_of(question: SurveyQuestion) -> Iterator[str]:
    yield from _too_long(question, {"key": LONGEST_KEY, "ask": LONGEST_ASK})
    different = len(set(question.choices)) == len(question.choices)
    if question.kind == "choice" and not (different and LEAST_CHOICES <= len(question.choices) <= MOST_CHOICES):
        yield f"choices must be {LEAST_CHOICES} to {MOST_CHOICES}, all different"
    if any(not 0 < len(one) <= LONGEST_CHOICE for one in question.choices):
        yield f"a choice must have 1 to {LONGEST_CHOICE} characters"
    if question.kind == "number" and (not question.bands or list(question.bands) != sorted(set(question.bands))):
        yield "a number needs bands, in order"


def _too_long(of: Survey | SurveyQuestion, lengths: Mapping[str, int]) -> Iterator[str]:
    for field, most in lengths.items():
        if not 0 < len(getattr(of, field).strip()) <= most:
            yield f"{field} must have 1 to {most} characters"
