"""What cunkou says, as data: `config/replies/*.yaml`, key → text, or `{wechat: …, sms: …}` where SMS says it shorter.

Placeholders `{name}` must all be given; what a person typed is put in as it is and never read as a template.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from config.data import HERE, read_yaml


@cache
def replies() -> dict[str, dict[str, str]]:
    """All replies, by `file.key`, each with its `wechat` and `sms` text."""
    return {
        f"{path.stem}.{key}": _both(value)
        for path in sorted((HERE / "replies").glob("*.yaml"))
        for key, value in read_yaml(f"replies/{path.name}").items()
    }


def _both(value: Any) -> dict[str, str]:
    if isinstance(value, str):
        return {"wechat": value.strip(), "sms": value.strip()}
    return {"wechat": value["wechat"].strip(), "sms": value["sms"].strip()}


def render(key: str, channel: str, **values: object) -> str:
    """The reply of this key for `wechat` or `sms`. Raises KeyError where the key or a value is missing."""
    return replies()[key]["sms" if channel == "sms" else "wechat"].format_map(values)
