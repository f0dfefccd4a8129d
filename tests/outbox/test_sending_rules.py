"""Quiet hours, retries and what goes as one message: pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.letter import Letter
from bot.outbox import rules
from bot.ports import SendFailed
from bot.storage.messages.outbox import Leased

ZONE = ZoneInfo("Asia/Shanghai")


def letter(**more):
    return Letter(**{"key": "k", "to": "p1", "notice": "n", "text": "文", "sms": "短"} | more)


def leased(n, **more):
    return Leased(id=n, letter=letter(**more), recipient="p1", addresses={}, opted_out=False, attempts=0)


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        ("2026-11-25 20:59", None),
        ("2026-11-25 21:00", "2026-11-26 08:00"),
        ("2026-11-25 23:59", "2026-11-26 08:00"),
        ("2026-11-26 00:00", "2026-11-26 08:00"),
        ("2026-11-26 07:59", "2026-11-26 08:00"),
        ("2026-11-26 08:00", None),
        ("2026-12-31 22:00", "2027-01-01 08:00"),
    ],
)
def test_the_night_lasts_from_nine_to_eight_where_the_villages_are(clock, until):
    now = datetime.fromisoformat(clock).replace(tzinfo=ZONE).astimezone(UTC)
    expected = datetime.fromisoformat(until).replace(tzinfo=ZONE) if until else None
    assert rules.waits_until(letter(urgent=False), now, ZONE) == expected
    assert rules.waits_until(letter(marketing=True), now, ZONE) == expected
    assert rules.waits_until(letter(), now, ZONE) is None


def test_retries_come_after_5_s_30_s_2_min_10_min_and_1_h():
    now = datetime(2026, 11, 25, tzinfo=UTC)
    failure = SendFailed("45011", "retry")
    waits = [rules.retry_at(failure, attempts, now) for attempts in range(6)]
    assert [wait and (wait - now).total_seconds() for wait in waits] == [5, 30, 120, 600, 3600, None]


def test_what_may_have_gone_is_retried_only_while_the_platform_knows_it_again():
    now = datetime(2026, 11, 25, tzinfo=UTC)
    failure = SendFailed("no_answer", "retry", dedupe_seconds=600)
    assert [bool(rules.retry_at(failure, attempts, now)) for attempts in range(5)] == [True] * 3 + [False] * 2
    assert rules.may_have_gone(failure)
    assert rules.may_have_gone(SendFailed("no_answer", "uncertain"))
    assert not rules.may_have_gone(SendFailed("not_reached", "retry"))


def test_neighbours_of_one_bundle_go_as_one_message_as_far_as_they_fit():
    queue = [leased(n, bundle="orders", text=f"第{n}单", sms=f"{n}") for n in range(5)]
    taken, message = rules.join(queue, lambda both: len(both.text) <= 11)
    assert [one.id for one in taken] == [0, 1, 2]
    assert (message.text, message.sms) == ("第0单\n第1单\n第2单", "0\n1\n2")


@pytest.mark.parametrize("bundles", [("", ""), ("a", "b"), ("a", ""), ("", "a")])
def test_letters_of_different_bundles_go_alone(bundles):
    queue = [leased(n, bundle=bundle) for n, bundle in enumerate(bundles)]
    assert len(rules.join(queue, lambda _: True)[0]) == 1


def test_a_bundle_is_gathered_for_a_moment_after_its_first_letter():
    from bot.outbox.pace import Pace

    pace, now = Pace(timedelta(seconds=3)), datetime(2026, 11, 25, tzinfo=UTC)
    assert pace.pause(leased(1, bundle="orders"), now) == 0
    pace.went(leased(1, bundle="orders"), now)
    assert pace.pause(leased(2, bundle="orders"), now + timedelta(seconds=1)) == 2
    assert pace.pause(leased(2, bundle="orders"), now + timedelta(seconds=3)) == 0
    assert pace.pause(leased(2), now) == 0
