"""The day as it is written down in `config/demo/day.yaml`: who takes part, and what each step must bring."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from config.data import read_yaml


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A slip of the pen in the day must fail, not be read over."""


class Role(Strict, frozen=True, kw_only=True):
    openid: str = ""
    phone: str = ""
    manager: bool = False


class Step(Strict, frozen=True, kw_only=True):
    """One thing done or looked at; `expect` are patterns that must all be in what comes."""

    who: str
    expect: list[str] = []


class Say(Step, frozen=True, kw_only=True):
    say: str


class Scan(Step, frozen=True, kw_only=True):
    """Follow the account by scanning the station's code."""

    scan: bool


class Press(Step, frozen=True, kw_only=True):
    """Press the digit of the first choice whose words fit."""

    press: str


class Redeliver(Step, frozen=True, kw_only=True):
    """One message, delivered several times at once: one answer, one effect."""

    redeliver: str
    times: int


class Forge(Step, frozen=True, kw_only=True):
    """Signed with another token: 403, and nothing said."""

    forge: str


class County(Step, frozen=True, kw_only=True):
    """The county's system reports the states of who's newest order up to this one."""

    county: str


class Heard(Step, frozen=True, kw_only=True):
    """Told by itself, once, since they last did something."""

    heard: list[str]
    via: str = ""


class Holds(Step, frozen=True, kw_only=True):
    """What the API must hold of who's newest order: sku → quantity."""

    holds: dict[str, float]
    status: str
    installation: bool = False


AnyStep = Say | Scan | Press | Redeliver | Forge | County | Heard | Holds
KINDS: Final[dict[str, type[AnyStep]]] = {
    "say": Say,
    "scan": Scan,
    "press": Press,
    "redeliver": Redeliver,
    "forge": Forge,
    "county": County,
    "heard": Heard,
    "holds": Holds,
}


class Scene(Strict, frozen=True, kw_only=True):
    title: str
    at: str
    """HH:MM, the messages' own time."""
    steps: list[dict[str, Any]]

    def acts(self) -> list[AnyStep]:
        return [msgspec.convert(step, KINDS[next(key for key in step if key in KINDS)]) for step in self.steps]


class Day(Strict, frozen=True, kw_only=True):
    station: str
    people: dict[str, Role]
    scenes: list[Scene]


def read_day() -> Day:
    return msgspec.convert(read_yaml("demo/day.yaml"), Day)
