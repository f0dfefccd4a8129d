"""The index that is in use: changed and replaced while it is being searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock

from catalog.index.index import Index
from catalog.product import Product


class LiveIndex:
    """Take `index` for each search and let go of it: what has begun ends on the index it began with, nothing waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changing = Lock()
        self._since: dict[str, Product | None] = {}
        self.index = Index.open(path)

    def change(self, added: Iterable[Product] = (), withdrawn: Iterable[str] = ()) -> None:
        """Withdraw single articles and add or replace others, at once."""
        change: dict[str, Product | None] = dict.fromkeys(withdrawn)
        change.update((product.sku, product) for product in added)
        with self._changing:
            self._since.update(change)
            self.index = _changed(self.index, change)

    def reload(self) -> None:
        """Go over to what was built meanwhile. Raises BadIndex, and goes on as before, where it is of no use.

        Changes since the last reload are made again: the build may have begun before them. Older ones are in it, as long
        as a build begins only after the last one was reloaded.
        """
        with self._changing:
            self.index = _changed(Index.open(self._path), self._since)
            self._since = {}


def _changed(index: Index, change: Mapping[str, Product | None]) -> Index:
    added = [product for product in change.values() if product]
    return index.with_changes(added, (sku for sku, product in change.items() if not product))
