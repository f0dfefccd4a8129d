"""What is said and what it means, as data: tests/phrases/<intent>.yaml, one test a phrase.

A file holds `says` (each means the file's intent and nothing else) and `cases` (said, want). `want` names the acts in
any order; of an act and its items only what is written is compared. `role`, `channel` and `at` stand for the file or
for a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.shop import Shop
from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire
from tests.reading import read_cases

PHRASES = Path(__file__).parent.parent / "phrases"
DEFAULTS = {"at": "2026-12-03T10:00:00+08:00", "role": "villager", "channel": "wechat"}


def _cases() -> Iterator[Any]:
    for path in sorted(PHRASES.glob("*.yaml")):
        data = read_cases(path)
        common = DEFAULTS | {key: data[key] for key in DEFAULTS if key in data}
        for said in data.get("says") or ():
            yield pytest.param(common | {"said": str(said), "want": [{"intent": path.stem}]}, id=f"{path.stem}:{said}")
        for case in data.get("cases") or ():
            yield pytest.param(common | case, id=f"{path.stem}:{case['said']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_a_phrase_means_what_is_written(case: dict[str, Any], sample_shop: Shop) -> None:
    utterance = Utterance(
        text=case["said"], at=datetime.fromisoformat(case["at"]), channel=case["channel"], role=case["role"]
    )
    acts = [to_wire(act) for act in understand(utterance, sample_shop)]
    left = list(acts)
    for wanted in case["want"]:
        match = next((act for act in left if _fits(wanted, act)), None)
        assert match is not None, f"{wanted} not in {acts}"
        left.remove(match)
    assert not left, f"too much: {left}"


def _fits(wanted: dict[str, Any], act: dict[str, Any]) -> bool:
    for slot, value in wanted.items():
        if slot in ("items", "entries"):
            got = act.get(slot, [])
            if len(got) != len(value) or not all(_fits(w, g) for w, g in zip(value, got, strict=True)):
                return False
        elif act.get(slot) != value:
            return False
    return True
