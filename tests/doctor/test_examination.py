"""The whole examination: nothing is changed, one look hides no other, and the exit status says whether it is well."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import examination, machine
from bot.doctor.configuration import settings, time_zone
from bot.doctor.machine import GIB, disk

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


async def doctor(*options: str):
    """In a thread: the command makes a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, ["doctor", *options])


def levels(findings) -> dict[str, str]:
    return {finding.name: finding.level for finding in findings}


async def test_a_new_shop_is_well_and_nothing_is_written(tmp_path):
    ended = await doctor("--offline", "--json")
    found = json.loads(ended.stdout)["findings"]
    assert ended.exit_code == 0
    assert {"settings", "time_zone", "disk", "fonts", "database", "redis"} == {finding["name"] for finding in found}
    assert list(tmp_path.iterdir()) == []


async def test_what_fails_is_told_and_is_the_exit_status(monkeypatch):
    monkeypatch.setenv("CUNKOU_REDIS_URL", "redis://127.0.0.1:1/0")
    ended = await doctor("--offline")
    assert ended.exit_code == 1
    assert "fail  redis" in ended.stdout
    assert "→ start it" in ended.stdout


async def test_a_wrong_setting_is_a_finding(monkeypatch):
    monkeypatch.setenv("CUNKOU_TIMEZONE", "Mars/Olympus")
    ended = await doctor("--json")
    assert ended.exit_code == 1
    assert "CUNKOU_TIMEZONE" in json.loads(ended.stdout)["findings"][0]["said"]


def test_what_keeps_a_server_from_starting_is_named(shop):
    found = settings(shop(database_url="postgresql://cunkou@db/cunkou"))
    assert {finding.level for finding in found} == {"fail"}
    assert "CUNKOU_SECRET_KEY" in " ".join(finding.said for finding in found)


@pytest.mark.parametrize(("zone", "level"), [("Asia/Shanghai", "ok"), ("Asia/Urumqi", "warn"), ("UTC", "warn")])
def test_another_hour_than_chinas_is_told_of(shop, zone, level):
    assert levels(time_zone(shop(timezone=zone), NOW)) == {"time_zone": level}


@pytest.mark.parametrize(("free", "level"), [(50, "ok"), (1.5, "warn"), (0.1, "fail")])
def test_a_full_disk_is_told_of(shop, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100 * GIB, 0, free * GIB))
    assert levels(disk(shop())) == {"disk": level}


def test_a_machine_without_a_chinese_font_draws_no_posters(monkeypatch):
    monkeypatch.setattr(machine, "found", lambda _: None)
    assert levels(machine.fonts()) == {"fonts": "warn"}


def test_a_user_without_a_home_is_examined_too():
    """As in a container that runs as a number nobody has a name for."""
    nobody = "import os, pwd; pwd.getpwuid = lambda uid: {}[uid]; os.environ.pop('HOME', None); import bot.doctor"
    assert subprocess.run([sys.executable, "-c", nobody], check=False).returncode == 0  # noqa: S603 - our own words


async def test_a_look_that_breaks_or_hangs_hides_no_other(shop, monkeypatch):
    async def breaks(_):
        raise ZeroDivisionError

    monkeypatch.setattr(examination, "database", breaks)
    found = levels(await examination.examine(shop(), NOW, outside=False))
    assert found["database"] == "fail"
    assert found["redis"] == "ok"


async def test_everything_outside_is_looked_at_too(shop, platform):
    base = await platform({"/hook/wechat": 403})
    given = shop(wechat_api_base=base, public_url=base)
    found = levels(await examination.examine(given, NOW))
    inside = levels(await examination.examine(given, NOW, outside=False))
    assert {name: found[name] for name in found.keys() - inside.keys()} == {
        "clock": "ok",
        "public_url": "ok",
        "wechat": "warn",
        "sms": "warn",
    }
    assert platform.asked
