"""`cunkou search`: ask a catalogue of any size. A big one gets an index, which is kept for the next time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol, TextIO

from bot.commands.lines import BAD_INPUT, answer_lines
from catalog.index import VERSION, BadIndex, Index, build
from catalog.problem import BadFile, Problem
from catalog.product import Product
from catalog.reading import each_product
from catalog.search import Hit
from catalog.shop import Shop

BIG = 2_000
"""A catalogue of more articles is searched by an index; a smaller one is soon read, and its shop knows every word."""
KEPT = 3
"""Indexes that are kept: one for each content a catalogue had lately."""
_TOLD_EVERY = 100_000


class Searched(Protocol):
    def search(self, query: str, limit: int) -> list[Hit]: ...


def run_search(catalog: Path, limit: int, lines: Iterable[str], out: TextIO, kept: Path) -> int:
    """Answer each line, a query, with `{"query","hits":[{"sku","score"}]}`, best first; `kept` is where indexes are.

    Returns the exit status.
    """
    problems: list[Problem] = []
    try:
        searched = _searched(catalog, kept, problems)
    except (BadFile, OSError) as error:
        sys.stderr.write(f"{catalog.name}: {error}\n")
        return BAD_INPUT

    def answer(query: str) -> dict[str, Any]:
        hits = searched.search(query, limit)
        return {"query": query, "hits": [{"sku": hit.sku, "score": round(hit.score, 4)} for hit in hits]}

    status = answer_lines(answer, lines, out)
    return BAD_INPUT if problems else status


def _searched(catalog: Path, kept: Path, problems: list[Problem]) -> Searched:
    path = kept / f"{_content(catalog)}-{VERSION}.index"
    try:
        return Index.open(path, verify=True)
    except BadIndex:
        products = _good(catalog, problems)
        first = list(islice(products, BIG + 1))
        if len(first) <= BIG:
            return Shop(first)
        return _indexed(chain(first, products), path, problems)


def _content(catalog: Path) -> str:
    if not catalog.is_file():
        raise BadFile("there is no such file")
    with catalog.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:24]


def _good(catalog: Path, problems: list[Problem]) -> Iterator[Product]:
    """The good rows. The others are named on stderr and remembered."""
    for one in each_product(catalog):
        if isinstance(one, Problem):
            problems.append(one)
            sys.stderr.write(f"{catalog.name}: {one}\n")
        else:
            yield one


def _indexed(products: Iterable[Product], path: Path, problems: list[Problem]) -> Index:
    build(products, path, _tell)
    index = Index.open(path)
    if problems:  # not kept, so that the next run names the bad rows again; what is mapped stays until this one ends
        path.unlink()
    for old in sorted(path.parent.glob("*.index"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
    return index


def _tell(count: int) -> None:
    if count % _TOLD_EVERY == 0:
        sys.stderr.write(f"{count:,} articles indexed\n")
