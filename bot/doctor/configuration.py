"""The settings, and the time they name."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.util import find_spec

from bot.doctor.finding import Finding, fail, ok, warn
from config.settings import Settings, start_problems
from config.sms_settings import sms_lacks
from config.strange_settings import strange_settings

CHINA = timedelta(hours=8)


def settings(given: Settings) -> list[Finding]:
    """What keeps it from starting, and what is left off."""
    problems = start_problems(given)
    found = [fail("settings", problem, "see docs/deploy.md") for problem in problems]
    if given.embedded:
        lacking = [line for provider in given.sms_providers for line in sms_lacks(given, provider)]
        found += [
            warn("settings", line, "until then nothing goes out by SMS") for line in lacking if line not in problems
        ]
    found += [warn("settings", line, "see the table in README.md") for line in strange_settings()]
    if given.simulator:
        found.append(
            warn("settings", "CUNKOU_SIMULATOR is open to whoever reaches the server", "unset it beside real villagers")
        )
    if given.pays_online and find_spec("wechatpayv3") is None:
        found.append(
            fail("settings", "WECHATPAY_MERCHANT is set, its library is not there", "pip install 'cunkou[pay]'")
        )
    if given.trace_url and find_spec("opentelemetry") is None:
        found.append(fail("settings", "TRACE_URL is set, its library is not there", "pip install 'cunkou[tracing]'"))
    what = "the embedded default" if given.embedded else "a real database"
    return found or [ok("settings", f"complete, for {what}")]


def time_zone(given: Settings, now: datetime) -> list[Finding]:
    """Whether days end when the villages' days end; `now` aware."""
    there = now.astimezone(given.zone)
    said = f"{given.timezone}: {there:%Y-%m-%d %H:%M}"
    if there.utcoffset() != CHINA:
        return [warn("time_zone", f"{said}; villages in China are at UTC+8", "set CUNKOU_TIMEZONE=Asia/Shanghai")]
    return [ok("time_zone", said)]
