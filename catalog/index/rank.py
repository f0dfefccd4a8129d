"""From a query in signs to the rows that fit it best: candidates by pairs of syllables, then a closer look at each.

The closer look is bit-parallel: each sign of an article becomes a mask of the places of the query that it matches, so that
two neighbours matching neighbours is one shift and one `and`, for all candidates at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np

from catalog.index.segment import Segment
from catalog.index.signs import BREAK, Codes, Flags, Heard, Masks, Reals, Rows, Signs

_MOST_ROWS = 60_000
"""Entries of postings that are counted for a query. The rarest pairs come first; the closer look weighs the others too."""
_MOST_PAIRS = 16
_SLOT_BITS = 4
_CANDIDATES = 1024
_LONGEST_LOOK = 96
"""Signs of an article that are looked at."""
_SPARSE = 8
_ONE = np.uint64(1)


class Weights(NamedTuple):
    """What each feature counts; together 1. Fitted on composed queries, other ones than those that are reported."""

    pairs: float = 0.30
    """Neighbours of the query that are neighbours in the article, rare ones counting more."""
    covered: float = 0.25
    """Signs of the query that lie in such a pair."""
    written: float = 0.25
    """Signs of the query that the article is written with; typed syllables count if it sounds so."""
    sounding: float = 0.10
    """Signs of the query that sound anywhere in the article."""
    filled: float = 0.10
    """Signs of the article's name that sound in the query."""


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


class Asked(NamedTuple):
    """A query ready to be looked for in any segment: each sign and each pair of neighbours with its weight."""

    heard: Heard
    sign_weights: Reals
    pairs: dict[int, float]
    pair_weights: Reals
    sound_masks: Masks
    code_slots: Codes
    code_masks: Masks


def ask(heard: Heard, signs: Signs, segments: Sequence[Segment]) -> Asked:
    """Weigh a query's signs and pairs by how rare they are in all segments together."""
    size = sum(segment.size for segment in segments)
    count = signs.count
    spoken = [
        _rarity(size, sum(int(s.offsets[(sound + 1) * count] - s.offsets[sound * count]) for s in segments))
        for sound in heard.sounds
    ]
    pairs = [first * count + second for first, second in pairwise(heard.sounds)]
    rare = [_rarity(size, sum(int(s.offsets[pair + 1] - s.offsets[pair]) for s in segments)) for pair in pairs]
    sound_masks = np.zeros(count, dtype=np.uint64)
    code_slots = np.zeros(1 << 16, dtype=np.uint16)
    code_masks = np.zeros(len(heard.codes) + 1, dtype=np.uint64)
    for place, (code, sound) in enumerate(zip(heard.codes, heard.sounds, strict=True)):
        bit = _ONE << np.uint64(place)
        sound_masks[sound] |= bit
        if code:
            slot = code_slots[code] = code_slots[code] or place + 1
            code_masks[slot] |= bit
    return Asked(
        heard, _shares(spoken), dict(zip(pairs, rare, strict=True)), _shares(rare), sound_masks, code_slots, code_masks
    )


def _rarity(size: int, having: int) -> float:
    return log(1 + (size + 1) / (having + 1))


def _shares(weights: list[float]) -> Reals:
    array = np.array(weights, dtype=np.float32)
    return array / array.sum() if len(array) else array


def candidates(
    asked: Asked, segment: Segment, signs: Signs, allowed: Allowed | None = None, alive: Flags | None = None
) -> Rows:
    """The rows that share most with a query by pairs of syllables; by single ones where no pair is found."""
    lists = [(weight, segment.having(pair)) for pair, weight in asked.pairs.items()]
    if not any(len(rows) for _, rows in lists):
        lists = []
        for sound in dict.fromkeys(asked.heard.sounds):
            lists.append((1.5, segment.having(sound * signs.count + BREAK)))
            lists.append((1.0, np.unique(segment.having(sound * signs.count + 1, signs.count - 1)[:_MOST_ROWS])))
    if allowed:
        lists = [(weight, allowed.of(rows)) for weight, rows in lists]
    lists = sorted((one for one in lists if len(one[1])), key=lambda one: len(one[1]))
    return _commonest(lists[:_MOST_PAIRS], alive)


def _commonest(lists: list[tuple[float, Rows]], alive: Flags | None) -> Rows:
    """The rows with the greatest sum of weights over the shortest lists, as far as they may be counted."""
    room = _MOST_ROWS
    keys: list[Rows] = []
    for slot, (_, rows) in enumerate(lists):
        if keys and len(rows) > room:
            break
        keys.append((rows[:room] << np.uint32(_SLOT_BITS)) | np.uint32(slot))
        room -= len(keys[-1])
    if not keys:
        return np.empty(0, dtype=np.uint32)
    merged = np.concatenate(keys)
    merged.sort()
    rows = merged >> np.uint32(_SLOT_BITS)
    firsts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
    weights = np.array([weight for weight, _ in lists], dtype=np.float32)[merged & np.uint32((1 << _SLOT_BITS) - 1)]
    sums = np.add.reduceat(weights, firsts)
    if alive is not None:
        living = alive[rows[firsts]]
        firsts, sums = firsts[living], sums[living]
    if len(firsts) > _CANDIDATES:
        firsts = firsts[np.argpartition(sums, -_CANDIDATES)[-_CANDIDATES:]]
    return rows[firsts]


def features(asked: Asked, segment: Segment, signs: Signs, rows: Rows) -> Reals:
    """A column for each of `Weights`, a line for each of some rows, from 0 to 1."""
    starts = segment.starts[rows].astype(np.int64)
    lengths = np.minimum(segment.starts[rows + np.uint32(1)] - starts, _LONGEST_LOOK)
    lasts = np.cumsum(lengths) - 1
    firsts = lasts + 1 - lengths
    places = np.arange(lasts[-1] + 1) - np.repeat(firsts, lengths)
    codes = segment.codes[places + np.repeat(starts, lengths)]
    heard = asked.sound_masks[signs.table[codes]]
    paired = np.zeros_like(heard)
    paired[:-1] = heard[:-1] & (heard[1:] >> _ONE)
    paired[lasts] = 0
    pairs = np.bitwise_or.reduceat(paired, firsts)
    sounds = np.bitwise_or.reduceat(heard, firsts)
    typed = sum(1 << place for place, code in enumerate(asked.heard.codes) if not code)
    written = np.bitwise_or.reduceat(asked.code_masks[asked.code_slots[codes]], firsts) | (sounds & np.uint64(typed))
    names = segment.names[rows]
    alone = len(asked.heard.sounds) == 1
    in_name = places < np.repeat(names, lengths)
    filled = np.add.reduceat((heard != 0) & in_name, firsts, dtype=np.float32) / np.maximum(names, 1)
    return np.stack(
        [
            _share(written, asked.sign_weights) if alone else _share(pairs, asked.pair_weights),
            _share(sounds if alone else pairs | (pairs << _ONE), asked.sign_weights),
            _share(written, asked.sign_weights),
            _share(sounds, asked.sign_weights),
            np.minimum(filled, 1),
        ],
        axis=1,
        dtype=np.float32,
    )


def _share(masks: Masks, weights: Reals) -> Reals:
    """The sum of the weights whose bits are set, for each mask."""
    bits = (masks[:, None] >> np.arange(len(weights), dtype=np.uint64)) & _ONE
    shares: Reals = bits.astype(np.float32) @ weights
    return shares
