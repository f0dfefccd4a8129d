"""Logs and metrics tell what happens and nothing about whom: no phone, no openid, no words, no secret."""

from __future__ import annotations

import asyncio
import re
import time

from yarl import URL

from bot.demo.platform import Fault

WORDS = "欧普灯泡一个"
ADDRESS = "鸽子笼后头第七家"


async def _busy_minute(troubled):
    """A villager on each channel, an order, a wrong signature, and a gateway that stumbles."""
    village, person, phone = troubled.village, await troubled.newcomer(), troubled.phone()
    await phone.say("我是石榴村的")
    for somebody in (person, phone):
        await somebody.say(f"{WORDS}送到家里")
        await somebody.say(ADDRESS)
        await somebody.say("确认")
    await person.wechat.deliver(person.wechat.message("text", Content=WORDS), forged=True)
    village.gateway.fail("/cgi-bin/sendsms", Fault(status=403))
    [order] = await village.county.orders(contact=phone.contact)
    await village.county.advance(order["number"], order["status"], "at_station")
    await asyncio.sleep(1)
    return person, phone, order


async def test_the_log_of_a_busy_minute_names_nobody(troubled):
    before = troubled.village.server.log.stat().st_size
    person, phone, _ = await _busy_minute(troubled)
    log = troubled.village.server.log.read_bytes()[before:].decode(errors="replace")
    number = phone.phone.phone.removeprefix("+86")
    for secret in (number, person.wechat.openid, WORDS, ADDRESS, troubled.village.api_token, "password="):
        assert secret not in log
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", log), "a phone number stands in the log"


async def test_the_metrics_count_turns_and_name_nobody(troubled):
    person = await troubled.newcomer()
    await person.say(WORDS)
    async with troubled.village.http.get(f"{troubled.village.server.base}/metrics") as answer:
        told = await answer.text()
    assert answer.status == 200
    assert re.search(r'cunkou_turn_seconds_count\{channel="wechat"\} [1-9]', told)
    assert person.wechat.openid not in told


async def test_a_text_in_the_query_is_as_good_as_one_in_the_body(troubled):
    phone = troubled.phone().phone
    query = {"from": phone.phone, "to": "10690000", "id": f"get-{time.time_ns()}", "text": "我是石榴村的"}
    async with troubled.village.http.get(URL(troubled.village.sms_hook).with_query(query)) as answer:
        assert (answer.status, answer.headers["X-Kannel-Coding"], answer.charset) == (200, "2", "UTF-8")
        assert "石榴" in await answer.text()


async def test_numbers_written_in_four_ways_are_one_phone(troubled):
    phone = troubled.phone().phone.phone.removeprefix("+86")
    for n, written in enumerate((phone, f"86{phone}", f"0086{phone}", f"+86{phone}")):
        query = {
            "from": written,
            "to": "10690000",
            "id": f"ways-{phone}-{n}",
            "text": ("我是石榴村的", "粤盐一袋")[n > 0],
        }
        async with troubled.village.http.get(URL(troubled.village.sms_hook).with_query(query)) as answer:
            said = await answer.text()
    assert "粤盐" in said
    query["id"], query["text"] = f"ways-{phone}-last", "确认"
    async with troubled.village.http.get(URL(troubled.village.sms_hook).with_query(query)) as answer:
        assert answer.status == 200
    assert len(await troubled.village.county.orders(contact=f"sms:+86{phone}")) == 1
