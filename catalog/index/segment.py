"""Articles as arrays: their signs, the articles of each pair of neighbouring syllables, and their skus.

| array | of | holds |
| --- | --- | --- |
| codes, starts | uint16, uint32 | the signs of all articles in a row; `starts[i]:starts[i + 1]` are those of row i |
| names | uint8 | how many of a row's signs are its name; what follows are other things it is called |
| offsets, postings | uint32, uint16 | the rows of each pair, below |
| skus, sku_starts | uint8, uint32 | skus in UTF-8 |
| keys, key_rows | uint32 | checksums of the skus in order, and their rows |

Rows come in blocks of 65,536, so that two bytes tell a row within its block: the rows of the pair `a, b` in block k are
`postings[offsets[i]:offsets[i + 1]]` with i = (a × sounds + b) × blocks + k. A pair without rows takes no room in postings.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.index.signs import BREAK, PART, Bytes, Codes, Masks, Rows, Signs, Texts
from catalog.product import Product

BLOCK_BITS = 16
_LONGEST_NAME = 255
_LOW = np.uint64(0xFFFFFFFF)


class Segment(NamedTuple):
    """As above; never changed."""

    codes: Codes
    starts: Rows
    names: Bytes
    offsets: Rows
    postings: Codes
    skus: Bytes
    sku_starts: Rows
    keys: Rows
    key_rows: Rows

    @property
    def size(self) -> int:
        """The number of articles."""
        return len(self.names)

    def counts(self, pairs: Sequence[int], upto: int = 1) -> NDArray[np.int64]:
        """For each pair the number of rows with it, or with any of `upto` pairs from there on."""
        blocks = blocks_of(self.size)
        firsts = np.array(pairs, dtype=np.int64) * blocks
        return self.offsets[firsts + upto * blocks].astype(np.int64) - self.offsets[firsts]

    def having(self, pair: int, upto: int = 1, most: int | None = None) -> Rows:
        """The rows with a pair, sorted; or with any of `upto` pairs from there on, not sorted and some more than once.

        The first ones only where `most` is given.
        """
        blocks = blocks_of(self.size)
        bounds = self.offsets[pair * blocks : (pair + upto) * blocks + 1]
        if most is not None:
            bounds = np.minimum(bounds, bounds[0] + np.uint32(most))
        within = self.postings[bounds[0] : bounds[-1]]
        if blocks == 1:
            return within.astype(np.uint32)
        starts = _block_starts(blocks) if upto == 1 else np.tile(_block_starts(blocks), upto)
        rows: Rows = starts.repeat(bounds[1:] - bounds[:-1])
        rows |= within
        return rows

    def sku(self, row: int) -> str:
        """The sku of a row."""
        return self.skus[self.sku_starts[row] : self.sku_starts[row + 1]].tobytes().decode()

    def rows(self, skus: Iterable[str]) -> Rows:
        """The rows of skus, sorted; those that are not here are left out."""
        wanted = list(dict.fromkeys(skus))
        keys = np.array([sku_key(sku) for sku in wanted], dtype=np.uint32)
        first = np.searchsorted(self.keys, keys, side="left")
        last = np.searchsorted(self.keys, keys, side="right")
        found = [
            row
            for sku, low, high in zip(wanted, first.tolist(), last.tolist(), strict=True)
            for row in self.key_rows[low:high].tolist()
            if self.sku(row) == sku
        ]
        return np.array(sorted(found), dtype=np.uint32)


def make_segment(products: Sequence[Product], signs: Signs) -> Segment:
    """Index articles in memory."""
    read = signs.read([said_of(product) for product in products])
    blocks = blocks_of(len(products))
    lists, counts, rows = lists_of(pairs_of(read, signs.count), 0)
    offsets = np.zeros(signs.count**2 * blocks + 1, dtype=np.uint32)
    offsets[places_of(lists, blocks) + 1] = counts
    skus = [product.sku.encode() for product in products]
    return Segment(
        codes=read.codes,
        starts=read.starts.astype(np.uint32),
        names=names_of(read),
        offsets=np.cumsum(offsets, dtype=np.uint32),
        postings=rows,
        skus=np.frombuffer(b"".join(skus), dtype=np.uint8),
        sku_starts=np.cumsum([0, *map(len, skus)]).astype(np.uint32),
        **sorted_keys(np.array([zlib.crc32(sku) for sku in skus], dtype=np.uint32)),
    )


def said_of(product: Product) -> str:
    """All an article is called: its name first, then what the name leaves out of brand, spec and kind, then other names."""
    more = (product.brand, product.spec, product.category.rpartition("/")[2], *product.aliases)
    return PART.join((product.name, *(one for one in more if one and one not in product.name)))


def pairs_of(read: Texts, sounds: int) -> Masks:
    """Each pair of neighbouring sounds of each text once, `pair << 32 | text`, sorted. What ends a name counts as a pair."""
    texts = np.repeat(np.arange(len(read.starts) - 1, dtype=np.uint64), np.diff(read.starts))[:-1]
    first, second = read.sounds[:-1].astype(np.uint64), read.sounds[1:].astype(np.uint64)
    pairs = (first * np.uint64(sounds) + second) << np.uint64(32) | texts
    found: Masks = np.unique(pairs[first != BREAK])
    return found


@cache
def _block_starts(blocks: int) -> Rows:
    return np.arange(blocks, dtype=np.uint32) << np.uint32(BLOCK_BITS)


def blocks_of(size: int) -> int:
    """How many blocks so many rows take."""
    return (max(size, 1) - 1 >> BLOCK_BITS) + 1


def lists_of(pairs: Masks, first: int) -> tuple[Masks, NDArray[np.int64], Codes]:
    """From what `pairs_of` gives, its texts being the rows from `first` on: the lists, how long each is, what they hold.

    A list is known as `pair << 32 | block`.
    """
    rows = (pairs & _LOW) + np.uint64(first)
    lists, counts = np.unique((pairs & ~_LOW) | (rows >> np.uint64(BLOCK_BITS)), return_counts=True)
    return lists, counts, (rows & np.uint64(0xFFFF)).astype(np.uint16)


def places_of(lists: Masks, blocks: int) -> NDArray[np.intp]:
    """Where the offsets of lists stand."""
    return ((lists >> np.uint64(32)) * np.uint64(blocks) + (lists & _LOW)).astype(np.intp)


def names_of(read: Texts) -> Bytes:
    """How many signs each name has."""
    breaks = np.flatnonzero(read.sounds == BREAK)
    lengths = breaks[np.searchsorted(breaks, read.starts[:-1])] - read.starts[:-1]
    names: Bytes = np.minimum(lengths, _LONGEST_NAME).astype(np.uint8)
    return names


def sku_key(sku: str) -> int:
    """What a sku is looked up by."""
    return zlib.crc32(sku.encode())


def sorted_keys(keys: Rows) -> Mapping[str, Any]:
    """The two arrays by which skus are found."""
    order = np.argsort(keys, kind="stable")
    return {"keys": keys[order], "key_rows": order.astype(np.uint32)}
