"""Why a message did not arrive, said plainly: the outbox keeps the platforms' own codes."""

from __future__ import annotations

from bot.web.pages import words
from bot.web.pages.words import named

APART, OF = "; ", ": "
KNOWN_BY = ("isv.", "isp.", "http_", "twilio_")
"""Beginnings of codes whose rest tells an operator something and the county nothing."""


def why(error: str) -> str:
    """`wechat: 45015: …; sms: no_contact` → 微信：太久没来话，发不进去；短信：没有他的号…. '' says that nobody knows."""
    parts = [_one(part) for part in error.split(APART) if part]
    return "；".join(dict.fromkeys(parts)) or words("failures.unknown")


def _one(part: str) -> str:
    way, colon, rest = part.partition(OF)
    if not colon:
        return _said(part)
    return f"{named('ways', way)}：{_said(rest)}"


def _said(told: str) -> str:
    code = told.partition(OF)[0]
    said = named("failures", code)
    if said != code:
        return said
    family = next((beginning for beginning in KNOWN_BY if code.startswith(beginning)), "other")
    return words(f"failures.{family.rstrip('._')}", code=code)
