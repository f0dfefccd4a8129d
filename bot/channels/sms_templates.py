"""Registered templates: what a domestic platform sends instead of free text. `config/sms/templates.yaml` holds them.

A letter is written as text, by the rules every channel shares. Its parameters are read back from that text by the
template's fixed words, so that what a villager reads is what the letter says, whichever way it went.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from string import Formatter

import msgspec

from bot.channels import sms
from bot.dialogue.replies import replies
from bot.domain.letter import Letter
from bot.ports import SendFailed
from config.data import read_yaml

MORE = "…"
_SLOT = re.compile(r"text\d+")


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A template with its parameters, in the order they stand in its text."""

    id: str
    params: dict[str, str]
    text: str
    """As the phone shows it, signature included."""
    whole: bool
    """Whether nothing had to be shortened."""


class Template(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    id: str
    text: str
    cut: frozenset[str] = frozenset()
    empty: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Parameters that may be nothing, and what stands for it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its parameters, in the order they stand in the text."""
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.text) if name))

    def read(self, text: str) -> dict[str, str] | None:
        """The parameters that make this template say `text`; None where it cannot."""
        if self.names and all(_SLOT.fullmatch(name) for name in self.names):
            return _spread(" ".join(text.split()), self.names)
        found = re.fullmatch(_pattern(self.text, self.empty), text, re.DOTALL)
        return {name: value or self.empty[name] for name, value in found.groupdict().items()} if found else None


class Templates:
    """One platform's registry."""

    def __init__(self, provider: str, ids: Mapping[str, str], signature: str) -> None:
        """`ids`: template name → the platform's id. `signature`: `村口`, without the brackets."""
        self.provider = provider
        told = read_yaml("sms/templates.yaml")
        self._limit: int = told["limits"][provider]
        self._signature = f"【{signature}】"
        self._known = {template.name: template for template in registered(provider, ids) if template.id}

    def fill(self, letter: Letter) -> Filled:
        """The letter as its template and parameters. Raises SendFailed `no_template` where none can say it."""
        template = self._known.get(letter.notice) or self._known.get(letter.notice.partition("_")[0])
        if template is None:
            raise SendFailed("no_template", "never", letter.notice)
        params = template.read(letter.sms or letter.text)
        if params is None:
            raise SendFailed("no_template", "never", f"{letter.notice}: the text is not the registered one")
        short = {name: self._within(template, name, value) for name, value in params.items()}
        text = self._signature + template.text.format_map(short)
        if sms.parts(text) > sms.MOST_PARTS:
            raise SendFailed("no_template", "never", f"{letter.notice}: longer than {sms.MOST_PARTS} parts")
        return Filled(id=template.id, params=short, text=text, whole=short == params)

    def _within(self, template: Template, name: str, value: str) -> str:
        if len(value) <= self._limit:
            return value
        if name in template.cut:
            return value[: self._limit - len(MORE)] + MORE
        raise SendFailed("no_template", "never", f"{template.name}: {name} is longer than {self._limit} characters")


def registered(provider: str, ids: Mapping[str, str]) -> list[Template]:
    """All templates with their ids at this platform; '' where it has none."""
    return [
        Template(
            name=name,
            id=ids.get(name) or row.get("ids", {}).get(provider, ""),
            text=row["wraps"] if "wraps" in row else replies()[row["says"]]["sms"],
            cut=frozenset(row.get("cut", ())),
            empty=row.get("empty", {}),
        )
        for name, row in read_yaml("sms/templates.yaml")["templates"].items()
    ]


def _pattern(text: str, empty: Container[str]) -> str:
    """A regular expression whose groups are the template's parameters, those in `empty` perhaps nothing; the same one twice
    must say the same."""
    pieces, seen = [], set()
    for fixed, name, _, _ in Formatter().parse(text):
        pieces.append(re.escape(fixed))
        if name:
            pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>.{'*' if name in empty else '+'}?)")
            seen.add(name)
    return "".join(pieces)


def _spread(text: str, names: tuple[str, ...]) -> dict[str, str] | None:
    """The text in as many pieces as there are parameters, none of them empty, for platforms refuse an empty one."""
    if len(text) < len(names):
        return None
    cuts = [len(text) * n // len(names) for n in range(len(names) + 1)]
    return {name: text[start:end] for name, start, end in zip(names, cuts, cuts[1:], strict=False)}
