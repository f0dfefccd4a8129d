"""The index file: chunks, interrupted builds, damage, and replacing it while it is being read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.index import VERSION, BadIndex, Index, build
from catalog.index.signs import make_signs
from catalog.product import Product


def articles(count: int, word: str = "酱油") -> Iterator[Product]:
    for number in range(count):
        yield Product(sku=f"S{number}", name=f"云岭{number}号{word}", unit="瓶", price_fen=100)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shop"
    build(articles(50), path)
    return path


def test_chunks_make_the_same_file_as_one_piece(path: Path) -> None:
    told: list[int] = []

    assert build(articles(50), path.with_name("pieces"), told.append, chunk=7) == 50
    assert path.with_name("pieces").read_bytes() == path.read_bytes()
    assert told == [7, 14, 21, 28, 35, 42, 49, 50]


def test_an_empty_catalogue_makes_an_index_that_finds_nothing(tmp_path: Path) -> None:
    build([], tmp_path / "empty")
    index = Index.open(tmp_path / "empty", verify=True)

    assert len(index) == 0
    assert index.search("酱油") == []
    assert index.with_changes(articles(3)).search("云岭2号酱油")[0].sku == "S2"


def test_an_interrupted_build_leaves_the_old_index_and_no_litter(path: Path) -> None:
    def broken() -> Iterator[Product]:
        yield from articles(10, "香醋")
        raise RuntimeError("the file ended in the middle")

    with pytest.raises(RuntimeError):
        build(broken(), path)

    assert [one.name for one in path.parent.iterdir()] == ["shop"]
    assert Index.open(path, verify=True).search("云岭7号酱油")[0].sku == "S7"


def test_an_index_that_is_being_searched_survives_its_replacement(path: Path) -> None:
    old = Index.open(path)
    build(articles(5, "香醋"), path)

    assert old.search("云岭49号酱油", limit=1)[0].sku == "S49"
    assert len(Index.open(path)) == 5


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadIndex, match="nowhere"):
        Index.open(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", [b"", b"sku,name\n", b"cunkou-index", b"cunkou-index 00000002 00000000\n{}", b"\0" * 5000]
)
def test_another_file_is_no_index(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)

    with pytest.raises(BadIndex, match="other"):
        Index.open(tmp_path / "other")


@pytest.mark.parametrize("part", [0.999, 0.5, 0.01])
def test_a_file_cut_off_is_noticed_at_once(path: Path, part: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])

    with pytest.raises(BadIndex, match=r"cut off|damaged"):
        Index.open(path)


def test_a_changed_byte_is_noticed_when_verifying(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(BadIndex, match="damaged"):
        Index.open(path, verify=True)


def test_an_index_of_another_version_is_refused(path: Path) -> None:
    content = path.read_bytes()
    line, _, rest = content.partition(b"\n")
    length = int(line.split()[1], 16)
    head = rest[:length].replace(b'"version":1', b'"version":9')
    path.write_bytes(b"cunkou-index %08x %08x\n" % (length, zlib.crc32(head)) + head + rest[length:])

    with pytest.raises(BadIndex, match="version 9"):
        Index.open(path)


def test_a_new_way_of_sounding_raises_the_version() -> None:
    """Kept indexes hold the old sounds. When this fails, raise VERSION and write the new numbers here."""
    hanzi = make_signs().table[0x4E00:0x9FA6]

    assert (VERSION, zlib.crc32(hanzi.data)) == (1, 0xD2809ECD)
