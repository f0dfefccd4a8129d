"""`cunkou understand` and `cunkou search`: lines in, JSON lines out, for measuring what cunkou understands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import msgspec

from catalog.problem import BadFile
from catalog.reading import read_catalog
from catalog.shop import Shop
from intents.acts import to_wire
from intents.understand import explain as explained_of
from intents.utterance import Channel, Role, Utterance

BAD_INPUT = 2
"""Exit status where a line or a row of the catalogue could not be read; all others are answered all the same."""
_LOCAL = ZoneInfo("Asia/Shanghai")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of input."""

    id: str
    text: str
    at: datetime
    channel: Channel = "wechat"
    role: Role = "villager"


def run_understand(catalog: Path, explain: bool, lines: Iterable[str], out: TextIO) -> int:
    """Answer each line `{"id","text","channel","role","at"}` with `{"id","acts"}`; with its stages if asked.

    A line that cannot be read is named on stderr and left out. Returns the exit status.
    """
    decoder = msgspec.json.Decoder(Line)

    def answer(shop: Shop, text: str) -> dict[str, Any]:
        line = decoder.decode(text)
        at = line.at if line.at.tzinfo else line.at.replace(tzinfo=_LOCAL)
        utterance = Utterance(text=line.text, at=at, channel=line.channel, role=line.role)
        explained = explained_of(utterance, shop)
        wire: dict[str, Any] = {"id": line.id, "acts": [to_wire(act) for act in explained.acts]}
        if explain:
            wire["stages"] = {
                "normalised": explained.normalised,
                "decoded": explained.decoded,
                "clauses": explained.clauses,
                "rules": [one.rule for one in explained.made],
            }
        return wire

    return _run(catalog, answer, lines, out)


def run_search(catalog: Path, limit: int, lines: Iterable[str], out: TextIO) -> int:
    """Answer each line, a query, with `{"query","hits":[{"sku","score"}]}`, best first. Returns the exit status."""

    def answer(shop: Shop, query: str) -> dict[str, Any]:
        hits = shop.search(query, limit)
        return {"query": query, "hits": [{"sku": hit.sku, "score": round(hit.score, 4)} for hit in hits]}

    return _run(catalog, answer, lines, out)


def _run(catalog: Path, answer: Callable[[Shop, str], dict[str, Any]], lines: Iterable[str], out: TextIO) -> int:
    try:
        reading = read_catalog(catalog)
    except BadFile as error:
        sys.stderr.write(f"{catalog.name}: {error}\n")
        return BAD_INPUT
    for problem in reading.problems:
        sys.stderr.write(f"{catalog.name}: {problem}\n")
    status = BAD_INPUT if reading.problems else 0
    shop = Shop(reading.rows)
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        try:
            out.write(msgspec.json.encode(answer(shop, text)).decode() + "\n")
        except msgspec.DecodeError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            status = BAD_INPUT
    return status
