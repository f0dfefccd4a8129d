"""Stories as they stand in the yaml files: who takes part, and what happens step by step. README.md tells the form."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from tests.reading import read_cases

HERE = Path(__file__).parent
Patterns = str | float | list[str | float]


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A slip of the pen in a story must fail, not be read over."""


class Role(Strict):
    uses: str = "wechat"
    manager: bool = False
    follows: str = "scan"
    """How a follower came: `scan` of the station's code, `search` (no scene), `unknown` (a code nobody has), `no`."""
    mode: Literal["plain", "compatible", "safe"] = "compatible"
    """How WeChat delivers this person's messages."""
    village: str = ""
    """What an SMS person says of where they live; '' is the story's own village, `no` says nothing."""


class Says(Strict):
    who: str
    text: str = ""
    xml: str = ""
    """Anything but a text: `voice`, `image`, `location` (whose label is the text), `video`, `subscribe`, `SCAN` …"""
    times: int = 1
    """The text is repeated so often within the one message."""
    by: str = ""
    """`sms` for a manager who takes the phone instead."""
    later: str = ""
    """So much later than the step before, `26h`, `8d`, in the message's own time."""
    reply: Patterns = msgspec.field(default_factory=list)
    never: Patterns = msgspec.field(default_factory=list)
    silent: bool = False
    """Nothing at all may be answered."""


class Pick(Strict):
    who: str
    want: list[str]
    words: str


class Finish(Strict):
    who: str
    readback: Patterns = msgspec.field(default_factory=list)
    picks: list[str] = []
    delivery: str = "pickup"
    address: str = "村东头第三家"
    day: str = ""


class Until(Strict):
    who: str
    status: str
    say: str
    press: str


class Burst(Strict):
    who: str
    text: str
    times: int
    again: bool = False


class Forged(Strict):
    who: str
    text: str


class Advance(Strict):
    to: str
    of: str = ""


class Orders(Strict):
    of: str = ""
    """A person; '' means all orders of the station."""
    count: int | None = None
    lines: dict[str, float] | None = None
    status: str = ""
    delivery: str = ""
    address: str = ""
    recipient: str = ""
    installation: bool | None = None
    promised_days: int | None = None


class Alerted(Strict):
    who: str
    has: str


class Told(Strict):
    who: str
    has: str
    via: str = ""


class NotTold(Strict):
    who: str
    has: str


KEYWORDS: dict[str, type[Strict]] = {
    "pick": Pick,
    "finish": Finish,
    "until": Until,
    "burst": Burst,
    "forged": Forged,
    "advance": Advance,
    "orders": Orders,
    "alerted": Alerted,
    "told": Told,
    "not_told": NotTold,
}
AnyStep = Says | Pick | Finish | Until | Burst | Forged | Advance | Orders | Alerted | Told | NotTold


class Village(Strict):
    """A further village of the story, for names that are not alone."""

    village: str
    county: str = ""
    town: str = ""


class Story(Strict):
    id: str
    title: str
    people: dict[str, Role]
    steps: list[dict[str, Any]]
    tags: list[str] = []
    class_: str = msgspec.field(default="core", name="class")
    village: str = ""
    """The name of the story's own village; '' takes the next of the list."""
    town: str = ""
    county: str = ""
    also: list[Village] = []
    fails: str = ""
    """Why this story is known to come out wrong as yet; once it comes out right, the test says so."""

    def acts(self) -> list[AnyStep]:
        return [read_step(step) for step in self.steps]


def read_step(step: dict[str, Any]) -> AnyStep:
    """`{秀英: 来一瓶酱油, reply: 海天}` or `{finish: 秀英}` as the step it is. Raises msgspec.ValidationError."""
    name, value = next(iter(step.items()))
    if name in KEYWORDS:
        given = value if isinstance(value, dict) else {"to" if name == "advance" else "who": value}
        return msgspec.convert(given, KEYWORDS[name])
    said = value if isinstance(value, dict) else {"text": str(value)}
    if said.pop("voice", False):
        said["xml"] = "voice"
    return msgspec.convert({"who": name} | said | dict(list(step.items())[1:]), Says)


def read_stories(folder: Path = HERE) -> list[Story]:
    """Every story of a folder, by name of file."""
    return [msgspec.convert(read_cases(path), Story) for path in sorted(folder.glob("*.yaml"))]
