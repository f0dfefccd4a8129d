"""So many for each of several people, as one number: 给我爸我妈各买一双棉鞋, 我爸一双我妈一双棉鞋 order two pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from intents.text.wording import Piece, Wording, wording_of
from intents.values.household import COUNTED, HOUSEHOLD, NUMBER, PEOPLE, SOMEBODY, VERBS, any_of, heads_of
from intents.values.numbers import read_numbers
from intents.values.units import find_unit, unit_at

MOST = 99
"""People; a greater number counts something else."""
LONGEST = 120
"""Characters; longer messages are lists or stories."""
_GIVEN = ("container", "count", "group", "weight")
"""Units of what is given to people; sizes (五升的) stay as they are."""
_PERHAPS = re.compile("各|每|一[人个家户桌]|人手")
_GET = re.compile(
    rf"(?:给|帮|替|让|为)?(?P<people>{PEOPLE})[, ]?(?:都|也)?(?:{any_of(HOUSEHOLD['each'])})"
    rf"(?!{any_of(HOUSEHOLD['no_people'])}){VERBS}"
)
_EACH = re.compile(rf"(?:{any_of([word for word in HOUSEHOLD['each'] if len(word) > 1])}){VERBS}(?={NUMBER}[一-鿿])")
_TOLD_BEHIND = re.compile(rf"[,。 ](?:一共|总共|共|有|我们|家里|全家|来|请)*{COUNTED}(?:吃饭)?(?:$|[,。!])")
_ENDS = re.compile(r"[,。;!?\n]|还有|另外|再[来要拿加给]|$")
_OWN = rf"(?:给|帮)?{SOMEBODY}{VERBS}{NUMBER}"
_EACH_HIS_OWN = re.compile(rf"{_OWN}(?P<unit>[一-鿿])(?:[,、和跟 ]*{_OWN}(?P=unit))+")

_ALSO = re.compile(
    rf"(?P<own>{NUMBER})(?P<unit>[一-鿿])[一-鿿]{{0,8}}(?P<also>[,、 ]+(?![我俺你](?:再|要|来|买|拿|就)*{NUMBER}){_OWN}(?P=unit))"
    "(?=$|[,。!吧])"
)
"""One share more, behind the goods: 盐两袋,给我妈也来一袋. A bare 我要一袋 may correct the number."""


def multiplied(wording: Wording) -> Wording:
    """The wording with what several people get as one number, the people left out; the same object where nothing is told
    so, or nobody knows how many they are."""
    if len(wording.text) > LONGEST:
        return wording
    if share := _share_of_each(wording.text) if _PERHAPS.search(wording.text) else None:
        heads, start, end = share
        given = list(_given(wording.text, end, heads)) or [(end, end, f"{heads}个")]
        return _written(wording, (start, end), given) if wording.text[end : end + 1] else wording
    return _summed(wording)


def _summed(wording: Wording) -> Wording:
    """The wording with shares that are told one by one as their sum."""
    text = wording.text
    if (own := _EACH_HIS_OWN.search(text)) and _is_unit(own["unit"]):
        total = _sum(text, own.start(), own.end())
        return _written(wording, (own.start(), own.start()), [(own.start(), own.end() - 1, total)])
    if (also := _ALSO.search(text)) and _is_unit(also["unit"]):
        total = _sum(text, also.start(), also.end())
        start, end = also.span("also")
        return _written(wording, (also.start(), also.start()), [(*also.span("own"), total), (start, end, "")])
    return wording


def _is_unit(word: str) -> bool:
    unit = find_unit(word)
    return unit is not None and unit.kind in _GIVEN


def _sum(text: str, start: int, end: int) -> str:
    return _figures(sum((one.value for one in read_numbers(text) if start <= one.start < end), Decimal(0)))


def _share_of_each(text: str) -> tuple[int, int, int] | None:
    """How many people get so many each, and where the words that say so stand."""
    if found := _GET.search(text):
        heads = heads_of(found["people"])
    else:
        found, behind = _EACH.search(text), _TOLD_BEHIND.search(text)
        if not (found and behind and behind.start() >= found.end()):
            return None
        heads = heads_of(behind[0])
    return (heads, found.start(), found.end()) if 1 < heads <= MOST else None


def _given(text: str, start: int, heads: int) -> Iterator[tuple[int, int, str]]:
    """Where numbers of what is given stand, and what they are for all together; a unit without a number is one."""
    stop = next(end.start() for end in _ENDS.finditer(text, start))
    numbers = read_numbers(text[:stop])
    if _is_given(text[:stop], start) and not any(number.start == start for number in numbers):
        yield start, start, str(heads)
    for number in numbers:
        if number.start >= start and not number.ordinal and _is_given(text, number.end):
            yield number.start, number.end, _figures(number.value * heads)


def _is_given(text: str, position: int) -> bool:
    """Whether a unit stands here by which things are handed out, and no size (五斤装)."""
    unit = unit_at(text, position)
    return unit is not None and _is_unit(unit.word) and text[position + len(unit.word) :][:1] not in ("的", "装")


def _figures(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _written(wording: Wording, people: tuple[int, int], numbers: list[tuple[int, int, str]]) -> Wording:
    old = wording.pieces()
    pieces: list[Piece] = old[: people[0]]
    position = people[1]
    for start, end, figures in numbers:
        said = (wording.starts[start], wording.ends[max(end - 1, start)])
        pieces += old[position:start] + [(sign, *said) for sign in figures]
        position = end
    return wording_of(pieces + old[position:], wording.source)
