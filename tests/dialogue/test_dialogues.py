"""Whole conversations as data: what is said, what must be answered, what is ordered in the end."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from world import GOODS, YANGLIU, ZONE, World

from bot.domain.events import OrderMoved, OrderPaid, VisitPassed
from bot.domain.installation import Team
from bot.domain.letter import Letter
from bot.domain.message import Followed, Left, Link, Picture, Place, Scanned, Unreadable, Voice
from bot.domain.order import Status
from bot.domain.parcel import Parcel, parcel_moves
from bot.domain.people import Person, Station
from bot.domain.village import Locality
from catalog.shop import Shop
from tests.reading import read_cases

HERE = Path(__file__).parent
DIALOGUES = [
    (path.stem, dialogue) for path in sorted((HERE / "dialogues").glob("*.yaml")) for dialogue in read_cases(path)
]
KINDS = {
    "voice": Voice(),
    "picture": Picture(),
    "place": Place(latitude=30.0, longitude=104.0),
    "link": Link(),
    "video": Unreadable(kind="video"),
    "left": Left(),
}
BEFORE = ("later", "moved", "paid", "prices", "parcels", "passed")
RESERVED = {"reply", "never", "orders", "events", "told", "untold", *BEFORE}


def listed(value) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]


def people(world: World, described: dict) -> None:
    for who, given in (described or {}).items():
        traits = dict(given or {})
        channel = traits.pop("channel", "wechat")
        world.channels[who] = channel
        world.people[who] = Person(**{"id": who, "name": who, "station": "QS001", "channels": (channel,)} | traits)


def content(said):
    if isinstance(said, dict):
        (kind, value), *_ = said.items()
        if kind == "at":
            return Place(latitude=value[0], longitude=value[1])
        return {"scan": Scanned, "follow": Followed}[kind](scene=value or "")
    return KINDS[said[1:-1]] if str(said).startswith("<") else str(said)


def village(n: int, name: str, county: str = "", town: str = "", station: str = "", city: str = "") -> Locality:
    return Locality(key=f"村:{n}", station=station, name=name, village=name, town=town, county=county, city=city)


def bought(world: World) -> list[dict]:
    return [
        {line.sku: float(line.quantity) for line in order.lines}
        for order in world.orders
        if order.status != "cancelled"
    ]


def check_letters(step: dict, sent: list[Letter]) -> None:
    for key in ("told", "untold"):
        for person, pattern in step.get(key, {}).items():
            letters = [letter.text for letter in sent if letter.to == person]
            found = any(re.search(pattern, text) for text in letters)
            assert found == (key == "told"), f"{person} was told: {letters}"


def repriced(prices: dict[str, int | None]) -> Shop:
    """The shop with other prices, in fen; None takes an article away."""
    kept = (article for article in GOODS if prices.get(article.sku, 0) is not None)
    return Shop(tuple(replace(g, price_fen=prices[g.sku]) if g.sku in prices else g for g in kept))


def filled(world: World, name: str) -> str:
    """`{family_code}` is the code made last; anything else a field of the last order."""
    return [*world.ties.codes][-1] if name == "family_code" else str(getattr(world.orders[-1], name))


def move(world: World, statuses: list[str]) -> None:
    """The last order goes its way, as if others reported it."""
    for to in map(Status, statuses):
        code = "4821" if to is Status.AT_STATION else None
        world.record(OrderMoved(number=world.orders[-1].number, to=to, at=world.at, by="system", pickup_code=code))


def bring(world: World, parcels: dict[str, dict]) -> None:
    """Parcels of the last order, by what is in them, and how far each is now."""
    for number, told in parcels.items():
        known = next((one for one in world.parcels if one.tracking_number == number), None)
        order, to = world.orders[-1], Status(told["to"])
        parcel = known or Parcel(carrier="yto", tracking_number=number, number=order.number, skus=tuple(told["with"]))
        world.parcels += [] if known else [parcel]
        of_it = [one for one in world.parcels if one.number == order.number]
        for event in parcel_moves(order, of_it, parcel, to, at=world.at, by="county", station=YANGLIU, code="4821"):
            world.record(event)


def passed_visit(world: World, days: list[date]) -> VisitPassed:
    """The last order's fitter did not come on his day; these are offered instead."""
    order = world.orders[-1]
    return VisitPassed(
        number=order.number, day=order.installation.date, outcome="missed", at=world.at, days=tuple(days)
    )


def meanwhile(world: World, step: dict) -> None:
    """What happens before somebody speaks: time passes, the last order moves or is paid, prices change."""
    world.later(hours=step.get("later", 0))
    move(world, step.get("moved", []))
    if "passed" in step:
        world.record(passed_visit(world, [date.fromisoformat(day) for day in step["passed"]]))
    bring(world, step.get("parcels", {}))
    if "paid" in step:
        number = world.orders[-1].number
        world.record(OrderPaid(number=number, trade="t", amount_fen=step["paid"], at=world.at, platform_id=""))
    if "prices" in step:
        world.shop = repriced(step["prices"])


def play(world: World, step: dict) -> None:
    sent = len(world.letters)
    meanwhile(world, step)
    who = next((key for key in step if key not in RESERVED), None)
    if who is not None:
        said = re.sub(r"\{(\w+)\}", lambda m: filled(world, m[1]), str(step[who]))
        turn = world.hear(who, content(said if isinstance(step[who], str) else step[who]))
        for pattern in listed(step.get("reply")):
            assert re.search(pattern, turn.reply), f"{said!r} was answered: {turn.reply}"
        for pattern in listed(step.get("never")):
            assert not re.search(pattern, turn.reply), f"{said!r} was answered: {turn.reply}"
        if step.get("reply") == "":
            assert turn.reply == ""
        if "events" in step:
            happened = [type(event).__name__ for event in turn.events]
            assert [name for name in happened if name != "SearchHeard"] == step["events"]  # of interests none is told
    check_letters(step, world.letters[sent:])
    if "orders" in step:
        assert bought(world) == step["orders"]


@pytest.mark.parametrize("dialogue", [d for _, d in DIALOGUES], ids=[f"{stem}-{d['title']}" for stem, d in DIALOGUES])
def test_dialogue(dialogue):
    world = World()
    if "at" in dialogue:
        world.at = datetime.fromisoformat(dialogue["at"]).replace(tzinfo=ZONE)
    if "city" in dialogue:
        world.shop = Shop(tuple(replace(g, stock_place="city") if g.sku in dialogue["city"] else g for g in GOODS))
    people(world, dialogue.get("people"))
    world.people["boss"] = replace(world.people["boss"], **dialogue.get("boss", {}))
    world.villages += [village(n, *around) for n, around in enumerate(dialogue.get("villages", ()))]
    for code, stock in dialogue.get("shelf", {}).items():
        world.shelf.update({(code, sku): Decimal(count) for sku, count in stock.items()})
    world.left.update({sku: Decimal(count) for sku, count in dialogue.get("left", {}).items()})
    world.channels.update(dict.fromkeys(dialogue.get("sms", ()), "sms"))
    if "centre" in dialogue:
        world.centre = Station(code=dialogue["centre"], name="青石县中心", level="county", county="青石县")
    world.mistakes.update(dialogue.get("mistakes", {}))
    world.sold.update({sku: Decimal(count) for sku, count in dialogue.get("sold", {}).items()})
    world.fitters = Team(**dialogue.get("fitters", {}))
    world.phones.update(dialogue.get("phones", {}))
    world.pay_base = dialogue.get("pay", "")
    for parent, child, word in dialogue.get("ties", ()):
        world.ties.agree(parent, child, word, world.at)
    for step in dialogue["steps"]:
        play(world, step)
