"""Messages to a shop of quite other goods than the sample: farm supplies, parts of appliances, clothes, festival goods."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.reading import read_catalog
from catalog.shop import Shop
from intents.understand import understand
from intents.utterance import Utterance
from intents.wire import to_wire
from tests.reading import read_cases

HERE = Path(__file__).parent / "elsewhere"
AT = datetime.fromisoformat("2026-11-25T09:00:00+08:00")


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop(read_catalog(HERE / "catalog.csv").rows)


def _told(act: dict[str, Any]) -> str:
    """The act in short: add salt-i*2 none*1, home."""
    if "items" not in act:
        return str(act.get("date") or act.get("mode") or act["intent"])
    items = ("|".join(item.get("any_of", ())) or item.get("sku", "none") for item in act["items"])
    counts = (f"*{item['qty']:g}" if "qty" in item else "" for item in act["items"])
    return " ".join((act["intent"], *(item + count for item, count in zip(items, counts, strict=True))))


@pytest.mark.parametrize(("said", "want"), read_cases(HERE / "cases.yaml").items())
def test_goods_of_another_shop_are_understood(said: str, want: str, shop: Shop) -> None:
    acts = understand(Utterance(text=said, at=AT), shop)

    assert ", ".join(_told(to_wire(act)) for act in acts) == want
