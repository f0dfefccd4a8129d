"""What was said a moment ago is not read again, and never taken for what it does not mean now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from catalog.product import Product
from catalog.shop import Shop
from intents.text import said_before
from intents.text.said_before import LONGEST, read_once
from intents.understand import explain
from intents.utterance import Utterance

CHINA = timezone(timedelta(hours=8))
MIDNIGHT = datetime(2026, 11, 27, 0, 0, tzinfo=CHINA)
SALT = Product(sku="A", name="食盐", brand="", category="调味", unit="袋", price_fen=300)
SAID = Utterance(text="盐明天送到家", at=MIDNIGHT - timedelta(seconds=2))
OTHERWISE = [
    {"text": "盐后天送到家"},
    {"at": MIDNIGHT},
    {"at": SAID.at.astimezone(UTC)},
    {"channel": "sms"},
    {"role": "manager"},
    {"at_counter": True},
    {"words": {"盐": "糖"}},
]


@pytest.fixture
def shop():
    return Shop([SALT])


class Reading(NamedTuple):
    number: int
    timeless: bool


def counting(*, timeless=False):
    read = []

    def reader(utterance, _shop):
        read.append(utterance)
        return Reading(len(read), timeless)

    return read, reader


def test_the_same_words_within_a_minute_are_read_once(shop):
    read, reader = counting()
    readings = [read_once(reader, one, shop) for one in (SAID, replace(SAID, at=SAID.at - timedelta(seconds=50)))]
    assert [reading.number for reading in readings] == [1, 1]
    assert read == [SAID]


def test_what_means_the_same_at_any_time_is_read_once_in_days(shop):
    read, reader = counting(timeless=True)
    for at in (SAID.at, MIDNIGHT, MIDNIGHT + timedelta(days=3), SAID.at.astimezone(UTC)):
        read_once(reader, replace(SAID, at=at), shop)
    assert read == [SAID]


@pytest.mark.parametrize("change", OTHERWISE, ids=lambda change: next(iter(change)))
def test_what_may_mean_something_else_is_read_anew(shop, change):
    read, reader = counting()
    read_once(reader, SAID, shop)
    read_once(reader, replace(SAID, **change), shop)
    assert len(read) == 2


def test_another_catalogue_is_another_shop(shop):
    read, reader = counting()
    read_once(reader, SAID, shop)
    read_once(reader, SAID, Shop([SALT]))
    assert len(read) == 2


def test_long_messages_are_not_kept(shop):
    read, reader = counting()
    for _ in range(2):
        read_once(reader, replace(SAID, text="盐" * (LONGEST + 1)), shop)
    assert len(read) == 2


def test_no_more_is_kept_than_the_bound(shop, monkeypatch):
    monkeypatch.setattr(said_before, "MOST_KEPT", 3)
    _, reader = counting()
    for number in range(10):
        read_once(reader, replace(SAID, text=str(number)), shop)
    assert len(said_before._READ[shop]) <= 3


def test_a_shop_that_is_replaced_is_let_go():
    _, reader = counting()
    before = len(said_before._READ)
    read_once(reader, SAID, Shop([SALT]))
    assert len(said_before._READ) == before


def test_tomorrow_is_another_day_after_midnight(shop):
    evening, night = (explain(replace(SAID, at=at), shop).acts for at in (SAID.at, MIDNIGHT))
    assert [act.date for act in evening if hasattr(act, "date")] == ["2026-11-27"]
    assert [act.date for act in night if hasattr(act, "date")] == ["2026-11-28"]


@pytest.mark.parametrize(
    ("text", "timeless"),
    [
        ("来三袋盐", True),
        ("到哪了", True),
        ("1", True),
        ("lai san dai yan", True),
        ("明天送到家", False),
        ("8号装", False),
        ("晚上来取", False),
        ("三点到", False),
        ("腊八那天能送到吗", False),
        ("mingtian song", False),
    ],
)
def test_whatever_tells_a_day_or_a_time_is_kept_for_its_minute_only(shop, text, timeless):
    assert explain(replace(SAID, text=text), shop).timeless is timeless
