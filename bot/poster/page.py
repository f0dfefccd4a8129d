"""What stands where on a poster. Millimetres from the upper left corner of an upright A4 sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import segno

from bot.domain.people import Station
from config.data import read_yaml

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 18.0
GREEN, INK, SOFT = "#14603a", "#16201b", "#4a5750"
QR_SIDE = 104.0
QUIET = 4
"""Modules of white around the code, as its standard asks."""
WIDEST = WIDTH - 2 * MARGIN


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    colour: str


class Line(NamedTuple):
    """A line of text in the middle of the sheet; `y` is its base, `size` the height of a character."""

    y: float
    size: float
    text: str
    colour: str


class PosterOf(msgspec.Struct, frozen=True, kw_only=True):
    """Of what a poster is made."""

    station: Station
    code: str
    """What the QR holds."""
    sms: str = ""
    """The number to which villagers send SMS; '' where there is none."""


def compose(poster: PosterOf) -> tuple[list[Box], list[Line]]:
    """The poster's coloured boxes, the code's modules among them, and its lines of text."""
    return [Box(0, 0, WIDTH, 52, GREEN), *_code(poster.code)], list(_lines(poster))


def _lines(poster: PosterOf) -> Iterator[Line]:
    words, station = read_yaml("poster.yaml"), poster.station
    put = {"station": station.name, "village": station.village, "sms": poster.sms, "hours": station.hours}
    yield _fitting(24, 15, words["title"], "#ffffff")
    yield _fitting(44, 11, words["station"].format_map(put), "#ffffff")
    yield _fitting(72, 9, words["scan"], INK)
    below = 72 + 6 + QR_SIDE + 14
    yield _fitting(below, 6.5, words["examples_head"], SOFT)
    for n, example in enumerate(words["examples"], start=1):
        yield _fitting(below + 12 * n, 9, f"“{example}”", GREEN)
    after = below + 12 * len(words["examples"]) + 17
    if poster.sms:
        yield _fitting(after, 8.5, words["sms"].format_map(put), INK)
    yield _fitting(after + 13, 6.5, words["promise"], SOFT)
    if station.hours:
        yield _fitting(after + 23, 6, words["hours"].format_map(put), SOFT)


def _fitting(y: float, size: float, text: str, colour: str) -> Line:
    """A long line is written smaller rather than cut."""
    width = sum(1.0 if ord(character) > 0x2000 else 0.55 for character in text) * size  # noqa: PLR2004 - wide ones
    return Line(y, min(size, size * WIDEST / width) if width else size, text, colour)


def _code(content: str) -> Iterator[Box]:
    """The QR's dark modules, row by row, neighbours joined."""
    rows = [bytes(row) for row in segno.make_qr(content, error="q").matrix_iter(border=QUIET)]
    side = QR_SIDE / len(rows)
    left, top = (WIDTH - QR_SIDE) / 2, 78.0
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield Box(left + start * side, top + y * side, (x - start) * side, side, "#000000")
                start = None
