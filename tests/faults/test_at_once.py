"""Many messages at once, over HTTP: every one counts, once, and the last box is sold once."""

from __future__ import annotations

import asyncio

GOODS = {
    "V006": "粤盐一袋",
    "V007": "太古白糖一袋",
    "V005": "紫林陈醋一瓶",
    "V003": "东古一品鲜一瓶",
    "V035": "冷酸灵牙膏一支",
    "V036": "力士香皂一块",
    "V041": "红星二锅头一瓶",
    "V043": "娃哈哈八宝粥一罐",
}


async def test_eight_messages_of_one_person_at_once_all_reach_the_basket(troubled):
    person = await troubled.newcomer()
    answers = await asyncio.gather(*(person.say(text) for text in GOODS.values()))
    assert all(answer.status == 200 for answer in answers)
    await person.say("确认")
    assert await troubled.lines(person) == [dict.fromkeys(GOODS, 1)]


async def test_a_confirmation_sent_by_two_fingers_places_one_order(troubled):
    person = await troubled.newcomer()
    await person.say("粤盐两袋")
    await asyncio.gather(*(person.say("确认") for _ in range(4)))
    assert await troubled.lines(person) == [{"V006": 2}]


async def test_the_last_boxes_are_sold_once(troubled):
    people = [await troubled.newcomer() for _ in range(6)]
    for person in people:
        await person.say("杏花楼月饼礼盒一盒")
    answers = await asyncio.gather(*(person.say("确认") for person in people))
    assert all(answer.status == 200 and answer.text for answer in answers)
    sold = [lines for person in people for lines in await troubled.lines(person)]
    assert sold == [{"V046": 1}, {"V046": 1}]


async def test_forty_people_at_once_each_get_their_own_answer_and_order(troubled):
    people = await asyncio.gather(*(troubled.newcomer() for _ in range(40)))
    wishes = [list(GOODS.items())[n % len(GOODS)] for n in range(len(people))]
    answers = await asyncio.gather(*(person.say(text) for person, (_, text) in zip(people, wishes, strict=True)))
    assert all(answer.to == person.wechat.openid for answer, person in zip(answers, people, strict=True))
    await asyncio.gather(*(person.say("确认") for person in people))
    for person, (sku, _) in zip(people, wishes, strict=True):
        assert await troubled.lines(person) == [{sku: 1}]
    orders = [order for person in people for order in await troubled.village.county.orders(contact=person.contact)]
    assert len({order["number"] for order in orders}) == len(people)


async def test_one_person_on_two_phones_at_once_has_one_basket(troubled):
    phone = troubled.phone()
    await phone.say("我是石榴村的")
    person = await troubled.newcomer()
    await person.say(f"绑定{phone.phone.phone.removeprefix('+86')}")
    code = await _binding_code(phone)
    await person.say(code)
    await asyncio.gather(person.say("粤盐一袋"), phone.say("太古白糖一袋"))
    await person.say("确认")
    assert await troubled.lines(person) == [{"V006": 1, "V007": 1}]
    assert await troubled.lines(phone) == [{"V006": 1, "V007": 1}]


async def _binding_code(phone, seconds=5):
    for _ in range(seconds * 20):
        for letter in phone.letters():
            digits = "".join(character for character in letter.text if character.isdigit())
            if len(digits) >= 6:
                return digits[:6]
        await asyncio.sleep(0.05)
    raise AssertionError("no code came by SMS")
