"""The closer look at candidates: how much of the query is in the article, and of the article's name in the query.

It is bit-parallel: each sign of an article becomes the mask of the places of the query that it matches, so that neighbours
matching neighbours is one shift and one `and`, for all candidates at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from catalog.index.asked import Asked
from catalog.index.segment import Segment
from catalog.index.signs import Reals, Rows, Signs

_LONGEST = 96
"""Signs of an article that are looked at."""
_ONE = np.uint64(1)


class Weights(NamedTuple):
    """What each feature counts; together 1. Fitted on composed queries, other ones than those that are reported.

    Many mixes rank alike. This one also parts what is there from what is not: of mentions of a brand that is nowhere, one in
    fifty reaches the score that 95 in 100 right answers reach (0.9), where an even mix lets one in six through (100,000 articles).
    """

    pairs: float = 0.07
    """Neighbours of the query that sound as neighbours in the article, rare ones counting more."""
    covered: float = 0.39
    """Signs of the query that lie in such a pair."""
    written: float = 0.24
    """Signs of the query that the article is written with; typed syllables count if it sounds so."""
    sounding: float = 0.26
    """Signs of the query that sound anywhere in the article."""
    filled: float = 0.04
    """Signs of the article's name that sound in the query, not more than the query has (777 is not 77)."""


def features(asked: Asked, segment: Segment, signs: Signs, rows: Rows) -> Reals:
    """A column for each of `Weights`, a line for each of one or more rows, from 0 to 1."""
    starts = segment.starts[rows].astype(np.int64)
    lengths = np.minimum(segment.starts[rows + np.uint32(1)] - starts, _LONGEST)
    lasts = np.cumsum(lengths) - 1
    firsts = lasts + 1 - lengths
    places = np.arange(lasts[-1] + 1)
    codes = segment.codes[places + np.repeat(starts - firsts, lengths)]
    heard = asked.sound_masks[signs.table[codes]]
    paired = np.zeros_like(heard)
    np.bitwise_and(heard[:-1], heard[1:] >> _ONE, out=paired[:-1])
    paired[lasts] = 0
    sounds = np.bitwise_or.reduceat(heard, firsts)
    pairs = np.bitwise_or.reduceat(paired, firsts)
    covered = pairs | (pairs << _ONE)
    written = np.bitwise_or.reduceat(asked.code_masks[asked.code_slots[codes]], firsts) | (sounds & asked.typed)
    names = segment.names[rows]
    in_name = (heard != 0) & (places < np.repeat(firsts + names, lengths))
    filled = np.minimum(np.add.reduceat(in_name, firsts, dtype=np.uint16), len(asked.sounds)) / np.maximum(names, 1)
    if not asked.pairs:
        pairs, covered = sounds, sounds
    pair_shares = asked.pair_shares if asked.pairs else asked.sign_shares
    return np.stack(
        [
            pair_shares.of(pairs),
            asked.sign_shares.of(covered),
            asked.sign_shares.of(written),
            asked.sign_shares.of(sounds),
            np.minimum(filled, 1),
        ],
        axis=1,
        dtype=np.float32,
    )
