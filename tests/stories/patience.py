"""Going on like a patient villager until there is an order, a choice made, an order called off."""

from __future__ import annotations

import re

from questions import wanted
from stage import Stage
from story import Finish, Pick, Until

from bot.demo.offers import choices, digit_for, offers_more

PATIENCE = 6
PAGES = 4


async def pick(stage: Stage, step: Pick) -> None:
    """Press the digit of the first choice that fits, turning pages; say the words where no digits are offered."""
    for _ in range(PAGES):
        answer = stage.answers[step.who]
        if digit := digit_for(answer, step.want):
            await stage.say(step.who, digit)
            return
        if not (choices(answer) and offers_more(answer)):
            break
        await stage.say(step.who, "M")
    assert not choices(stage.answers[step.who]), f"none of the choices fits {step.want}"
    await stage.say(step.who, step.words)


async def finish(stage: Stage, step: Finish) -> None:
    """Answer what is asked until an order is there; what was said just before must have read it back."""
    before = len(await stage.orders(step.who))
    for _ in range(PATIENCE):
        answer = stage.answers[step.who]
        await stage.say(step.who, _patiently(stage, step, answer))
        if len(await stage.orders(step.who)) > before:
            for pattern in await stage.patterns(step.readback):
                assert re.search(pattern, answer), f"{pattern!r} was not read back before the order counted"
            return
    raise AssertionError(f"no order after {PATIENCE} answers")


def _patiently(stage: Stage, step: Finish, answer: str) -> str:
    asked = wanted(answer)
    if asked != "readback" and (digit := digit_for(answer, step.picks)):
        return digit
    said = stage.story.people[step.who].village
    village = stage.home.village if said in ("", "no") else said
    ways = {
        "village": digit_for(answer, [village]) or village,
        "name": step.who,
        "mode": "自己来取" if step.delivery == "pickup" else "送到家里",
        "address": step.address,
        "day": step.day or ("1" if choices(answer) else "明天"),
        "quantity": "1",
        "article": "1",
        "more": "就这些",
    }
    return ways.get(asked, "确认")


async def until(stage: Stage, step: Until) -> None:
    """Say it, or press what is offered for it, until the order has this status."""
    for _ in range(3):
        if await _status(stage, step.who) == step.status:
            return
        await stage.say(step.who, digit_for(stage.answers[step.who], [step.press]) or step.say)
    status = await _status(stage, step.who)
    assert status == step.status, f"the order is {status}, not {step.status}"


async def _status(stage: Stage, who: str) -> str:
    return str((await stage.orders(who))[0]["status"])
