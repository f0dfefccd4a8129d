"""Bent input for a few seconds: hooks answer, understanding never raises, nobody is stuck. `make fuzz` does it for long."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import fuzz
import pytest
from fuzzing import FIRST, ODD, SECOND, SPOKEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.wechat_xml import Malformed, read_xml
from bot.dialogue.pages import SMS_UNITS, WECHAT_BYTES, size
from bot.domain.events import OrderPlaced
from bot.domain.message import Text
from catalog.reading import read_catalog
from catalog.shop import Shop
from config.data import HERE
from intents.understand import understand
from intents.utterance import Utterance

sys.path.append(str(Path(__file__).parent.parent / "dialogue"))
from world import World

INPUTS = 25
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(SPOKEN),
    st.lists(st.one_of(st.sampled_from(SPOKEN).map(lambda said: said[:8]), st.sampled_from(ODD)), max_size=5).map("".join),
)  # fmt: skip  # a table, a row a line
HASTY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
async def hooked(tmp_path_factory):
    """What became of some inputs of every hook, and who is stuck after them."""
    results, stuck = {}, []
    for hooks in (FIRST, SECOND):
        async with fuzz.bot(tmp_path_factory.mktemp("fuzz"), hooks) as (parts, base):
            for name, make in hooks.items():
                results[name] = await fuzz.shoot(base, make, INPUTS, seed=7)
            stuck += await fuzz.stuck(parts, base, most=8)
    return results, stuck


@pytest.mark.parametrize("name", [*FIRST, *SECOND])
def test_a_hook_takes_what_is_bent_without_a_5xx(hooked, name):
    result = hooked[0][name]
    assert sum(result.statuses.values()) == INPUTS
    assert result.bad is None, result.statuses
    assert len(result.statuses) > 1, "some are believed and some are not, or this proves nothing"


def test_nobody_is_stuck_after_it(hooked):
    assert hooked[1] == []


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop(read_catalog(HERE / "sample" / "catalog.csv").rows)


@pytest.mark.parametrize("channel", ["wechat", "sms"])
@pytest.mark.parametrize("role", ["villager", "manager"])
def test_whatever_is_written_is_understood_as_something(shop, channel, role):
    @HASTY
    @given(text=WORDS)
    def look(text):
        acts = understand(Utterance(text=text, at=AT, channel=channel, role=role), shop)
        assert acts
        for act in acts:
            for item in getattr(act, "items", ()):
                assert all(shop.product(sku) for sku in item.skus)
                assert item.quantity is None or 0 <= item.quantity < 10**9

    look()


@pytest.mark.parametrize("channel", ["wechat", "sms"])
def test_a_whole_conversation_of_whatever_is_written_goes_on(channel):
    @HASTY
    @given(said=st.lists(WORDS, min_size=1, max_size=6), who=st.sampled_from(["秀英", "boss"]))
    def talk(said, who):
        world = World(channels={who: channel})
        for text in said:
            turn = world.hear(who, Text(text=text))
            placed = [event.order for event in turn.events if isinstance(event, OrderPlaced)]
            assert all(line.quantity > 0 for order in placed for line in order.lines)
            assert size(turn.reply, channel) <= (SMS_UNITS if channel == "sms" else WECHAT_BYTES)

    talk()


@settings(max_examples=250, deadline=None, derandomize=True)
@given(
    st.one_of(st.binary(max_size=200), st.binary(max_size=80).map(lambda inner: b"<xml><a>" + inner + b"</a></xml>"))
)
def test_the_xml_reader_reads_or_says_it_cannot(body):
    try:
        fields = read_xml(body)
        fields.text("a", limit=10**6)
        fields.children("a")
    except Malformed:
        return


BOMBS = {
    "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
    "quadratic": b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]><xml><C>' + b"&a;" * 5000 + b"</C></xml>",
    "a file": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
    "a network": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><xml><Content>x</Content></xml>',
    "a parameter": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]><xml/>',
    "deep": b"<xml>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</xml>",
    "wide": b"<xml>" + b"".join(b"<a%d>x</a%d>" % (n, n) for n in range(9000)) + b"</xml>",
    "attributes": b"<xml " + b" ".join(b'a%d="1"' % n for n in range(9000)) + b"/>",
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_of_xml_costs_nothing(body):
    begun = time.perf_counter()
    try:
        fields = read_xml(body)
    except Malformed:
        fields = None
    assert time.perf_counter() - begun < 1
    assert fields is None or "root:" not in str(fields)
