"""The index that is in use: changed and replaced while it is being searched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from catalog.index.index import Index
from catalog.product import Product


class LiveIndex:
    """Take `index` for each search and let go of it: what has begun ends on the index it began with, nothing waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changing = Lock()
        self._since: list[tuple[tuple[Product, ...], tuple[str, ...]]] = []
        self.index = Index.open(path)

    def change(self, added: Iterable[Product] = (), withdrawn: Iterable[str] = ()) -> None:
        """Add or replace and withdraw single articles, at once."""
        change = tuple(added), tuple(withdrawn)
        with self._changing:
            self._since.append(change)
            self.index = self.index.with_changes(*change)

    def reload(self) -> None:
        """Go over to what was built meanwhile. Raises BadIndex, and goes on as before, where it is of no use.

        Changes since the last reload are made again: the build may have begun before them. Older ones are in it, as long
        as a build begins only after the last one was reloaded.
        """
        with self._changing:
            fresh = Index.open(self._path)
            for added, withdrawn in self._since:
                fresh = fresh.with_changes(added, withdrawn)
            self._since.clear()
            self.index = fresh
