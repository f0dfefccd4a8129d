"""Orders in several parcels: they go on with the first, and are there with the last."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.notices import Around, letters
from bot.domain.events import OrderMoved, ParcelMoved
from bot.domain.order import Order, OrderLine, Status
from bot.domain.parcel import STAGES, Parcel, parcel_moves
from bot.domain.people import Station

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 26, 10, tzinfo=ZONE)
STATION = Station(code="YL", name="杨柳站")
NAMES = {"A": "盐", "B": "酱油", "C": "卷纸"}
ORDER = Order(
    number="261125001", slip=1, person="p", recipient="桂兰", placed_by="villager", station="YL", county="河湾县",
    lines=tuple(OrderLine(sku=sku, name=name, unit="件", quantity=Decimal(1), price_fen=100) for sku, name in NAMES.items()),
    placed_at=MORNING, promised_by=date(2026, 11, 26), draft="d",
)  # fmt: skip  # a table, a row a line
ONE = Parcel(carrier="zto", tracking_number="1", number=ORDER.number, skus=("A", "B"))
TWO = Parcel(carrier="zto", tracking_number="2", number=ORDER.number, skus=("C",))


class Journey:
    """An order with its parcels, changed by what the events say."""

    def __init__(self, *parcels: Parcel, order: Order = ORDER) -> None:
        self.order, self.parcels, self.events = order, list(parcels), []

    def sees(self, n: int, to: Status) -> list:
        caused = list(
            parcel_moves(
                self.order, self.parcels, self.parcels[n], to, at=MORNING, by="carrier", station=STATION, code="4821"
            )
        )
        for event in caused:
            if isinstance(event, ParcelMoved):
                self.parcels[n] = msgspec.structs.replace(self.parcels[n], stage=event.to)
            else:
                self.order = msgspec.structs.replace(self.order, status=event.to)
        self.events += caused
        return caused


def test_two_things_are_here_and_one_comes_tomorrow():
    journey = Journey(ONE, msgspec.structs.replace(TWO, stage=Status.AT_COUNTY))
    moved, *rest = journey.sees(0, Status.AT_STATION)
    assert [event.to for event in rest] == [Status.PACKED, Status.AT_COUNTY, Status.IN_TRANSIT]
    assert ([line.name for line in moved.here], [line.name for line in moved.missing]) == (["盐", "酱油"], ["卷纸"])
    [letter] = letters(moved, Around(at=MORNING, order=ORDER, station=STATION))
    assert "先到了2样：盐1件、酱油1件" in letter.text
    assert "还有1样（卷纸1件）明天（11月27日周五）到" in letter.text
    assert len(letter.sms) <= 67
    moved, arrived = journey.sees(1, Status.AT_STATION)
    assert (moved.missing, arrived.to, arrived.pickup_code) == ((), Status.AT_STATION, "4821")
    assert letters(moved, Around(at=MORNING, order=ORDER, station=STATION)) == ()


def test_a_line_in_no_parcel_is_still_to_come():
    journey = Journey(ONE)
    assert [line.sku for line in journey.sees(0, Status.AT_STATION)[0].missing] == ["C"]
    assert journey.order.status is Status.IN_TRANSIT


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.COLLECTED, Status.AT_STATION, Status.RETURNED])
def test_an_order_that_is_done_with_is_not_moved(status):
    journey = Journey(msgspec.structs.replace(ONE, skus=()), order=msgspec.structs.replace(ORDER, status=status))
    assert [type(event) for event in journey.sees(0, Status.AT_STATION)] == [ParcelMoved]
    assert journey.order.status is status


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(STAGES)), max_size=12))
def test_in_whatever_order_pushes_come_nothing_goes_back_and_the_last_parcel_brings_the_order(pushes):
    journey = Journey(ONE, TWO)
    way = [Status.PLACED, *STAGES]
    for n, to in pushes:
        before, stages = journey.order.status, [parcel.stage for parcel in journey.parcels]
        journey.sees(n, to)
        assert way.index(journey.order.status) >= way.index(before)
        assert all(
            way.index(now.stage or Status.PLACED) >= way.index(then or Status.PLACED)
            for now, then in zip(journey.parcels, stages, strict=True)
        )
    all_here = all(parcel.stage is Status.AT_STATION for parcel in journey.parcels)
    assert (journey.order.status is Status.AT_STATION) == all_here
    steps = [event.to for event in journey.events if isinstance(event, OrderMoved)]
    assert len(steps) == len(set(steps))
