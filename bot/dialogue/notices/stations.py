"""What managers are alerted of, and what they tell their villagers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.counter.broadcasts import worded
from bot.dialogue.notices.around import SMS_LENGTH, Around, Writers, cut
from bot.domain.events import AlertRaised, BroadcastSent
from bot.domain.letter import Letter

LONGEST = 600
"""Characters of a WeChat letter: 2000 bytes, less what is joined to it."""


def _alert(event: AlertRaised, around: Around) -> Iterable[Letter]:
    for manager in around.managers:
        yield Letter(
            key=f"alert:{event.key}:{manager}",
            to=manager,
            notice=f"alert_{event.kind}",
            text=cut(event.text, LONGEST),
            sms=cut(event.text, SMS_LENGTH),
            params={"thing": cut(event.text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
            urgent=event.kind != "trained",
            bundle=f"{_TOGETHER[event.kind]}:{event.station}" if event.kind in _TOGETHER else "",
        )


def _broadcast(event: BroadcastSent, around: Around) -> Iterable[Letter]:
    """To everybody who listens, but not to who sends it. It may wait for the morning."""
    if around.station is None:
        return
    for villager in around.villagers:
        if villager != event.person:
            yield Letter(
                key=f"broadcast:{event.person}:{event.at.timestamp():.0f}:{villager}",
                to=villager,
                notice="broadcast",
                text=worded(around.station, event.text, "wechat"),
                sms=worded(around.station, event.text, "sms"),
                params={"thing": cut(event.text, 20), "time": f"{around.at:%Y-%m-%d %H:%M}"},
                urgent=False,
            )


_TOGETHER = {"order_placed": "orders", "low_stock": "low_stock", "escalated": "escalated"}
"""Kinds of which several go as one message."""
WRITERS: Writers = {AlertRaised: _alert, BroadcastSent: _broadcast}
