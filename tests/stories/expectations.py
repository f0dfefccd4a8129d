"""What must be so after the steps of a story: the orders, and what people were told by itself."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from checks import check_heard
from stage import Stage
from story import Alerted, NotTold, Orders, Told

HEARD_WITHIN_S = 20.0
SETTLED_AFTER_S = 0.4
"""So long nothing further may come after what was waited for."""
SAME = ("status", "delivery")
CONTAINED = ("recipient", "address")


async def check_orders(stage: Stage, step: Orders) -> None:
    orders = await stage.orders(step.of)
    if step.count is not None:
        assert len(orders) == step.count, f"{len(orders)} orders, not {step.count}: {orders}"
    if step.lines is not None:
        assert _ordered(orders) == step.lines, f"{_ordered(orders)} ordered, not {step.lines}"
    if orders:
        _check_newest(orders[0], step)
    if step.promised_days is not None:
        promised = datetime.fromisoformat(orders[0]["promised_by"]).date() - stage.now.date()
        assert timedelta() <= promised <= timedelta(days=step.promised_days), f"promised by {promised}"


def _check_newest(order: dict[str, Any], step: Orders) -> None:
    for name in SAME:
        want = getattr(step, name)
        assert not want or order[name] == want, f"{name} is {order[name]}, not {want}"
    for name in CONTAINED:
        want = getattr(step, name)
        assert want in (order[name] or ""), f"{name} is {order[name]!r}, not {want}"
    if step.installation is not None:
        assert bool(order["installation"]) == step.installation, f"installation is {order['installation']}"


def _ordered(orders: list[dict[str, Any]]) -> dict[str, float]:
    """Article → quantity over all orders not cancelled."""
    ordered: Counter[str] = Counter()
    for order in orders:
        if order["status"] != "cancelled":
            for line in order["lines"]:
                ordered[line["sku"]] += line["quantity"]
    return dict(ordered)


async def check_told(stage: Stage, step: Told | Alerted) -> None:
    """Once since the last action, by itself, and not twice."""
    [has] = await stage.patterns(step.has)
    via = step.via if isinstance(step, Told) else ""
    try:
        async with asyncio.timeout(HEARD_WITHIN_S):
            while not _matching(stage, step.who, has, via):  # noqa: ASYNC110 - two platforms may bring it
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"{step.who} was not told {has!r}; got {stage.letters(step.who)}") from None
    await asyncio.sleep(SETTLED_AFTER_S)
    got = _matching(stage, step.who, has, via)
    assert len(got) == 1, f"told {len(got)} times: {got}"


async def check_not_told(stage: Stage, step: NotTold) -> None:
    [has] = await stage.patterns(step.has)
    await asyncio.sleep(SETTLED_AFTER_S * 2)
    assert not _matching(stage, step.who, has, ""), f"{step.who} was told {_matching(stage, step.who, has, '')}"


def _matching(stage: Stage, who: str, has: str, via: str) -> list[str]:
    letters = stage.letters(who)
    for letter in letters:
        check_heard(letter)
    ways = {"": ("wechat", "template", "sms"), "wechat": ("wechat", "template"), "sms": ("sms",)}[via]
    return [letter.text for letter in letters if letter.via in ways and re.search(has, letter.text)]
