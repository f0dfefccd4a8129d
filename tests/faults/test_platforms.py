"""WeChat and the SMS gateway in trouble: everybody is told once, nobody twice, and one slow phone holds up no other."""

from __future__ import annotations

import asyncio
import re
import time

from bot.demo.platform import Fault

CUSTOM = "/cgi-bin/message/custom/send"
SENDSMS = "/cgi-bin/sendsms"


async def _ordered(troubled, person, text="欧普灯泡一个"):
    """Somebody orders; the number and the present state of the order."""
    await person.say(text)
    await person.say("确认")
    [order] = await troubled.village.county.orders(contact=person.contact)
    return order


async def _arrive(troubled, person, order):
    """The goods reach the station; the pick-up code of which the villager must hear."""
    await troubled.village.county.advance(order["number"], order["status"], "at_station")
    [order] = await troubled.village.county.orders(contact=person.contact)
    return order["pickup_code"]


def _tells(text, code):
    """Whether a text gives this pick-up code; the same digits may stand in some order's number by chance."""
    return re.search(rf"取货码 ?{code}(?!\d)", text)


def _told(person, code):
    return [letter for letter in person.letters() if _tells(letter.text, code)]


async def _until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


async def _letter(troubled, code):
    """The letter of the outbox that tells this code."""
    messages = (await troubled.village.county.get("outbox"))["messages"]
    [letter] = [message for message in messages if _tells(message["text"], code)]
    return letter


async def test_a_token_that_ran_out_is_renewed_and_the_villager_told_once(troubled):
    person = await troubled.newcomer()
    order = await _ordered(troubled, person)
    troubled.village.wechat.expire_token()
    code = await _arrive(troubled, person, order)
    await _until(lambda: _told(person, code))
    await asyncio.sleep(0.5)
    assert len(_told(person, code)) == 1


async def test_a_platform_that_says_busy_is_tried_again(troubled):
    person = await troubled.newcomer()
    order = await _ordered(troubled, person)
    troubled.village.wechat.fail(CUSTOM, Fault(errcode=-1))
    code = await _arrive(troubled, person, order)
    await _until(lambda: _told(person, code), 12)
    await asyncio.sleep(0.5)
    assert len(_told(person, code)) == 1
    assert (await _letter(troubled, code))["status"] == "sent"


async def test_what_may_have_gone_out_is_recorded_as_uncertain_and_never_sent_again(troubled):
    person, phone = await troubled.newcomer(), troubled.phone()
    await phone.say("我是石榴村的")
    orders = [await _ordered(troubled, person), await _ordered(troubled, phone)]
    troubled.village.wechat.fail(CUSTOM, Fault(status=502, carried_out=True))
    troubled.village.gateway.fail(SENDSMS, Fault(status=502, carried_out=True))
    codes = [await _arrive(troubled, who, order) for who, order in zip((person, phone), orders, strict=True)]
    await _until(lambda: _told(person, codes[0]) and _told(phone, codes[1]))
    await asyncio.sleep(6)  # longer than the first wait before a retry
    assert len(_told(person, codes[0])) == len(_told(phone, codes[1])) == 1
    assert (await _letter(troubled, codes[0]))["status"] == "uncertain"
    assert (await _letter(troubled, codes[1]))["status"] == "sent", "the gateway's report settles it"


async def test_a_gateway_that_hangs_for_one_phone_holds_up_nobody_else(troubled):
    slow, quick = troubled.phone(), await troubled.newcomer()
    await slow.say("我是石榴村的")
    order_of_slow, order_of_quick = await _ordered(troubled, slow), await _ordered(troubled, quick)
    troubled.village.gateway.fail(SENDSMS, Fault(hang=6))
    await _arrive(troubled, slow, order_of_slow)
    begun = time.monotonic()
    code = await _arrive(troubled, quick, order_of_quick)
    await _until(lambda: _told(quick, code), 5)
    assert time.monotonic() - begun < 5


async def test_who_has_left_wechat_and_has_no_phone_is_on_the_books_as_not_told(troubled):
    person = await troubled.newcomer()
    order = await _ordered(troubled, person)
    await person.wechat.leave()
    code = await _arrive(troubled, person, order)
    await asyncio.sleep(1)
    assert not _told(person, code)
    assert (await _letter(troubled, code))["status"] in ("failed", "cancelled", "pending")


async def test_the_sixth_message_is_not_thrown_at_a_platform_that_allows_five(troubled):
    person, wechat = await troubled.newcomer(), troubled.village.wechat
    for _ in range(6):
        await person.say("粤盐一袋")
        await person.say("确认")
    called = wechat.calls[CUSTOM]
    for order in await troubled.village.county.orders(contact=person.contact):
        await troubled.village.county.advance(order["number"], order["status"], "at_station")
    await asyncio.sleep(2)
    told = [letter for letter in person.letters() if letter.via == "wechat"]
    assert 1 <= len(told) <= 5
    assert wechat.calls[CUSTOM] - called <= 6
