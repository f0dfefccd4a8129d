"""The closer look at candidates: how much of the query is in the article, and of the article's name in the query.

It is bit-parallel: each sign of an article becomes the mask of the places of the query that it matches, so that neighbours
matching neighbours is one shift and one `and`, for all candidates at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.index.asked import Asked
from catalog.index.segment import Segment
from catalog.index.signs import Bytes, Codes, Masks, Reals, Rows, Signs

Places = NDArray[np.int64]

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


class _Looked(NamedTuple):
    """The signs of all candidates, one candidate after the other."""

    codes: Codes
    places: Places
    """0, 1, 2 …: one for each sign."""
    firsts: Places
    """Where each candidate's begin."""
    lasts: Places
    lengths: Places


def features(asked: Asked, segment: Segment, signs: Signs, rows: Rows) -> Reals:
    """A column for each of `Weights`, a line for each of one or more rows, from 0 to 1."""
    looked = _look(segment, rows)
    heard = asked.sound_masks[signs.table[looked.codes]]
    sounds = np.bitwise_or.reduceat(heard, looked.firsts)
    written = np.bitwise_or.reduceat(asked.code_masks[asked.code_slots[looked.codes]], looked.firsts)
    pairs, covered, pair_shares = sounds, sounds, asked.sign_shares
    if asked.pairs:  # a single sign has no neighbour
        pairs, pair_shares = _paired(heard, looked), asked.pair_shares
        covered = pairs | (pairs << _ONE)
    return np.stack(
        [
            pair_shares.of(pairs),
            asked.sign_shares.of(covered),
            asked.sign_shares.of(written | (sounds & asked.typed)),
            asked.sign_shares.of(sounds),
            _filled(heard, looked, segment.names[rows], len(asked.sounds)),
        ],
        axis=1,
        dtype=np.float32,
    )


def _look(segment: Segment, rows: Rows) -> _Looked:
    starts = segment.starts[rows].astype(np.int64)
    lengths = np.minimum(segment.starts[rows + np.uint32(1)] - starts, _LONGEST)
    lasts = np.cumsum(lengths) - 1
    firsts = lasts + 1 - lengths
    places = np.arange(lasts[-1] + 1)
    return _Looked(segment.codes[places + np.repeat(starts - firsts, lengths)], places, firsts, lasts, lengths)


def _paired(heard: Masks, looked: _Looked) -> Masks:
    """For each candidate the places of the query where a pair begins whose signs are neighbours in it, too."""
    paired = np.zeros_like(heard)
    np.bitwise_and(heard[:-1], heard[1:] >> _ONE, out=paired[:-1])
    paired[looked.lasts] = 0
    return np.bitwise_or.reduceat(paired, looked.firsts)


def _filled(heard: Masks, looked: _Looked, names: Bytes, most: int) -> Reals:
    """How much of each candidate's name, the first `names` of its signs, sounds in a query of `most` signs."""
    in_name = (heard != 0) & (looked.places < np.repeat(looked.firsts + names, looked.lengths))
    said = np.minimum(np.add.reduceat(in_name, looked.firsts, dtype=np.uint16), most)
    return np.minimum(said / np.maximum(names, 1), 1)
