"""Bare amounts typed in pinyin, which answer how many: liang dai."""

from __future__ import annotations

import re
from functools import cache

from intents.typed.reading import units_by_sound
from intents.typed.syllables import readings

_AMOUNT = re.compile(r"(?P<verb>(?:yao|lai|na|mai) ?)?(?P<number>[0-9]+|[a-z]+?) ?(?P<unit>[a-z]+)(?: ?ba)?")


def typed_amount(text: str) -> str:
    """A bare amount typed in pinyin as Hanzi, liang dai as 两袋; any other text as it is."""
    match = _AMOUNT.fullmatch(text.lower())
    if not match:
        return text
    number = match["number"] if match["number"].isdigit() else _numbers_by_sound().get(match["number"], "")
    unit = units_by_sound().get(match["unit"], "")
    return number + unit if number and unit else text


@cache
def _numbers_by_sound() -> dict[str, str]:
    return {readings(one)[0]: one for one in "一二两三四五六七八九十半"}
