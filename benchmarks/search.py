"""Search at size: cunkou's index beside tantivy on character bigrams and rapidfuzz's token_set_ratio, in one run.

The catalogue is composed, the noise made by rule (benchmarks/composed.py); queries reach every engine as they were written.
Each engine builds and answers in processes of its own. CPU is the thread's own; on a busy machine read the ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
from engines import DEPTH, ENGINES, Answer, Hits, Mention
from rich.console import Console
from rich.table import Table

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
SEED = 1
"""Of the mentions that are reported; weights are fitted on others."""
PATIENCE_S = 60.0
"""A slow engine is stopped after this time; the kinds of noise take turns, so that each is heard."""
KEEPS = 0.95
"""A threshold that keeps so many of the right answers is tried on goods that are not there."""
GOODS = 2_000
"""What a station has."""
NEEDS = {"cunkou": "numpy", "station": "numpy", "tantivy": "tantivy", "token_set": "rapidfuzz"}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure search in big catalogues.")
    parser.add_argument("--size", choices=SIZES, default="10k")
    parser.add_argument("--mentions", type=int, default=150, help="of each kind of noise")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only these")
    parser.add_argument("--work", type=Path, help="keep catalogue and indexes here")
    parser.add_argument("--do", choices=["build", "answer"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.do:
        print(json.dumps(_build(asked) if asked.do == "build" else _answer(asked)))
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        work = asked.work or Path(temporary)
        _compose(work, SIZES[asked.size], asked.mentions)
        _report([_run(name, work) for name in asked.engine or ENGINES if _is_there(name)], asked.size)


def _is_there(name: str) -> bool:
    there = find_spec(NEEDS[name]) is not None
    if not there:
        print(f"{name} is left out: pip install {NEEDS[name]}")
    return there


def _compose(work: Path, size: int, count: int) -> None:
    from composed import absent, articles, mentions, station  # not above: what it holds in memory is no engine's

    work.mkdir(parents=True, exist_ok=True)
    with (work / "catalog.tsv").open("w", encoding="utf-8") as file:
        for one in articles(size):
            file.write(f"{one.sku}\t{one.name}\t{one.brand}\t{one.category}\n")
    (work / "mentions.json").write_bytes(msgspec.json.encode(mentions(size, count, SEED)))
    (work / "absent.json").write_bytes(msgspec.json.encode(absent(size, count, SEED)))
    (work / "station.txt").write_text("\n".join(station(size, count, SEED, GOODS)), encoding="ascii")


def _run(name: str, work: Path) -> dict[str, Any]:
    result: dict[str, Any] = {"engine": name}
    for do in ("build", "answer"):
        command = [sys.executable, __file__, "--do", do, "--engine", name, "--work", str(work)]
        result |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - this file
    return result


def _build(asked: argparse.Namespace) -> dict[str, float]:
    engine = ENGINES[asked.engine[0]]()
    before = time.process_time()
    engine.build(asked.work)
    made = asked.work / asked.engine[0]
    files = [made] if made.is_file() else list(made.rglob("*"))
    return {
        "build_s": time.process_time() - before,
        "build_mb": _status("VmHWM"),
        "disk_mb": sum(file.stat().st_size for file in files) / 1e6,
    }


def _answer(asked: argparse.Namespace) -> dict[str, Any]:
    engine = ENGINES[asked.engine[0]]()
    engine.imported()
    before, opened = _status("VmRSS"), time.perf_counter()
    answer = engine.open(asked.work)
    opened = time.perf_counter() - opened
    found, times = _ask_all(answer, _mentions(asked.work / "mentions.json"))
    resident = _status("VmRSS")
    names = _names(asked.work)
    ranks = {kind: [_rank(mention, hits, names) for mention, hits in pairs] for kind, pairs in found.items()}
    lacking, _ = _ask_all(answer, _mentions(asked.work / "absent.json"))
    right = [
        hits[0][1] for kind in lacking for (_, hits), rank in zip(found[kind], ranks[kind], strict=True) if rank == 1
    ]
    times.sort()
    return {
        "open_ms": opened * 1e3,
        "rss_mb": resident,
        "more_mb": resident - before,
        "p50": times[len(times) // 2] * 1e3,
        "p99": times[len(times) * 99 // 100] * 1e3,
        "queries": len(times),
        "ranks": ranks,
        "accepts": _accepts(right, [hits[0][1] if hits else 0.0 for pairs in lacking.values() for _, hits in pairs]),
    }


def _accepts(right: list[float], wrong: list[float]) -> float:
    """The share of wrong answers that reach the score which the given share of right ones reach."""
    threshold = sorted(right)[round(len(right) * (1 - KEEPS))]
    return sum(score >= threshold for score in wrong) / len(wrong)


def _mentions(path: Path) -> dict[str, list[Mention]]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, list[Mention]])


def _ask_all(
    answer: Answer, wanted: dict[str, list[Mention]]
) -> tuple[dict[str, list[tuple[Mention, Hits]]], list[float]]:
    found: dict[str, list[tuple[Mention, Hits]]] = {kind: [] for kind in wanted}
    times = []
    answer("预热 yure")
    started = time.perf_counter()
    for turn in zip(*wanted.values(), strict=True):
        for kind, mention in zip(wanted, turn, strict=True):
            before = time.thread_time()
            hits = answer(mention.text)
            times.append(time.thread_time() - before)
            found[kind].append((mention, hits))
        if time.perf_counter() - started > PATIENCE_S:
            break
    return found, times


def _names(work: Path) -> dict[str, str]:
    with (work / "catalog.tsv").open(encoding="utf-8") as file:
        return dict(line.split("\t", 2)[:2] for line in file)


def _rank(mention: Mention, hits: Hits, names: dict[str, str]) -> int:
    """The place, from 1, of the first article whose name holds every term; 0 where there is none."""
    right = (place for place, (sku, _) in enumerate(hits, 1) if all(term in names[sku] for term in mention.terms))
    return next(right, 0)


def _status(field: str) -> float:
    """Megabytes of memory, as the kernel counts them."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith(field))


def _report(results: list[dict[str, Any]], size: str) -> None:
    console = Console(width=160)
    costs = Table(
        "engine",
        *["build s", "build MB", "disk MB", "open ms", "RSS MB", "+RSS MB", "p50 ms", "p99 ms", "queries"],
        title=size,
    )
    kinds = Table("R@1", "ALL", *results[0]["ranks"], "R@5", "MRR@10", "takes absent")
    for result in results:
        keys = ("build_s", "build_mb", "disk_mb", "open_ms", "rss_mb", "more_mb", "p50", "p99", "queries")
        costs.add_row(
            result["engine"], *(f"{result[key]:.3g}" if key != "queries" else str(result[key]) for key in keys)
        )
        every = [rank for ranks in result["ranks"].values() for rank in ranks]
        shares = [_share(ranks, 1) for ranks in (every, *result["ranks"].values())]
        mrr = sum(1 / rank for rank in every if 0 < rank <= DEPTH) / len(every)
        kinds.add_row(result["engine"], *shares, _share(every, 5), f"{mrr:.3f}", f"{result['accepts']:.3f}")
    console.print(costs)
    console.print(kinds)
    first = {result["engine"]: result for result in results}
    if {"cunkou", "tantivy"} <= first.keys():
        ratios = [first["cunkou"][key] / max(first["tantivy"][key], 1e-9) for key in ("p50", "p99")]
        console.print(f"cunkou beside tantivy: p50 ×{ratios[0]:.1f}, p99 ×{ratios[1]:.1f}")


def _share(ranks: list[int], upto: int) -> str:
    return f"{sum(0 < rank <= upto for rank in ranks) / max(1, len(ranks)):.3f}"


if __name__ == "__main__":
    main()
