"""Names of goods from single regions, beside the standard word; see config/lexicon/README.md for where they come from."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from config.data import HERE


@cache
def read_regional() -> Mapping[str, tuple[str, ...]]:
    """The regional names of each standard word."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    with (HERE / "lexicon" / "regional.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            names[row["standard"]].append(row["term"])
    return {standard: tuple(terms) for standard, terms in names.items()}
