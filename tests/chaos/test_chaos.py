"""The short form of `make chaos`: the embedded default, a few dozen people, every calamity at least once."""

from __future__ import annotations

import random

from scenes import on_sqlite
from siege import Plan, besiege


async def test_nothing_is_lost_or_doubled_while_everything_breaks(tmp_path):
    plan = Plan(people=16, orders_each=1, seed=6, rounds=1, every_s=(0.1, 0.3), settle_s=6)
    dice = random.Random(plan.seed)  # noqa: S311 - a run that can be had again
    async with on_sqlite(tmp_path, dice) as scene:
        del scene.calamities["bot killed while sending"]  # it is killed and started once as it is
        outcome = await besiege(scene, plan, dice)
    assert outcome.broken == []
    assert outcome.messages > plan.people * 12
    assert outcome.orders >= plan.people // 2  # the scarce article is soon sold out
    assert set(outcome.struck) == set(scene.calamities)
