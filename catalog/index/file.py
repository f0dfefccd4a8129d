"""Named arrays in one file: written beside and moved into place, mapped into memory when opened.

A line of JSON says what lies where, its own checksum before it; the arrays follow, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import mmap
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

VERSION = 1
"""To be raised when the arrays change, or the way names are folded or sounded."""
_MAGIC = b"cunkou-index"
_MOST_HEADER = 1 << 20
_ALIGNED = 64
_PIECE = 1 << 20


class BadIndex(Exception):
    """The file is no index that can be used; the text says why. Building it again mends it."""


class _Array(msgspec.Struct, frozen=True):
    dtype: str
    size: int
    offset: int
    checksum: int


class _Header(msgspec.Struct, frozen=True):
    version: int
    notes: dict[str, str]
    arrays: dict[str, _Array]


class Opened(msgspec.Struct, frozen=True):
    """The arrays of a file, mapped: only what is touched is read."""

    notes: dict[str, str]
    arrays: dict[str, NDArray[Any]]


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, str]) -> None:
    """Write a file and move it into place at once: who opens `path` meets the old index or the new one, whole."""
    header, offset = {}, 0
    for name, array in arrays.items():
        checksum = zlib.crc32(array.view(np.uint8).data)
        header[name] = _Array(array.dtype.str, array.size, offset, checksum)
        offset += -(-array.nbytes // _ALIGNED) * _ALIGNED
    text = msgspec.json.encode(_Header(VERSION, dict(notes), header))
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("wb") as file:
            file.write(b"%s %08x %08x\n" % (_MAGIC, len(text), zlib.crc32(text)))
            file.write(text)
            for array in arrays.values():
                file.write(b"\0" * (-file.tell() % _ALIGNED))
                file.write(array.view(np.uint8).data)
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def open_arrays(path: Path, *, verify: bool = False) -> Opened:
    """Map a file; `verify` reads all of it and compares checksums. Raises BadIndex where it is of no use."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise BadIndex(f"{path}: {error}") from error
    header, first = _header(path, mapped)
    arrays = {name: _array(path, mapped, first, name, one) for name, one in header.arrays.items()}
    if verify:
        _verify(path, first, header)
    return Opened(header.notes, arrays)


def _verify(path: Path, first: int, header: _Header) -> None:
    """Compare checksums: read, not mapped, so that the whole file does not stay in this process's memory."""
    with path.open("rb") as file:
        for name, one in header.arrays.items():
            file.seek(first + one.offset)
            checksum, rest = 0, one.size * np.dtype(one.dtype).itemsize
            while rest and (piece := file.read(min(rest, _PIECE))):
                checksum = zlib.crc32(piece, checksum)
                rest -= len(piece)
            if checksum != one.checksum:
                raise BadIndex(f"{path}: {name} has been damaged")


def _header(path: Path, mapped: mmap.mmap) -> tuple[_Header, int]:
    line = mapped[: mapped.find(b"\n", 0, 64) + 1]
    try:
        magic, length, checksum = line.split()
        size = min(int(length, 16), _MOST_HEADER)
        text = mapped[len(line) : len(line) + size]
        if magic != _MAGIC or zlib.crc32(text) != int(checksum, 16):
            raise BadIndex(f"{path}: this is no index, or its head has been damaged")
        header = msgspec.json.decode(text, type=_Header)
    except (ValueError, msgspec.MsgspecError) as error:
        raise BadIndex(f"{path}: this is no index, or its head has been damaged") from error
    if header.version != VERSION:
        raise BadIndex(f"{path}: version {header.version}; this program reads version {VERSION}")
    return header, -(-(len(line) + size) // _ALIGNED) * _ALIGNED


def _array(path: Path, mapped: mmap.mmap, first: int, name: str, one: _Array) -> NDArray[Any]:
    if first + one.offset + one.size * np.dtype(one.dtype).itemsize > len(mapped):
        raise BadIndex(f"{path}: the file has been cut off in {name}")
    return np.frombuffer(mapped, dtype=one.dtype, count=one.size, offset=first + one.offset)
