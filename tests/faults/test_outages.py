"""Stores that fail and servers that die: nothing acknowledged is lost, nothing happens twice, the next message works."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.wechat_user import WechatUser

WECHAT_TRIES = 3


async def _as_wechat_would(follower: WechatUser, xml: str) -> str:
    """Deliver until it is taken, as the platform does: again after what was no 200."""
    for _ in range(WECHAT_TRIES):
        answer = await follower.deliver(xml)
        if answer.status == 200:
            return answer.text
        await asyncio.sleep(1)
    raise AssertionError(f"not taken in {WECHAT_TRIES} tries: HTTP {answer.status}")


def _database(home: Path) -> Path:
    [path] = (home / "data").glob("*.db")
    return path


def _redis_pids(home: Path) -> list[int]:
    """Redis servers whose folder is this village's."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "redis-server" in command.split("\0")[0] and (entry / "cwd").readlink().is_relative_to(home.resolve()):
                found.append(int(entry.name))
    return found


async def test_a_server_killed_between_two_messages_remembers_conversation_and_order(troubled):
    server = troubled.village.server
    person = await troubled.newcomer()
    await person.say("洁玉毛巾四条")
    await asyncio.sleep(1.1)  # Redis writes its file every second
    await server.kill()
    await server.start()
    assert "毛巾" in (await person.say("再要一袋粤盐")).text
    await person.say("确认")
    assert await troubled.lines(person) == [{"V038": 4, "V006": 1}]
    await server.kill()
    await server.start()
    assert await troubled.lines(person) == [{"V038": 4, "V006": 1}]
    assert "毛巾" in (await person.say("到哪了")).text
    assert len(_redis_pids(server.home)) == 1


async def test_messages_under_way_when_the_server_is_killed_take_effect_once(troubled):
    server = troubled.village.server
    people = [await troubled.newcomer() for _ in range(12)]
    for person in people:
        await person.say("红星二锅头两瓶")
    await asyncio.sleep(1.1)
    confirmations = [person.wechat.message("text", Content="确认") for person in people]
    under_way = [
        asyncio.create_task(person.wechat.deliver(xml)) for person, xml in zip(people, confirmations, strict=True)
    ]
    await asyncio.sleep(0.02)
    await server.kill()
    await asyncio.gather(*under_way, return_exceptions=True)
    await server.start()
    for person, xml in zip(people, confirmations, strict=True):
        await _as_wechat_would(person.wechat, xml)
        await _as_wechat_would(person.wechat, xml)
    for person in people:
        assert await troubled.lines(person) == [{"V041": 2}]


async def test_a_redis_that_dies_is_back_and_no_message_is_lost(troubled):
    person = await troubled.newcomer()
    await person.say("大白兔奶糖一袋")
    [pid] = _redis_pids(troubled.village.server.home)
    os.kill(pid, signal.SIGKILL)
    xml = person.wechat.message("text", Content="再来两袋大白兔奶糖")
    await _as_wechat_would(person.wechat, xml)
    await _as_wechat_would(person.wechat, xml)
    await _until_answered(person, "我都要了些啥", "奶糖")
    await person.say("确认")
    [lines] = await troubled.lines(person)
    assert lines in ({"V047": 3}, {"V047": 2}), "what Redis had not written yet may be asked again, never doubled"
    await troubled.check_service()


async def _until_answered(person, text, has, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        heard = await person.say(text)
        if heard.status == 200 and has in heard.text:
            return
        await asyncio.sleep(0.3)
    raise AssertionError(f"{has!r} is not answered within {seconds} s, but {heard}")


@pytest.mark.parametrize("seconds", [1.5, 5])
async def test_a_locked_database_delays_a_message_and_loses_none(troubled, seconds):
    person = await troubled.newcomer()
    xml = person.wechat.message("text", Content="爱仕达炒锅一口")
    with closing(sqlite3.connect(_database(troubled.village.server.home))) as outside:
        outside.isolation_level = None
        outside.execute("BEGIN IMMEDIATE")
        begun = time.perf_counter()
        first = asyncio.create_task(person.wechat.deliver(xml))
        await asyncio.sleep(seconds)
        outside.execute("ROLLBACK")
    answer = await first
    assert time.perf_counter() - begun < seconds + 5
    assert answer.status in (200, 500, 503)
    assert "炒锅" in await _as_wechat_would(person.wechat, xml)
    await person.say("确认")
    assert await troubled.lines(person) == [{"V052": 1}]


async def test_a_full_disk_refuses_plainly_and_once_there_is_room_nothing_is_lost(troubled):
    server = troubled.village.server
    person = await troubled.newcomer()
    xml = person.wechat.message("text", Content="富安娜棉被一床")
    old = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, old[1]))
    try:
        answer = await person.wechat.deliver(xml)
        assert answer.status in (500, 503), "what is not on the disk must not be acknowledged"
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, old)
    assert "棉被" in await _as_wechat_would(person.wechat, xml)
    await person.say("确认")
    assert await troubled.lines(person) == [{"V054": 1}]
    await troubled.check_service()


async def test_a_platform_that_is_away_gets_its_messages_when_it_is_back(troubled):
    village, person = troubled.village, troubled.phone()
    await person.say("我是石榴村的")
    await person.say("欧普灯泡一个")
    await person.say("确认")
    [order] = await village.county.orders(contact=person.contact)
    await village.gateway.refuse()
    await village.county.advance(order["number"], order["status"], "at_station")
    await asyncio.sleep(1)
    assert not person.letters()
    await village.gateway.resume()
    [order] = await village.county.orders(contact=person.contact)
    await _until_told(person)
    got = [letter.text for letter in person.letters() if order["pickup_code"] in letter.text]
    assert len(got) == 1


async def _until_told(person, seconds=12):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if person.letters():
            return
        await asyncio.sleep(0.1)
