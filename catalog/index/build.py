"""Writing an index: article after article in chunks, so that a million need no more memory than a chunk and the result."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from catalog.index.file import write_arrays
from catalog.index.segment import blocks_of, lists_of, names_of, pairs_of, places_of, said_of, sorted_keys
from catalog.index.signs import Codes, Masks, Rows, Signs, make_signs
from catalog.product import Product

CHUNK = 50_000
Progress = Callable[[int], None]
"""Told how many articles have been read so far."""
_STREAMS: dict[str, DTypeLike] = {
    "codes": np.uint16, "lengths": np.uint32, "names": np.uint8,
    "skus": np.uint8, "sku_lengths": np.uint32, "keys": np.uint32, "postings": np.uint16,
}  # fmt: skip  # a table, a row a line


class _Run(NamedTuple):
    """The lists of one chunk and their lengths; the rows themselves lie in the stream."""

    lists: Masks
    counts: NDArray[np.int64]


def build(products: Iterable[Product], path: Path, progress: Progress | None = None, *, chunk: int = CHUNK) -> int:
    """Index articles, whose skus must differ, into a file, and say how many there are.

    The file appears when all is done; an index that was there before stays until then, also if this is interrupted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as work:
        return _build(_pieces(products, chunk), path, Path(work), progress or (lambda _: None))


def _pieces(products: Iterable[Product], size: int) -> Iterator[list[Product]]:
    rest = iter(products)
    while piece := list(islice(rest, size)):
        yield piece


def _build(pieces: Iterator[list[Product]], path: Path, work: Path, progress: Progress) -> int:
    signs = make_signs()
    runs: list[_Run] = []
    count = 0
    files = {name: (work / name).open("wb") for name in _STREAMS}
    try:
        for piece in pieces:
            runs.append(_add(piece, signs, count, files))
            count += len(piece)
            progress(count)
    finally:
        for file in files.values():
            file.close()
    streams = {name: _stream(work / name, dtype) for name, dtype in _STREAMS.items()}
    offsets, postings = _merge(runs, streams["postings"], signs.count**2, blocks_of(count))
    arrays = {
        "table": signs.table,
        "codes": streams["codes"],
        "starts": _starts(streams["lengths"]),
        "names": streams["names"],
        "offsets": offsets,
        "postings": postings,
        "skus": streams["skus"],
        "sku_starts": _starts(streams["sku_lengths"]),
        **sorted_keys(streams["keys"]),
    }
    write_arrays(path, arrays, {"shown": signs.shown})
    return count


def _add(piece: list[Product], signs: Signs, first: int, files: Mapping[str, BinaryIO]) -> _Run:
    read = signs.read([said_of(product) for product in piece])
    lists, counts, postings = lists_of(pairs_of(read, signs.count), first)
    skus = [product.sku.encode() for product in piece]
    made: dict[str, NDArray[Any]] = {
        "codes": read.codes,
        "lengths": np.diff(read.starts),
        "names": names_of(read),
        "skus": np.frombuffer(b"".join(skus), dtype=np.uint8),
        "sku_lengths": np.array(list(map(len, skus))),
        "keys": np.array([zlib.crc32(sku) for sku in skus]),
        "postings": postings,
    }
    for name, array in made.items():
        files[name].write(array.astype(_STREAMS[name]).tobytes())
    return _Run(lists, counts)


def _stream(path: Path, dtype: DTypeLike) -> NDArray[Any]:
    return np.memmap(path, dtype=dtype, mode="r") if path.stat().st_size else np.empty(0, dtype=dtype)


def _starts(lengths: Rows) -> Rows:
    starts = np.zeros(len(lengths) + 1, dtype=np.uint32)
    np.cumsum(lengths, out=starts[1:], dtype=np.uint32)
    return starts


def _merge(runs: list[_Run], rows: Codes, pairs: int, blocks: int) -> tuple[Rows, Codes]:
    """Bring the lists of all chunks together. Chunks come in the order of their rows, so each list stays sorted."""
    totals = np.zeros(pairs * blocks, dtype=np.uint32)
    for run in runs:
        totals[places_of(run.lists, blocks)] += run.counts.astype(np.uint32)
    offsets = _starts(totals)
    free = offsets[:-1].astype(np.int64)
    merged = np.empty(int(offsets[-1]), dtype=np.uint16)
    begin = 0
    for run in runs:
        lists = places_of(run.lists, blocks)
        size = int(run.counts.sum())
        shifts = free[lists] - (np.cumsum(run.counts) - run.counts)
        merged[np.repeat(shifts, run.counts) + np.arange(size)] = rows[begin : begin + size]
        free[lists] += run.counts
        begin += size
    return offsets, merged
