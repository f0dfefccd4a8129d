"""Days and times as villagers say them, reckoned from the moment of the message."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

import msgspec

from config.data import read_yaml
from intents.acts import Period, Schedule
from intents.values.lunar import FESTIVALS, next_festival, next_lunar, next_lunar_day
from intents.values.numbers import read_number

_DATA = read_yaml("lexicon/dates.yaml")
_RELATIVE: dict[str, int] = _DATA["relative"]
_LUNAR_MONTHS: dict[str, int] = _DATA["lunar_months"]
_PERIOD_OF: dict[str, Period] = {
    word: name.removeprefix("_").partition("_")[0] for name, words in _DATA["periods"].items() for word in words
}
_DAYS_IN_MONTH_AT_MOST, _WEEK = 31, 7


def _one_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]  # YAML's lists


_DAY = r"[0-9]{1,2}|[一二两三四五六七八九十廿卅]{1,3}"
_YEAR = "20[0-9]{2}|[今明]"
_COUNTED = "[0-9一二两三四五六七八九十半][板节粒个双条件盒袋包瓶卷根支把只]"
"""Behind 7号的 a size is meant, no day."""
_DATE = re.compile(
    rf"""
      (?<![0-9])(?P<year>{_YEAR})年(?P<year_month>{_DAY})月(?:份)?(?P<year_day>{_DAY})(?:号|日)?
    | (?<![0-9])(?P<figures>20[0-9]{{2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}})(?![0-9])
    | (?P<relative>{_one_of(_RELATIVE)})
    | (?P<week>下下个?|下个?|这个?|本|上个?)?(?:周|星期|礼拜)(?P<weekday>[{"".join(_DATA["weekdays"])}])(?![0-9年月个])
    # 过三天, 三天以后
    | (?P<ahead>过|再过|再等)?(?P<days>{_DAY})天(?:以?之?后|过后)
    | (?:过|再过)(?P<days2>{_DAY})天
    # 腊月初八, 农历八月十五, 八月初一
    | (?:[今明]年)?(?:农历|阴历|旧历|老历|古历)?
        (?P<lunar_month>大年(?=二十|廿|三十)|[正冬腊]月)(?P<lunar_day>初?(?:{_DAY}))?(?:号|日)?
    | (?:农历|阴历|旧历|老历|古历)(?:(?P<lunar_month2>{_DAY})月)?(?P<lunar_day2>初?(?:{_DAY}))(?:号|日)?
    | (?P<lunar_month3>{_DAY})月(?P<lunar_day3>初(?:{_DAY}))
    | (?<![块元毛角])(?P<festival>{_one_of(FESTIVALS)})(?![十号日\d])(?:那天|当天|晚上)?
    # 12月3号, 12/3
    | (?<![0-9.])(?P<month>{_DAY}|下个?|这个?|本)月(?:份)?(?P<day>{_DAY})(?:号|日)?(?![0-9个斤袋])
    | (?<![0-9.])(?P<month_slash>1[0-2]|[1-9])[/](?P<day_slash>[12][0-9]|3[01]|[1-9])(?![0-9/])
    # 8号, but not 8号楼, 7号电池, 7号的来两节, 大一号的
    | (?<![0-9.大小])(?P<bare_day>{_DAY})(?<!电池[一五七])(?:号|日)
        (?! [码线电头楼院家门钢网机单]
          | 的?[^,。送取装到的]{{0,5}}(?:来|要|拿|买|给我)[^,。]{{0,3}}[板节粒]
          | 的(?!时候|那天)[^,。送取装到]{{0,8}}{_COUNTED} )
    | (?:(?P<end_month>{_DAY}|这个?|本)月(?:份)?)?(?P<end>月底|(?<=月)底|(?<=月)(?:的)?最后一天|(?<=月份)(?:的)?最后一天)
    | (?P<bare_lunar>初(?:{_DAY}))(?![级中])
    """,
    re.VERBOSE,
)
_PERIOD = re.compile(_one_of(_PERIOD_OF))
_NOT_A_PERIOD = re.compile(r"(?:早上|上午|中午|下午|晚上)好|早饭店|晚上睡")
_TIME = re.compile(
    r"(?<![0-9])(?P<hour>[0-9]{1,2})[:](?P<minute>[0-5][0-9])(?![0-9])"
    r"|(?<![0-9])(?P<hour2>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})点(?P<half>半|整|钟|[一三]刻|(?:[0-5]?[0-9]|[零一二三四五六七八九十]{1,3})分?(?![袋斤瓶]))?"
    r"(?!心|[儿些]|好|菜)"
)


class SaidTime(msgspec.Struct, frozen=True):
    """A day and time found in a text. `spans` are the words that say it; `dated` is False where only a part of the day
    or a clock time was said, which is then that of today, or of tomorrow where today's is over."""

    schedule: Schedule
    spans: tuple[tuple[int, int], ...]
    dated: bool
    today: bool


def tells_time(text: str) -> bool:
    """Whether a normalised text holds words of a day or time: in any other `read_schedule` finds nothing at any time."""
    return bool(_DATE.search(text) or _PERIOD.search(text) or _TIME.search(text))


def read_schedule(text: str, at: datetime) -> SaidTime | None:
    """The day (the last one said, for people correct themselves), part of the day and time of a normalised text."""
    day, day_span = _last_date(text, at.date())
    period, period_span = _period(text, day_span)
    time, time_span = _time(text, period, after=period_span or day_span)
    if day is None and period is None and not time:
        return None
    dated = day is not None
    if day is None:
        over = bool(period and at.hour >= _DATA["ends"][period]) or bool(time and time <= f"{at:%H:%M}")
        day = at.date() + timedelta(days=over)
    spans = tuple(span for span in (day_span, period_span, time_span) if span)
    return SaidTime(Schedule(date=day.isoformat(), period=period, time=time), spans, dated, day == at.date())


Span = tuple[int, int] | None


def _last_date(text: str, today: date) -> tuple[date | None, Span]:
    found: date | None = None
    span: Span = None
    for match in _DATE.finditer(text):
        day = _reckon(match, today)
        if day and day >= today and not _is_something_else(text, match):
            found, span = day, match.span()
    return found, span


_DECLINED = re.compile(r"[^,。]{0,4}?(?:不在|(?<!行)不行|不得空|没空|没时间|没得空|不方便)")


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    """三天的量 is an amount; 明天不在家 says when not."""
    amount = bool(match["days"] or match["days2"]) and text[match.end() : match.end() + 1] in ("量", "的")
    return amount or bool(_DECLINED.match(text, match.end()))


def _reckon(match: re.Match[str], today: date) -> date | None:
    part = match.groupdict()
    if part["relative"]:
        return today + timedelta(days=_RELATIVE[part["relative"]])
    if part["weekday"]:
        return _weekday(part["week"] or "", _DATA["weekdays"][part["weekday"]], today)
    if days := part["days"] or part["days2"]:
        return today + timedelta(days=_int(days))
    if part["festival"]:
        return next_festival(part["festival"], today)
    if part["lunar_month"]:
        return next_lunar(_LUNAR_MONTHS[part["lunar_month"].removesuffix("月")], _int(part["lunar_day"] or ""), today)
    if lunar := part["lunar_day2"] or part["lunar_day3"]:
        month = part["lunar_month2"] or part["lunar_month3"]
        return next_lunar(_int(month), _int(lunar), today) if month else next_lunar_day(_int(lunar), today)
    if part["bare_lunar"]:
        return next_lunar_day(_int(part["bare_lunar"]), today)
    return _solar(part, today)


def _solar(part: dict[str, str], today: date) -> date | None:
    if part["year"] or part["figures"]:
        return _of_a_year(part, today)
    if part["end"]:
        month = _int(part["end_month"] or "") or today.month
        year = today.year + (month < today.month)
        return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None  # noqa: PLR2004  months
    if part["bare_day"]:
        return _next_day_of_month(_int(part["bare_day"]), today)
    if part["month_slash"]:
        return _next_month_day(int(part["month_slash"]), int(part["day_slash"]), today)
    if part["month"][0] in "下这本":
        month = today.month % 12 + 1 if part["month"][0] == "下" else today.month
        return _next_month_day(month, _int(part["day"]), today)
    return _next_month_day(_int(part["month"]), _int(part["day"]), today)


def _of_a_year(part: dict[str, str], today: date) -> date | None:
    if part["figures"]:
        return _of_calendar(*map(int, re.split("[-/.]", part["figures"])))
    year = {"今": today.year, "明": today.year + 1}.get(part["year"]) or int(part["year"])
    return _of_calendar(year, _int(part["year_month"]), _int(part["year_day"]))


def _int(words: str) -> int:
    value = read_number(words.removeprefix("初"))
    return int(value) if value is not None else 0


def _weekday(week: str, weekday: int, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    weeks = {"下下": 2, "下": 1, "上": -1, "": None}.get(week.removesuffix("个"), 0)
    if weeks is None:
        return today + timedelta(days=(weekday - today.weekday()) % _WEEK or _WEEK)
    return monday + timedelta(days=_WEEK * weeks + weekday)


def _next_day_of_month(day: int, today: date) -> date | None:
    if not 1 <= day <= _DAYS_IN_MONTH_AT_MOST:
        return None
    year, month = today.year, today.month
    for _ in range(12):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004  months of a year
    return None


def _next_month_day(month: int, day: int, today: date) -> date | None:
    days = (_of_calendar(year, month, day) for year in (today.year, today.year + 1))
    return next((found for found in days if found and found >= today), None)


def _of_calendar(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none: 2月30日."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _period(text: str, day_span: Span) -> tuple[Period | None, Span]:
    text = _NOT_A_PERIOD.sub(lambda match: " " * len(match[0]), text)
    if match := _PERIOD.search(text, day_span[0] if day_span else 0) or _PERIOD.search(text):
        return _PERIOD_OF[match[0]], match.span()
    if day_span and (match := re.match(r"(?:一)?(早|晚)(?!点)", text[day_span[1] : day_span[1] + 2])):
        period: Period = "morning" if match[1] == "早" else "evening"
        return period, (day_span[1], day_span[1] + match.end())
    return None, None


def _time(text: str, period: Period | None, after: Span) -> tuple[str, Span]:
    match = _TIME.search(text, after[0] if after else 0)
    if not match:
        return "", None
    hour = _int(match["hour"] or match["hour2"])
    minute = int(match["minute"]) if match["minute"] else _minutes(match["half"] or "")
    if not (0 <= hour <= 24 and 0 <= minute < 60):  # noqa: PLR2004  hours of a day, minutes of an hour
        return "", None
    return f"{_on_the_24_hour_clock(hour, period) % 24:02d}:{minute:02d}", match.span()


_PART_OF_HOUR = {"": 0, "整": 0, "钟": 0, "半": 30, "一刻": 15, "三刻": 45}


def _minutes(words: str) -> int:
    """Minutes as said behind 点: 半, 一刻, 二十, 零五分."""
    if words in _PART_OF_HOUR:
        return _PART_OF_HOUR[words]
    return _int(words.removesuffix("分").lstrip("零"))


def _on_the_24_hour_clock(hour: int, period: Period | None) -> int:
    """三点 without more is in the afternoon: nobody fetches a parcel at three in the night."""
    small = {"afternoon": 12, "evening": 12, "noon": 10, "morning": 0, None: 7}[period]
    return hour + 12 if hour < small else hour
