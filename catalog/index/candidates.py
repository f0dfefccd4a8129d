"""The rows that are worth a closer look: those that share the rarest pairs of neighbouring syllables with a query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from catalog.index.asked import Asked
from catalog.index.segment import Segment
from catalog.index.signs import BREAK, Flags, Rows, Signs

MOST = 512
"""Candidates of a query."""
_COUNTED = 20_000
"""Entries of lists that are counted for a query, shortest list first. The closer look weighs the other pairs too."""
_SLOT_BITS = 4
_LISTS = 1 << _SLOT_BITS
_ENDING = 1.5
"""What a name that ends in the only sign of a query counts, beside one that has it elsewhere."""
_SPARSE = 8
_NONE = np.empty(0, dtype=np.uint32)


class Allowed(NamedTuple):
    """The rows of a segment that may be found, twice: sorted, and as a mask."""

    rows: Rows
    mask: Flags

    def of(self, found: Rows) -> Rows:
        """Those of some sorted rows that may be found."""
        if len(found) < _SPARSE * len(self.rows):
            return found[self.mask[found]]
        places = np.searchsorted(found, self.rows)
        places[places == len(found)] = 0
        shared: Rows = self.rows[found[places] == self.rows]
        return shared


def candidates(
    asked: Asked, segment: Segment, signs: Signs, allowed: Allowed | None = None, alive: Flags | None = None
) -> Rows:
    """The best rows by pairs of syllables; by single syllables where the segment has none of the pairs."""
    weights: list[float] = []
    keys: list[Rows] = []
    room = _COUNTED
    for weight, rows in _lists(asked, segment, signs):
        kept = allowed.of(rows) if allowed else rows
        if len(keys) == _LISTS or (keys and len(kept) > room):
            break
        keys.append((kept[:room] << np.uint32(_SLOT_BITS)) | np.uint32(len(keys)))
        weights.append(weight)
        room -= len(keys[-1])
    return _commonest(np.concatenate(keys), weights, alive) if keys else _NONE


def _lists(asked: Asked, segment: Segment, signs: Signs) -> Iterator[tuple[float, Rows]]:
    """Weights and rows, the shortest list first; each is read only when it is asked for."""
    counts = segment.counts([*asked.pairs]).tolist()
    pairs = [one for one in sorted(zip(counts, asked.pairs, strict=True)) if one[0]]
    for _, pair in pairs:
        yield asked.pairs[pair], segment.having(pair)
    if not pairs:
        sounds = dict.fromkeys(asked.sounds)
        most = _COUNTED // len(sounds) // 2
        for sound in sounds:
            first = sound * signs.count
            yield _ENDING, segment.having(first + BREAK, most=most)
            yield 1.0, np.unique(segment.having(first + 1, signs.count - 1, most=most))


def _commonest(keys: Rows, weights: list[float], alive: Flags | None) -> Rows:
    """The rows with the greatest sums of weights; a key is a row and the number of a list that has it."""
    keys.sort()
    rows = keys >> np.uint32(_SLOT_BITS)
    lasts = np.flatnonzero(np.concatenate((rows[1:] != rows[:-1], [True])))[: len(rows)]
    sums = np.diff(np.array(weights)[keys & np.uint32(_LISTS - 1)].cumsum()[lasts], prepend=0).astype(np.float32)
    found = rows[lasts]
    if alive is not None:
        living = alive[found]
        found, sums = found[living], sums[living]
    if len(found) <= MOST:
        return found
    least = np.sort(sums)[-MOST]
    better = found[sums > least]
    return np.concatenate((better, found[sums == least][: MOST - len(better)]))
