"""A whole day at the village gate comes out right, step by step, and of all that is logged of it: nobody's phone, openid, secret
or words. Nor does anybody's phone or openid stand in the database's files."""

from __future__ import annotations

import re

import pytest
from rich.console import Console
from sqlalchemy.exc import IntegrityError

from bot.demo.acting import Timed, play
from bot.demo.day import SAMPLE
from bot.demo.picture import chats, svg
from bot.demo.script import read_day
from bot.demo.stage import Stage
from bot.demo.village import open_village
from bot.logs import mask
from bot.storage.schema import persons

PHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
HARMLESS = {"KANNEL_USERNAME", "SMS_PROVIDER", "WECHAT_API_BASE", "KANNEL_URL", "LOG_LEVEL"}
SHORT = 4
"""Of words: 确认 may well stand in a log."""


@pytest.fixture(scope="module")
async def day(tmp_path_factory):
    """The demo's day, played by a server that logs everything: what was said and heard, the secrets, and the log."""
    home = tmp_path_factory.mktemp("day")
    shop = {"catalog": SAMPLE / "catalog.csv", "stations": SAMPLE / "stations.csv"}
    async with open_village(home, **shop, settings={"LOG_LEVEL": "debug"}) as village:
        stage = Stage(village, read_day())
        await play(stage, list[Timed]())
        files = [path.read_bytes() for path in home.rglob("cunkou.db*")]  # while it runs: the newest is in the WAL
    return stage, village.settings, village.server.log.read_text(encoding="utf-8", errors="replace"), files


def test_the_day_left_a_log_at_all(day):
    _, _, log, _ = day
    assert log.count('"turn_taken"') > 20
    assert '"trace"' in log


def test_the_picture_of_the_day_shows_it_and_fetches_nothing(day):
    stage, _, _, _ = day
    console = Console(record=True, width=172)
    console.print(chats(stage.day, stage.bubbles))
    drawn = svg(console)
    assert "红星二锅头" in drawn
    assert "url(" not in drawn.replace("url(#", ""), "a picture that fetches something is no picture for a village"


def test_no_phone_and_no_openid_is_logged(day):
    stage, _, log, _ = day
    assert [one for one in addresses(stage) if one in log] == []
    assert PHONE.findall(log) == []


def test_no_phone_and_no_openid_stands_in_the_database(day):
    """Who gets hold of the file, or of a backup, learns nobody's number."""
    stage, _, _, files = day
    assert "红星二锅头".encode() in b"".join(files)
    assert [one for one in addresses(stage) if any(one.encode() in file for file in files)] == []


def addresses(stage):
    """Everybody's openid, and everybody's phone without the country."""
    people = stage.day.people.values()
    told = [person.openid for person in people if person.openid]
    told += [person.phone.removeprefix("+86") for person in people if person.phone]
    assert len(told) >= 4
    return told


def test_no_secret_is_logged(day):
    _, settings, log, _ = day
    secrets = {name: value for name, value in settings.items() if name not in HARMLESS and len(value) > SHORT}
    assert {"API_TOKEN", "SECRET_KEY", "WECHAT_TOKEN", "SMS_HOOK_SECRET", "KANNEL_PASSWORD"} <= set(secrets)
    assert [name for name, value in secrets.items() if value in log] == []


def test_no_word_that_was_said_or_answered_is_logged(day):
    stage, _, log, _ = day
    words = {line.strip() for bubble in stage.bubbles for line in bubble.text.splitlines() if len(line.strip()) > SHORT}
    assert len(words) > 30
    assert [one for one in words if one in log] == []


async def test_an_error_of_the_database_tells_no_row(database):
    row = {"id": "p1", "name": "秀英婶子", "created_at": None}
    with pytest.raises(IntegrityError) as raised:
        await database.run(lambda conn: conn.execute(persons.insert(), row))
    assert "秀英婶子" not in mask(str(raised.value))
