"""What sounds alike is heard alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.sound import near_sound, same_sound, syllable


@pytest.mark.parametrize(("one", "other"), [("生姜", "生将"), ("大蒜", "大算"), ("绿茶", "滤查"), ("茄子", "切字")])
def test_tones_are_forgotten(one: str, other: str) -> None:
    assert same_sound(one) == same_sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("护发素", "富发素"), ("雪花膏", "雪发膏"), ("牛奶", "流来"), ("竹子", "祖子"), ("冰箱", "彬先"), ("灯", "但")],
)
def test_what_villages_mix_up_is_near(one: str, other: str) -> None:
    assert (near_sound(one) == near_sound(other)) == (one != "灯")


@given(st.text())
def test_a_sound_is_as_long_as_its_text(text: str) -> None:
    assert len(same_sound(text)) == len(near_sound(text)) == len(text)


def test_what_has_no_sound_stands_for_itself() -> None:
    assert same_sound("tcl55寸")[:5] == "tcl55"
    assert syllable("a") == ""
