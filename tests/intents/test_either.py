"""Two brands between which somebody cannot choose are both asked for; neither is refused."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.understand import understand
from intents.utterance import Utterance

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def asked(text, shop):
    """Intents, and all articles that were named."""
    acts = understand(Utterance(text=text, at=AT), shop)
    return {act.intent for act in acts}, {sku for act in acts for item in act.items for sku in item.skus}


@pytest.fixture
def both(sample_shop):
    brands = [asked(f"{brand}酱油有吗", sample_shop)[1] for brand in ("海天", "李锦记")]
    assert all(brands)
    return brands[0] | brands[1]


@pytest.mark.parametrize(
    "said",
    [
        "海天还是李锦记的酱油",
        "酱油海天还是李锦记",
        "酱油海天的还是李锦记的",
        "酱油要海天的还是李锦记的",
        "酱油有海天还是李锦记",
        "海天酱油还是李锦记酱油",
        "酱油海天的或者李锦记的",
    ],
)
def test_both_brands_are_shown(said, sample_shop, both):
    assert asked(said, sample_shop) == ({"search"}, both)


def test_what_is_ordered_beside_stays_ordered_and_open(sample_shop):
    [act] = understand(Utterance(text="来瓶酱油，海天还是李锦记的好", at=AT), sample_shop)
    assert act.intent == "add"
    assert [(item.mention, item.quantity) for item in act.items] == [("酱油", 1)]


@pytest.mark.parametrize("said", ["还是老牌子的酱油，两瓶", "还是海天酱油两瓶", "酱油还是海天的，两瓶"])
def test_a_brand_settled_on_is_no_choice(said, sample_shop):
    assert "add" in asked(said, sample_shop)[0]
