"""Names of goods from single regions, beside the standard word; see config/lexicon/README.md for where they come from."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from config.data import HERE


@cache
def read_regional() -> Mapping[str, tuple[str, ...]]:
    """The regional names of each standard word that mean nothing else anywhere: they are understood everywhere."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows("regional.tsv"):
        names[row["standard"]].append(row["term"])
    return {standard: tuple(terms) for standard, terms in names.items()}


@cache
def words_of(province: str, city: str) -> Mapping[str, str]:
    """Word → standard word, of those that mean something else elsewhere (土豆 is a peanut in 厦门): only where they
    are spoken. Province and city as the stations file has them."""
    here = province + city
    return {
        row["term"]: row["standard"]
        for row in _rows("colliding.tsv")
        if here and any(here.startswith(place) for place in row["places"].split(","))
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / "lexicon" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")
