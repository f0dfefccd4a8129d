"""What villagers hear of orders that come in parts."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.notices.orders import about_order
from bot.dialogue.saying import brief, day_said, short_day
from bot.domain.events import ParcelMoved
from bot.domain.letter import Letter


def _moved(event: ParcelMoved, around: Around) -> Iterable[Letter]:
    """到了两样，还有一样明天到: once for every parcel that does not complete the order."""
    order = around.order
    if order is None or order.person is None or not event.missing or event.until is None:
        return
    today = around.at.date()
    yield about_order(
        order,
        around,
        "part_arrived_home" if order.delivery == "home" else "part_arrived",
        key=f"{order.number}:part:{event.carrier}:{event.tracking_number}",
        count=str(len(event.here)),
        here=brief(replace(order, lines=event.here), 40),
        left=str(len(event.missing)),
        missing=brief(replace(order, lines=event.missing), 40),
        day=day_said(event.until, today),
        short_day=short_day(event.until, today),
    )


WRITERS: Writers = {ParcelMoved: _moved}
