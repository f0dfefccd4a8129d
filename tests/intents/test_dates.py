"""Days and times, reckoned from Thursday, 3 December 2026, 19:20 in Shanghai."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from intents.values.dates import read_schedule
from intents.values.lunar import FESTIVALS, next_festival, next_lunar, next_lunar_day

AT = datetime.fromisoformat("2026-12-03T19:20:00+08:00")
TABLE = [
    ("今天", "2026-12-03", None, ""),
    ("明儿一早", "2026-12-04", "morning", ""),
    ("后天晌午", "2026-12-05", "noon", ""),
    ("大后天擦黑", "2026-12-06", "evening", ""),
    ("周四", "2026-12-10", None, ""),
    ("这周日", "2026-12-06", None, ""),
    ("下周五", "2026-12-11", None, ""),
    ("下个礼拜天", "2026-12-13", None, ""),
    ("下下星期一", "2026-12-14", None, ""),
    ("十二月二十五号下午三点", "2026-12-25", "afternoon", "15:00"),
    ("1月5日", "2027-01-05", None, ""),
    ("2027年2月1日", "2027-02-01", None, ""),
    ("2027-02-01下午", "2027-02-01", "afternoon", ""),
    ("2027.2.1", "2027-02-01", None, ""),
    ("明年3月8号", "2027-03-08", None, ""),
    ("今年12月20号", "2026-12-20", None, ""),
    ("明年正月初六", "2027-02-11", None, ""),
    ("下个月8号", "2027-01-08", None, ""),
    ("2号", "2027-01-02", None, ""),
    ("15号上午十点一刻", "2026-12-15", "morning", "10:15"),
    ("腊月二十八", "2027-02-04", None, ""),
    ("腊月三十", "2027-02-05", None, ""),
    ("除夕", "2027-02-05", None, ""),
    ("春节", "2027-02-06", None, ""),
    ("正月十六", "2027-02-21", None, ""),
    ("阴历二月二", "2027-03-09", None, ""),
    ("初五", "2026-12-13", None, ""),
    ("小年", "2027-01-30", None, ""),
    ("元宵节", "2027-02-20", None, ""),
    ("冬至", "2026-12-22", None, ""),
    ("元旦", "2027-01-01", None, ""),
    ("三天后", "2026-12-06", None, ""),
    ("明天中午十二点半", "2026-12-04", "noon", "12:30"),
    ("明天三点", "2026-12-04", None, "15:00"),
    ("后天8:30", "2026-12-05", None, "08:30"),
    ("今晚七点", "2026-12-03", "evening", "19:00"),
    ("早上送", "2026-12-04", "morning", ""),
    ("明天不行，后天吧", "2026-12-05", None, ""),
]


@pytest.mark.parametrize(("said", "day", "period", "time"), TABLE)
def test_a_day_is_reckoned(said: str, day: str, period: str | None, time: str) -> None:
    found = read_schedule(said, AT)
    assert found is not None
    assert (found.schedule.date, found.schedule.period, found.schedule.time) == (day, period, time)


@pytest.mark.parametrize(
    "said",
    ["酱油两瓶", "晚上好", "2月30号", "2027年2月30日", "2026年3月1日", "99点", "第三个", "", "32号", "要大一号的"],
)
def test_what_is_no_day_is_none(said: str) -> None:
    assert read_schedule(said, AT) is None


def test_the_thirtieth_of_a_short_month_is_its_last_day() -> None:
    assert next_lunar(12, 30, date(2026, 12, 3)) == date(2027, 2, 5)


def test_a_festival_today_is_today() -> None:
    assert next_festival("春节", date(2027, 2, 6)) == date(2027, 2, 6)
    assert next_festival("春节", date(2027, 2, 7)) == date(2028, 1, 26)


@pytest.mark.parametrize("name", FESTIVALS)
def test_every_festival_comes_within_thirteen_months(name: str) -> None:
    found = next_festival(name, date(2026, 12, 3))
    assert found is not None
    assert 0 <= (found - date(2026, 12, 3)).days < 400


def test_an_impossible_lunar_day_is_none() -> None:
    assert next_lunar(13, 1, date(2026, 12, 3)) is None
    assert next_lunar_day(31, date(2026, 12, 3)) is None
