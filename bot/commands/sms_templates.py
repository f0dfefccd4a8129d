"""The texts to be registered with a domestic SMS platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.channels.sms_templates import Template, registered

Slot = Callable[[int, str], str]
SLOTS: Mapping[str, Slot] = {
    "aliyun": lambda _, name: f"${{{name}}}",
    "tencent": lambda place, _: f"{{{place}}}",
}
"""How each platform writes a parameter in a template: by name, or by its place."""


def as_registered(provider: str) -> list[str]:
    """A line a template: its name, a tab, its text as the platform wants it typed in."""
    return [f"{one.name}\t{_typed(one, SLOTS[provider])}" for one in registered(provider, {})]


def _typed(template: Template, slot: Slot) -> str:
    return template.text.format_map({name: slot(place, name) for place, name in enumerate(template.names, 1)})
