"""The index of a big catalogue: opened in a moment, searched from any thread, changed by making another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from catalog.index.asked import ask, spells
from catalog.index.candidates import Allowed, candidates
from catalog.index.file import BadIndex, open_arrays
from catalog.index.look import Weights, features
from catalog.index.segment import Segment, make_segment
from catalog.index.signs import Flags, Heard, Signs
from catalog.product import Product
from catalog.search import Hit

_WEIGHTS = np.array(Weights(), dtype=np.float32)
_LONGEST_QUERY = 200


class _Part:
    """A segment, known by identity: an index has a large one on disk and perhaps a small one of late changes."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment


class Assortment:
    """The articles of a station. Made once for a station and kept: what it learns of an index it remembers."""

    def __init__(self, skus: Iterable[str]) -> None:
        self._skus = frozenset(skus)
        self._known: WeakKeyDictionary[_Part, Allowed] = WeakKeyDictionary()

    def allowed(self, part: _Part) -> Allowed:
        """The rows of one part of an index that belong to it."""
        known = self._known.get(part)
        if known is None:
            rows = part.segment.rows(self._skus)
            mask = np.zeros(part.segment.size, dtype=np.bool_)
            mask[rows] = True
            known = self._known[part] = Allowed(rows, mask)
        return known


class Index:
    """Never changes: `with_changes` makes another one that shares the file, and what is being searched goes on."""

    def __init__(self, signs: Signs, base: _Part, alive: Flags | None, late: Mapping[str, Product]) -> None:
        self._signs = signs
        self._base = base
        self._alive = alive
        self._late = dict(late)
        self._parts = [(base, alive)]
        if late:
            self._parts.append((_Part(make_segment(tuple(late.values()), signs)), None))
        self._segments = [part.segment for part, _ in self._parts]

    @classmethod
    def open(cls, path: Path, *, verify: bool = False) -> Index:
        """Open what `build` wrote; `verify` reads all of it first. Raises BadIndex where it is of no use."""
        opened = open_arrays(path, verify=verify)
        try:
            signs = Signs(opened.arrays["table"], opened.notes["shown"])
            segment = Segment(**{name: opened.arrays[name] for name in Segment._fields})
        except KeyError as error:
            raise BadIndex(f"{path}: {error} is missing") from error
        signs.hear("ma")  # reads the table of pinyin now, not at somebody's first query
        return cls(signs, _Part(segment), None, {})

    def __len__(self) -> int:
        base = self._base.segment.size if self._alive is None else int(self._alive.sum())
        return base + len(self._late)

    def search(self, query: str, limit: int = 5, only: Assortment | None = None) -> list[Hit]:
        """Rank articles for a query, typed pinyin and slips included, best first. A score of 1 is the whole name, exactly."""
        best: dict[str, float] = {}
        first, *others = self._signs.hear(query[:_LONGEST_QUERY])
        for heard in (first, *(other for other in others if spells(other, self._signs, self._segments))):
            for hit in self._ranked(heard, limit, only):
                best[hit.sku] = max(hit.score, best.get(hit.sku, 0.0))
        hits = [Hit(sku, score) for sku, score in best.items()]
        return sorted(hits, key=lambda hit: hit.score, reverse=True)[:limit]

    def with_changes(self, added: Iterable[Product] = (), withdrawn: Iterable[str] = ()) -> Index:
        """The same with some articles added (or put in the place of those with their skus) and some withdrawn.

        Late articles live in memory until the next `build`; meant for thousands, not for millions.
        """
        fresh, gone = {product.sku: product for product in added}, frozenset(withdrawn)
        late = {sku: product for sku, product in {**self._late, **fresh}.items() if sku in fresh or sku not in gone}
        dead = self._base.segment.rows(gone.union(fresh))
        alive = self._alive
        if len(dead):
            alive = np.ones(self._base.segment.size, dtype=np.bool_) if alive is None else alive.copy()
            alive[dead] = False
        return Index(self._signs, self._base, alive, late)

    def _ranked(self, heard: Heard, limit: int, only: Assortment | None) -> list[Hit]:
        if not heard.sounds:
            return []
        asked = ask(heard, self._signs, self._segments)
        hits = []
        for part, alive in self._parts:
            allowed = only.allowed(part) if only is not None else None
            rows = candidates(asked, part.segment, self._signs, allowed, alive)
            if len(rows):
                scores = np.round(features(asked, part.segment, self._signs, rows) @ _WEIGHTS, 4)
                # Only its length tells 77 from 777: the same signs, the same neighbours.
                longer = np.abs(part.segment.names[rows].astype(np.int16) - len(heard.sounds))
                best = np.lexsort((rows, longer, -scores))[:limit].tolist()
                hits += [Hit(part.segment.sku(rows[place]), round(float(scores[place]), 4)) for place in best]
        return hits
