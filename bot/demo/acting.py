"""Plays the day step by step, and stops at the first step that comes out wrong."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

import msgspec

from bot.demo import script
from bot.demo.county import Refused
from bot.demo.offers import digit_for
from bot.demo.people import Heard, as_heard
from bot.demo.stage import Stage, StepFailed

HEARD_WITHIN_S = 10.0
WAYS: Final = {"": ("wechat", "template", "sms"), "wechat": ("wechat", "template"), "sms": ("sms",)}


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """How long a step took, from sending to having checked what came."""

    scene: str
    what: str
    seconds: float


async def play(stage: Stage, timings: list[Timed]) -> None:
    """Play all scenes; `timings` grows as it goes on. Raises StepFailed."""
    for scene in stage.day.scenes:
        stage.clock = scene.at
        for step in scene.acts():
            begun = time.perf_counter()
            what = await PLAYS[type(step)](stage, step)
            timings.append(Timed(scene=scene.title, what=what, seconds=time.perf_counter() - begun))
    stage.read_letters()


async def _say(stage: Stage, step: script.Say) -> str:
    text = await stage.fill(step.say)
    await stage.say(step, text)
    return f"{step.who}：{text}"


async def _scan(stage: Stage, step: script.Scan) -> str:
    stage.show(step.who, "扫码关注", own=True, note="扫码")
    await stage.take(step, as_heard(await stage.follower(step.who).follow(stage.day.station, stage.now)))
    return f"{step.who}：扫站里的码"


async def _press(stage: Stage, step: script.Press) -> str:
    answer = stage.answers.get(step.who, "")
    digit = digit_for(answer, [step.press])
    if not digit:
        raise StepFailed(step, f"可选“{step.press}”的数字", answer)
    await stage.say(step, digit)
    return f"{step.who}：按 {digit}"


async def _redeliver(stage: Stage, step: script.Redeliver) -> str:
    follower = stage.follower(step.who)
    xml = follower.message("text", stage.now, Content=step.redeliver)
    stage.show(step.who, step.redeliver, own=True, note=f"同一条送来{step.times}遍")
    answers = await asyncio.gather(*(follower.deliver(xml) for _ in range(step.times)))
    said = {answer.text for answer in answers}
    if len(said) != 1:
        raise StepFailed(step, f"{step.times}遍一样的回答", " / ".join(sorted(said)))
    await stage.take(step, as_heard(answers[0]))
    return f"{step.who}：{step.redeliver}（同一条 ×{step.times}）"


async def _forge(stage: Stage, step: script.Forge) -> str:
    follower = stage.follower(step.who)
    xml = follower.message("text", stage.now, Content=step.forge)
    answer = await follower.deliver(xml, forged=True)
    stage.show(step.who, step.forge, own=True, note=f"冒充的，挡在门外：HTTP {answer.status}")
    if answer.status != HTTPStatus.FORBIDDEN:
        raise StepFailed(step, "HTTP 403", f"HTTP {answer.status} {answer.text}")
    return f"冒充{step.who}的消息"


async def _county(stage: Stage, step: script.County) -> str:
    order = await stage.newest(step.who)
    if not order:
        raise StepFailed(step, "一张订单", "没有订单")
    stage.mark(step.who)
    try:
        await stage.village.county.advance(order["number"], order["status"], step.county)
    except Refused as refused:
        raise StepFailed(step, f"单子走到 {step.county}", str(refused)) from refused
    return f"县里：{step.who}的单子 → {step.county}"


async def _heard(stage: Stage, step: script.Heard) -> str:
    patterns = [await stage.fill(pattern) for pattern in step.heard]

    def fitting() -> list[Heard]:
        told = [letter for letter in stage.told(step.who) if letter.via in WAYS[step.via]]
        return [letter for letter in told if all(re.search(pattern, letter.text) for pattern in patterns)]

    deadline = time.monotonic() + HEARD_WITHIN_S
    while time.monotonic() < deadline:
        if fitting():
            break
        await asyncio.sleep(0.02)
    stage.read_letters()
    if len(fitting()) != 1:
        came = " / ".join(letter.text for letter in stage.told(step.who))
        raise StepFailed(step, f"一条通知：{'、'.join(patterns)}", came or "（没有通知）")
    return f"{step.who}：收到通知"


async def _holds(stage: Stage, step: script.Holds) -> str:
    order = await stage.newest(step.who)
    lines = {line["sku"]: line["quantity"] for line in order.get("lines", ())}
    came = (lines, order.get("status"), bool(order.get("installation")))
    if came != (step.holds, step.status, step.installation):
        raise StepFailed(step, f"{step.holds} {step.status}", f"{came}")
    return f"账上：{step.who}的单子"


PLAYS: Final[dict[type[Any], Callable[[Stage, Any], Awaitable[str]]]] = {
    script.Say: _say,
    script.Scan: _scan,
    script.Press: _press,
    script.Redeliver: _redeliver,
    script.Forge: _forge,
    script.County: _county,
    script.Heard: _heard,
    script.Holds: _holds,
}
