"""A query made ready to be looked for: what of it is rare, and masks by which articles are compared with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from catalog.index.segment import Segment
from catalog.index.signs import CODES, LETTERS, Bytes, Heard, Masks, Reals, Signs

_ONE = np.uint64(1)
_BYTE = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.float32)


class Shares:
    """Weights of up to 64 places that sum up to 1, summed up for masks of places, a byte at a time."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._bytes = -(-len(weights) // 8)
        whole = np.zeros(self._bytes * 8, dtype=np.float32)
        whole[: len(weights)] = weights
        self._tables = _BYTE @ (whole / (whole.sum() or 1)).reshape(self._bytes, 8).T

    def of(self, masks: Masks) -> Reals:
        """The sum of the weights of the places set in each mask."""
        parts = masks.astype("<u8").view(np.uint8).reshape(len(masks), 8)
        sums = np.zeros(len(masks), dtype=np.float32)
        for place in range(self._bytes):
            sums += self._tables[parts[:, place], place]
        return sums


class Asked(NamedTuple):
    """Bit i of a mask stands for sign i of the query, or for the pair of signs i and i + 1."""

    sounds: tuple[int, ...]
    pairs: dict[int, float]
    """Each pair of neighbouring sounds, with how rare it is."""
    sign_shares: Shares
    pair_shares: Shares
    sound_masks: Masks
    """For each sound the places where it is heard."""
    code_slots: Bytes
    code_masks: Masks
    """For each code the places where it is written: `code_masks[code_slots[code]]`."""
    typed: np.uint64
    """The places where a syllable was typed, so that no character is known."""


def ask(heard: Heard, signs: Signs, segments: Sequence[Segment]) -> Asked:
    """Weigh a query's signs and pairs by how rare they are in all segments together."""
    count = signs.count
    pairs = [first * count + second for first, second in pairwise(heard.sounds)]
    rare = _rarity(pairs, 1, segments)
    sound_masks = np.zeros(count, dtype=np.uint64)
    code_slots = np.zeros(CODES, dtype=np.uint8)
    code_masks = np.zeros(len(heard.codes) + 1, dtype=np.uint64)
    for place, (code, sound) in enumerate(zip(heard.codes, heard.sounds, strict=True)):
        bit = _ONE << np.uint64(place)
        sound_masks[sound] |= bit
        if code:
            slot = code_slots[code] = code_slots[code] or place + 1
            code_masks[slot] |= bit
    return Asked(
        sounds=heard.sounds,
        pairs=dict(zip(pairs, rare, strict=True)),
        sign_shares=Shares(_rarity([sound * count for sound in heard.sounds], count, segments)),
        pair_shares=Shares(rare),
        sound_masks=sound_masks,
        code_slots=code_slots,
        code_masks=code_masks,
        typed=np.uint64(sum(1 << place for place, code in enumerate(heard.codes) if not code)),
    )


def _rarity(pairs: Sequence[int], upto: int, segments: Sequence[Segment]) -> list[float]:
    size = sum(segment.size for segment in segments)
    having = sum(segment.counts(pairs, upto) for segment in segments)
    rarity: list[float] = np.log(1 + (size + 1) / (having + 1)).tolist()
    return rarity


def spells(heard: Heard, signs: Signs, segments: Sequence[Segment]) -> bool:
    """Whether all neighbouring letters of a query are neighbours somewhere: if not, they are pinyin and nobody's name."""
    pairs = [
        first * signs.count + second
        for (first, second), codes in zip(pairwise(heard.sounds), pairwise(heard.codes), strict=True)
        if LETTERS.issuperset(codes)
    ]
    return bool(np.all(sum(segment.counts(pairs) for segment in segments)))
