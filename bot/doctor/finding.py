"""What the doctor says of one thing."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["ok", "warn", "fail"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """What was looked at: `redis`, `wechat`, `certificate`."""
    level: Level
    """`warn`: it runs, and somebody should see to it. `fail`: it does not work, or loses what was promised."""
    said: str
    mend: str = ""
    """What to do; '' where nothing is to be done."""


def ok(name: str, said: str) -> Finding:
    return Finding(name=name, level="ok", said=said)


def warn(name: str, said: str, mend: str) -> Finding:
    return Finding(name=name, level="warn", said=said, mend=mend)


def fail(name: str, said: str, mend: str) -> Finding:
    return Finding(name=name, level="fail", said=said, mend=mend)
