"""The texts to be registered with a domestic SMS platform, and what is still unregistered."""

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


def notes(provider: str, ids: Mapping[str, str]) -> list[str]:
    """What an owner should know of the templates in use; [] where the provider has none."""
    if provider not in SLOTS:
        return []
    known = registered(provider, ids)
    names = {template.name for template in known}
    setting = f"CUNKOU_{provider.upper()}_TEMPLATES"
    lacking = [template.name for template in known if not template.id]
    found = [f"{setting}: nothing is called {name}; see `cunkou sms-templates`" for name in ids if name not in names]
    if lacking:
        found.append(f"{setting}: without a template, not sent by SMS: {', '.join(lacking)}")
    if "reply" in lacking:
        found.append(f"{setting}: without `reply` villagers who write by SMS get no answer; see docs/sms.md")
    return found


def _typed(template: Template, slot: Slot) -> str:
    return template.text.format_map({name: slot(place, name) for place, name in enumerate(template.names, 1)})
