"""The engines that are compared: each is built from names, opened in a fresh process, and answers with names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from catalog.product import Product

Hits = list[tuple[str, float]]
"""Skus with their scores, best first."""
Answer = Callable[[str], Hits]
"""A query in, the best ten articles out."""
DEPTH = 10


class Mention(NamedTuple):
    """What was written, and what must all stand in the name of a right answer."""

    text: str
    terms: tuple[str, ...]


def rows(work: Path) -> Iterator[Product]:
    with (work / "catalog.tsv").open(encoding="utf-8") as file:
        for line in file:
            sku, name, brand, kind = line.rstrip("\n").split("\t")
            yield Product(sku=sku, name=name, brand=brand, category=kind, unit="件", price_fen=1000)


def names(work: Path) -> list[str]:
    return [product.name for product in rows(work)]


def _plain(text: str) -> str:
    """All that the peers get by way of preparation."""
    return unicodedata.normalize("NFKC", text).lower()


def _bigrams(text: str) -> list[str]:
    plain = "".join(_plain(text).split())
    return [plain[i : i + 2] for i in range(len(plain) - 1)] or [plain]


class Cunkou:
    def build(self, work: Path) -> None:
        from catalog.index import build

        build(rows(work), work / "cunkou")

    def open(self, work: Path) -> Answer:
        from catalog.index import Index

        index = Index.open(work / "cunkou")
        return lambda query: [(hit.sku, hit.score) for hit in index.search(query, DEPTH)]

    def imported(self) -> None:
        import catalog.index  # noqa: F401 - what it costs is not the index's own


class Station(Cunkou):
    """The same index, asked for what one station has."""

    def build(self, work: Path) -> None:
        pass

    def open(self, work: Path) -> Answer:
        from catalog.index import Assortment, Index

        index = Index.open(work / "cunkou")
        station = Assortment((work / "station.txt").read_text(encoding="ascii").split())
        return lambda query: [(hit.sku, hit.score) for hit in index.search(query, DEPTH, only=station)]


class Tantivy:
    """BM25 over character bigrams."""

    def build(self, work: Path) -> None:
        import tantivy

        (work / "tantivy").mkdir(exist_ok=True)
        index = tantivy.Index(self._schema(), path=str(work / "tantivy"), reuse=False)
        writer = index.writer(256_000_000, 1)
        for product in rows(work):
            writer.add_document(tantivy.Document(sku=product.sku, name=" ".join(_bigrams(product.name))))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, work: Path) -> Answer:
        import tantivy

        schema = self._schema()
        index = tantivy.Index(schema, path=str(work / "tantivy"))
        searcher = index.searcher()

        def answer(query: str) -> Hits:
            pairs = [tantivy.Query.term_query(schema, "name", pair) for pair in _bigrams(query)]
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Should, pair) for pair in pairs])
            return [(searcher.doc(place)["sku"][0], score) for score, place in searcher.search(wanted, DEPTH).hits]

        return answer

    def imported(self) -> None:
        import tantivy  # noqa: F401 - as above

    def _schema(self) -> object:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("sku", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("name", tokenizer_name="whitespace", index_option="freq")
        return builder.build()


class TokenSet:
    """rapidfuzz, every name for every query."""

    def build(self, work: Path) -> None:
        pass

    def open(self, work: Path) -> Answer:
        from rapidfuzz import fuzz, process

        all_rows = list(rows(work))
        skus, plain = [row.sku for row in all_rows], [_plain(row.name) for row in all_rows]

        def answer(query: str) -> Hits:
            found = process.extract(_plain(query), plain, scorer=fuzz.token_set_ratio, limit=DEPTH)
            return [(skus[place], score) for _, score, place in found]

        return answer

    def imported(self) -> None:
        import rapidfuzz  # noqa: F401 - as above


ENGINES = {"cunkou": Cunkou, "station": Station, "tantivy": Tantivy, "token_set": TokenSet}
