"""Search for big catalogues, ten thousand to a million articles: an index on disk, mapped into memory.

`build` writes it, `Index.open` opens it, `Index.search` asks it, `LiveIndex` keeps one up to date.
"""

from catalog.index.build import build
from catalog.index.file import VERSION, BadIndex
from catalog.index.index import Assortment, Index
from catalog.index.live import LiveIndex

__all__ = ["VERSION", "Assortment", "BadIndex", "Index", "LiveIndex", "build"]
