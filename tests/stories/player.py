"""Plays a story against a running village, black box: webhook, Kannel's callback, the pretend platforms, the JSON API."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from checks import check_heard, check_order
from expectations import SETTLED_AFTER_S, check_not_told, check_orders, check_told
from homes import Home
from patience import finish, pick, until
from stage import Stage
from story import Advance, Alerted, Burst, Finish, Forged, NotTold, Orders, Pick, Says, Story, Told, Until

from bot.demo.people import Heard, as_heard
from bot.demo.village import Village
from bot.demo.wechat_user import WechatUser

SPANS = {"m": "minutes", "h": "hours", "d": "days"}
JUST_LOOKS = (Orders, Alerted, Told, NotTold)


async def play(village: Village, story: Story, home: Home) -> None:
    """Play a story in its own station. Raises AssertionError with the step that went wrong and the talk so far."""
    stage = Stage(village, story, home)
    step: Any = "entering"
    try:
        for name in story.people:
            await stage.enter(name)
        for step in story.acts():
            if not isinstance(step, JUST_LOOKS):
                stage.mark()
            await PLAYS[type(step)](stage, step)
        await _check_all(stage)
    except (AssertionError, LookupError) as error:
        raise AssertionError(f"{story.title}: {error!r}\nat {step}\n{stage.told_so_far()}") from error


async def _check_all(stage: Stage) -> None:
    for person in stage.people.values():
        for letter in person.letters():
            check_heard(letter)
    for order in await stage.orders():
        check_order(order)


async def says(stage: Stage, step: Says) -> None:
    if step.later:
        stage.later += timedelta(**{SPANS[step.later[-1]]: int(step.later[:-1])})
    text = await stage.fill(step.text) * step.times
    heard = await _send(stage, step, text)
    if step.silent:
        await _check_silence(stage, step.who, text, heard)
        return
    answer = await stage.hear(step.who, text or str(step), heard)
    for pattern in await stage.patterns(step.reply):
        assert re.search(pattern, answer), f"{pattern!r} is not in the answer"
    for pattern in await stage.patterns(step.never):
        assert not re.search(pattern, answer), f"{pattern!r} is in the answer"


async def _check_silence(stage: Stage, who: str, text: str, heard: Heard) -> None:
    stage.take(who, text, heard)
    await asyncio.sleep(SETTLED_AFTER_S)
    said = [heard.text] * bool(heard.text) + [letter.text for letter in stage.letters(who)]
    assert not said, f"{who} was told {said} where nothing should be said"


async def _send(stage: Stage, step: Says, text: str) -> Heard:
    person = stage.people[step.who]
    if not person.wechat or step.by == "sms" or (text and not step.xml):
        return await person.say(text, stage.now, by="sms" if step.by == "sms" else "")
    return as_heard(await person.wechat.deliver(_xml(stage, step, person.wechat)))


def _xml(stage: Stage, step: Says, follower: WechatUser) -> str:
    """A message that is no text, by its WeChat name."""
    scene = {"subscribe": f"qrscene_{stage.home.code}", "SCAN": stage.home.code}.get(step.xml, "")
    at = stage.now
    match step.xml:
        case "voice":
            return follower.message("voice", at, MediaId="m", Format="amr", Recognition="", MediaId16K="m16")
        case "image":
            return follower.message("image", at, PicUrl="http://example.org/p.jpg", MediaId="m")
        case "location":
            return follower.message("location", at, Location_X=33.1, Location_Y=112.5, Scale=16, Label=step.text)
        case "link":
            return follower.message("link", at, Title="好货", Description="看看", Url="http://example.org/")
        case "video" | "shortvideo" | "mystery":
            return follower.message(step.xml, at, MediaId="m", ThumbMediaId="t")
        case "text" | "":
            return follower.message("text", at, Content=step.text)
        case event:
            return follower.event(event, at, EventKey=scene, Ticket="t")


async def burst(stage: Stage, step: Burst) -> None:
    """One message, several times at once, and once more: every answer is the same."""
    deliver = _delivery(stage, step)
    answers = list(await asyncio.gather(*(deliver() for _ in range(step.times))))
    if step.again:
        answers.append(await deliver())
    for answer in answers:
        await stage.hear(step.who, step.text, answer)
    assert len({answer.text for answer in answers}) == 1, "the same message was answered in different words"


def _delivery(stage: Stage, step: Burst) -> Callable[[], Awaitable[Heard]]:
    """What a platform does when it is not sure that a message arrived: the same id again."""
    person, at = stage.people[step.who], stage.now
    if person.wechat is None:
        return partial(person.say, step.text, at, message_id=str(uuid.uuid4()))
    follower, xml = person.wechat, person.wechat.message("text", at, Content=step.text)

    async def deliver() -> Heard:
        return as_heard(await follower.deliver(xml))

    return deliver


async def forged(stage: Stage, step: Forged) -> None:
    """Signed with another token: refused, and nothing is said."""
    follower = stage.people[step.who].wechat
    assert follower, "only WeChat signs"
    answer = await follower.deliver(follower.message("text", stage.now, Content=step.text), forged=True)
    stage.note(f"{step.who} (forged): {step.text}")
    assert answer.status == 403, f"a forged message got HTTP {answer.status}"
    assert "<xml>" not in answer.body, "a forged message was answered"


async def advance(stage: Stage, step: Advance) -> None:
    """The county's system reports the states up to this one, or that the order is late."""
    order = (await stage.orders(step.of))[0]
    stage.note(f"[county: {order['number']} {step.to}]")
    county = stage.village.county
    if step.to in ("late", "cancelled", "returned", "refunded"):
        await county.report(order["number"], step.to)
    else:
        await county.advance(order["number"], order["status"], step.to)


PLAYS: dict[type[Any], Callable[[Stage, Any], Awaitable[None]]] = {
    Says: says,
    Pick: pick,
    Finish: finish,
    Until: until,
    Burst: burst,
    Forged: forged,
    Advance: advance,
    Orders: check_orders,
    Alerted: check_told,
    Told: check_told,
    NotTold: check_not_told,
}
