"""What must be running out: said with the reason, by day, and with the way to hear no more of it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import Around, Writers, cut
from bot.dialogue.replies import render
from bot.domain.events import GoodsLookedAt
from bot.domain.letter import Letter
from bot.domain.money import number


def _looked_at(event: GoodsLookedAt, around: Around) -> Iterable[Letter]:
    out = event.out
    if out is None or around.person is None or around.person.opted_out:
        return
    known = {
        "day": f"{out.day.month}月{out.day.day}日",
        "goods": cut(out.name, 16),
        "amount": f"{number(out.quantity)}{out.unit}",
    }
    yield Letter(
        key=f"running_out:{event.person}:{out.sku}:{out.number}",
        to=event.person,
        notice="running_out",
        text=render("reminders.running_out", "wechat", **known),
        sms=render("reminders.running_out", "sms", **known),
        params={"thing": cut(out.name, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
        urgent=False,
        marketing=True,
    )


WRITERS: Writers = {GoodsLookedAt: _looked_at}
