"""How well cunkou understands: scores of the phrase sets in `tests/phrases/sets`. `make eval` runs it.

A set is scored with the catalogue whose name its own begins with; the village's is the sample shop. `--cost` says what
a message costs. Unseen sets are there to be looked at as totals; their errors are shown only with `--spend`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from msgspec.structs import replace
from rich.console import Console
from rich.table import Table
from scoring import HEAD, Score, judge

from catalog.reading import read_catalog
from catalog.shop import Shop
from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire

ROOT = Path(__file__).parent.parent
SETS = ROOT / "tests" / "phrases" / "sets"
SAMPLE = ROOT / "config" / "sample" / "catalog.csv"
HARM = {"wrong": 8, "phantom": 8, "guessed": 4, "refused": 2, "over_asked": 1}
"""How bad an error is; the worst are shown first."""

A_MINUTE = timedelta(minutes=1)
COST = ("lines", "median ms", "p99 ms", "max ms")

Acts = list[dict[str, Any]]
Error = tuple[int, dict[str, Any], Acts]
"""How bad, the line of the set, the acts understood."""


def utterances(path: Path) -> Iterator[tuple[dict[str, Any], Utterance]]:
    """Each line of a set with what was said."""
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        yield line, Utterance(text=line["text"], at=datetime.fromisoformat(line["at"]), channel=line["channel"],
                              role=line["role"])  # fmt: skip  # what belongs together on one line


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--by-tag", action="store_true", help="a line a kind of speech")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="the N worst errors of each set")
    parser.add_argument(
        "--spend", action="store_true", help="show errors of unseen sets too: they measure nothing any more"
    )
    parser.add_argument("--cost", action="store_true", help="CPU time a message, warm, instead of scores")
    parser.add_argument("sets", nargs="*", type=Path, default=sorted(SETS.glob("*.jsonl")))
    asked = parser.parse_args()
    shops: dict[str, Shop] = {}
    table, console = Table("set", *(COST if asked.cost else HEAD)), Console(width=150, highlight=False, markup=False)
    for path in asked.sets:
        name = path.stem.partition("_")[0]
        shop = shops.setdefault(name, Shop(read_catalog(SAMPLE if name == "village" else SETS / f"{name}.csv").rows))
        if asked.cost:
            table.add_row(path.stem, *_cost(path, shop))
        else:
            _one_set(path, shop, table, console, asked)
    console.print(table)


def _cost(path: Path, shop: Shop) -> list[str]:
    """Milliseconds of CPU a message in a second pass over the set: the first has filled what is kept of a shop. It is said
    a minute later, for what was said within a minute is not read again."""
    said = [one for _, one in utterances(path)]
    for one in said:
        understand(one, shop)
    spent: list[float] = []
    for one in said:
        later = replace(one, at=one.at + A_MINUTE)
        start = time.thread_time()
        understand(later, shop)
        spent.append(1_000 * (time.thread_time() - start))
    cuts = quantiles(spent, n=100, method="inclusive")
    return [str(len(spent)), *(f"{ms:.2f}" for ms in (cuts[49], cuts[98], max(spent)))]


def _one_set(path: Path, shop: Shop, table: Table, console: Console, asked: argparse.Namespace) -> None:
    """Score one set into the table; show its worst errors."""
    whole, tags = Score(), dict[str, Score]()
    errors: list[Error] = []
    for line, said in utterances(path):
        acts = [to_wire(act) for act in understand(said, shop)]
        counts = judge(line["acts"], acts)
        whole.counts += counts
        for tag in line["tags"]:
            tags.setdefault(tag, Score()).counts += counts
        if not counts["whole"]:
            errors.append((_badness(counts), line, acts))
    table.add_row(path.stem, *whole.row())
    for tag in sorted(tags) if asked.by_tag else ():
        table.add_row(f"  {tag}", *tags[tag].row())
    if asked.errors and path.stem.endswith("_unseen") and not asked.spend:
        console.print(f"{path.stem}: unseen, its errors are not shown (--spend would)")
        return
    for _, line, acts in sorted(errors, key=lambda one: -one[0])[: asked.errors]:
        console.print(f"{line['id']} {line['text']!r}\n  gold {_short(line['acts'])}\n  said {_short(acts)}")


def _badness(counts: Counter[str]) -> int:
    return sum(worth * bool(counts[harm]) for harm, worth in HARM.items()) + (not counts["intents"])


def _short(acts: Acts) -> str:
    return json.dumps(acts, ensure_ascii=False)


if __name__ == "__main__":
    main()
