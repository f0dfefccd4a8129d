"""Template messages: the fields of WeChat's category templates, each within its type's rule (else 47003)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

NOTHING = "无"
_DIGITS = "0123456789"


def _thing(value: str) -> str:
    return value[:20] or NOTHING


def _character_string(value: str) -> str:
    return re.sub(r"[^\x21-\x7e]", "", value)[:32] or "-"


def _phrase(value: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", value)[:5] or NOTHING


def _amount(value: str) -> str:
    found = re.search(r"\d{1,10}(\.\d{1,2})?", value)
    return f"{found.group()}元" if found else "0元"


def _number(value: str) -> str:
    found = re.search(r"\d{1,16}(\.\d{1,8})?", value)
    return found.group() if found else "0"


def _time(value: str) -> str:
    return re.sub(r"[^\d年月日:~\- ]", "", value).strip()[:40] or "-"


def _phone_number(value: str) -> str:
    return re.sub(r"[^\d+\-]", "", value)[:17] or "-"


RULES: dict[str, Callable[[str], str]] = {
    "thing": _thing,
    "character_string": _character_string,
    "phrase": _phrase,
    "amount": _amount,
    "number": _number,
    "time": _time,
    "date": _time,
    "phone_number": _phone_number,
}


class Template(msgspec.Struct, frozen=True):
    """A template of the account, as WECHAT_TEMPLATES gives it: its id and, after it, its field names where they are
    not simply numbered in order: `TEMPLATE_ID thing4 time7`."""

    id: str
    names: tuple[str, ...] = ()

    @classmethod
    def read(cls, setting: str) -> Template:
        template, *names = setting.split()
        return cls(template, tuple(names))

    def fields(self, params: Mapping[str, str]) -> dict[str, str]:
        """The template's fields filled from a letter's params, whose names are those of the fields without number.

        With names given, each takes the next param of its type; otherwise params are numbered in order.
        """
        if not self.names:
            return {f"{kind_of(name)}{n}": fill(name, value) for n, (name, value) in enumerate(params.items(), 1)}
        waiting = list(params.items())
        return {name: fill(name, _take(waiting, kind_of(name))) for name in self.names}


def kind_of(name: str) -> str:
    """`thing4` → `thing`"""
    return name.rstrip(_DIGITS + "_")


def fill(name: str, value: str) -> str:
    """`value` as a field of this name may hold it: one line, no emoji, cut to the type's length."""
    plain = " ".join(re.sub(r"[^\u0020-\u2fff\u3000-\u9fff\uff00-\uffef\s]", "", value).split())
    return RULES.get(kind_of(name), _thing)(plain)


def _take(waiting: list[tuple[str, str]], kind: str) -> str:
    for n, (name, value) in enumerate(waiting):
        if kind_of(name) == kind:
            del waiting[n]
            return value
    return ""
