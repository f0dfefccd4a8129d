"""Search for big catalogues, ten thousand to a million articles: an index on disk, mapped into memory.

`build` writes it, `Index.open` opens it, `Index.search` asks it.
"""

from catalog.index.build import build
from catalog.index.file import VERSION, BadIndex
from catalog.index.index import Assortment, Index

__all__ = ["VERSION", "Assortment", "BadIndex", "Index", "build"]
