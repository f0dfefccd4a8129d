"""Notices that no registered template of an SMS platform can say, and what becomes of them; templates for no notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import get_args

from bot.channels.sms_templates import registered
from bot.doctor.finding import Finding, warn
from bot.domain.events import AlertKind
from config.settings import Settings
from config.sms_settings import Provider

DOMESTIC: tuple[Provider, ...] = ("aliyun", "tencent")
"""These send registered templates alone."""
FREE: Provider = "kannel"
"""This one says anything to a Chinese number."""
WITHOUT_SMS = frozenset({"broadcast", "survey", "family_pay"})
"""Notices that no SMS platform registers a text of."""


def unregistered(given: Settings) -> list[Finding]:
    """For `cunkou doctor`."""
    register, mistyped = "register it: `cunkou sms-templates`, docs/sms.md", "mend its name, or it is never sent"
    return [
        *(warn("sms_templates", line, register) for line in _of_sms(given)),
        *(warn("wechat_templates", line, mistyped) for line in _of_wechat(given)),
    ]


def notes(given: Settings) -> list[str]:
    """What an owner should know of the templates in use, a line each; [] where there is nothing to know."""
    return [*_of_sms(given), *_of_wechat(given)]


def _of_wechat(given: Settings) -> Iterator[str]:
    """WeChat's templates go by the names of notices, too; each kind of alert has its own."""
    named = set(_named("aliyun", {})) | {f"alert_{kind}" for kind in get_args(AlertKind)} | WITHOUT_SMS
    for name in given.wechat_templates:
        if name not in named:
            near = get_close_matches(name, sorted(named), n=1)
            yield f"CUNKOU_WECHAT_TEMPLATES: no notice is called {name}" + (f"; is it {near[0]}?" if near else "")


def _of_sms(given: Settings) -> list[str]:
    used = given.sms_providers
    return [
        line for one in used if one in DOMESTIC for line in _notes(one, {two: given.sms_templates(two) for two in used})
    ]


def _notes(provider: Provider, ids: Mapping[Provider, Mapping[str, str]]) -> Iterator[str]:
    setting, own = f"CUNKOU_{provider.upper()}_TEMPLATES", _named(provider, ids[provider])
    for name in ids[provider]:
        if name not in own:
            yield f"{setting}: nothing is called {name}; see `cunkou sms-templates`"
    lacking = [name for name, there in own.items() if not there]
    others = [other for other in ids if other != provider]
    for other in others:
        instead = [name for name in lacking if other == FREE or (other in DOMESTIC and _named(other, ids[other])[name])]
        lacking = [name for name in lacking if name not in instead]
        if instead:
            yield f"{setting}: without a template, so {other} sends them: {', '.join(instead)}"
    if lacking:
        yield f"{setting}: without a template, so not sent by SMS but `failed` with no_template: {', '.join(lacking)}"
    if "reply" in lacking:
        yield f"{setting}: without `reply` villagers who write by SMS get no answer; see docs/sms.md"


def _named(provider: Provider, ids: Mapping[str, str]) -> dict[str, str]:
    return {template.name: template.id for template in registered(provider, ids)}
