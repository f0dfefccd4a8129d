"""Long replies are cut where a person would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.pages import MORE, SMS_UNITS, WECHAT_BYTES, paged, size


@pytest.mark.parametrize(("text", "channel", "units"), [("好", "sms", 1), ("🍺", "sms", 2), ("好", "wechat", 3)])
def test_size_is_counted_as_the_platform_counts(text, channel, units):
    assert size(text, channel) == units


def test_what_fits_is_left_alone():
    assert paged("一" * SMS_UNITS, "sms") == ("一" * SMS_UNITS, ())


@given(st.text(max_size=3000), st.sampled_from(["sms", "wechat"]))
def test_no_page_is_too_long_and_nothing_is_lost(text, channel):
    first, rest = paged(text, channel)
    pages = (first, *rest)
    assert all(size(page, channel) <= (SMS_UNITS if channel == "sms" else WECHAT_BYTES) for page in pages)
    whole = "".join(page.removesuffix(MORE) if page is not pages[-1] else page for page in pages)
    assert whole.replace("\n", "") == text.replace("\n", "")


def test_lines_stay_whole():
    lines = [f"{n}. {'货' * 30}" for n in range(1, 9)]
    first, rest = paged("\n".join(lines), "sms")
    said = [line for page in (first, *rest) for line in page.removesuffix(MORE).split("\n")]
    assert said == lines
