"""What villagers sell, on real databases: never oversold, whoever orders at once; groups; money paid once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import NOON

from bot.chores.selling import look
from bot.domain.events import (
    ErasureRequested,
    GroupBegun,
    GroupClosed,
    ListingChanged,
    ListingInspected,
    ListingOffered,
    ListingOrdered,
    PersonNamed,
    SaleCancelled,
    SaleFetched,
    SaleHanded,
    SellerPaid,
    StationBound,
)
from bot.domain.listing import Sale, bring_by
from bot.domain.people import Station
from bot.domain.settlement import Settlement, sums_of, total
from bot.storage.facts.market import SqlMarket
from bot.storage.market import listing_sales, listings, settlements
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.sql.retake import Retake, StockShort

UNTIL = NOON + timedelta(days=14)
COUNTED = ("open", "pledged", "handed")


def offered(key: str = "l1") -> ListingOffered:
    said = {"goods": "苹果", "quantity": Decimal(500), "unit": "斤", "price_fen": 200, "price_unit": "斤"}
    return ListingOffered(key=key, person="seller", station="YL", **said)


def sale(listing, key: str, quantity: Decimal, **more) -> Sale:
    status = "open" if listing.group_min is None else "pledged"
    return Sale(
        key=key,
        listing=listing.key,
        quantity=quantity,
        unit="斤",
        price_fen=200,
        status=status,
        bring_by=bring_by(NOON.date(), listing),
        created_at=NOON,
        **more,
    )


@pytest.fixture
def tell(database, seal):
    """Records what `make(listing)` gives, made from the listing as it is now."""

    async def tell(make, key: str = "l1"):
        def work(conn):
            found = make(listings.find(conn, key))
            record(conn, [found] if not isinstance(found, list) else found, seal=seal, at=NOON)

        await database.run(work)

    return tell


@pytest.fixture
async def on_sale(database, tell):
    """Publishes a listing of so many 斤."""

    async def publish(quantity: Decimal, key: str = "l1"):
        await tell(lambda _: offered(key), key)
        said = {"grade": "一等", "price_fen": 200, "until": UNTIL, "at": NOON}
        await tell(lambda one: ListingInspected(listing=one, quantity=quantity, **said), key)

    return publish


async def now(database, key: str = "l1"):
    return await database.run(lambda conn: (listings.find(conn, key), listing_sales.of_listing(conn, key)))


async def order(database, seal, key: str, quantity: Decimal, listing: str = "l1") -> bool:
    def work(conn):
        found = listings.find(conn, listing)
        record(conn, [ListingOrdered(listing=found, sale=sale(found, key, quantity))], seal=seal, at=NOON)

    try:
        await database.run(work)
    except StockShort:
        return False
    return True


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stock=st.decimals(min_value="1", max_value="60", places=1),
    wanted=st.lists(st.decimals(min_value="0.5", max_value="25", places=1), min_size=2, max_size=10),
)
async def test_a_listing_is_never_oversold_whoever_orders_at_once(postgres, seal, stock, wanted):
    key = uuid4().hex

    def publish(conn):
        record(conn, [offered(key)], seal=seal, at=NOON)
        said = {"grade": "一等", "price_fen": 200, "until": UNTIL, "at": NOON, "quantity": stock}
        record(conn, [ListingInspected(listing=listings.find(conn, key), **said)], seal=seal, at=NOON)

    await postgres.run(publish)
    took = await asyncio.gather(
        *(order(postgres, seal, f"{key}:{n}", quantity, key) for n, quantity in enumerate(wanted))
    )
    listing, sales = await now(postgres, key)
    assert listing.sold == sum((one.quantity for one in sales), Decimal(0)) <= stock
    assert sum(took) == len(sales)
    refused = [quantity for quantity, got in zip(wanted, took, strict=True) if not got]
    assert all(quantity > listing.left for quantity in refused) or listing.status == "sold_out"
    assert (listing.status == "sold_out") == (listing.left == 0)


async def test_more_than_is_left_or_at_an_old_price_is_refused(database, seal, on_sale, tell):
    await on_sale(Decimal(10))
    assert await order(database, seal, "a", Decimal(10))
    assert not await order(database, seal, "b", Decimal("0.001"))
    listing, _ = await now(database)
    assert (listing.status, listing.left) == ("sold_out", 0)
    await tell(lambda one: ListingChanged(listing=one.key, left=Decimal(5)))
    await tell(lambda one: ListingChanged(listing=one.key, price_fen=180))
    assert not await order(database, seal, "c", Decimal(1))
    listing, _ = await now(database)
    assert (listing.status, listing.left, listing.price_fen) == ("approved", 5, 180)


async def test_what_is_not_wanted_after_all_is_for_sale_again(database, seal, on_sale, tell):
    await on_sale(Decimal(10))
    assert await order(database, seal, "a", Decimal(10))
    sold = await database.run(lambda conn: listing_sales.find(conn, "a"))
    await tell(lambda _: SaleCancelled(sold=sold, at=NOON))
    with pytest.raises(Retake):
        await tell(lambda _: SaleCancelled(sold=sold, at=NOON))
    listing, _ = await now(database)
    assert (listing.status, listing.left) == ("approved", 10)


async def test_what_changed_meanwhile_is_looked_at_again(database, seal, on_sale, tell):
    await tell(lambda _: offered())
    before, _ = await now(database)
    said = {"grade": "一等", "price_fen": 200, "until": UNTIL, "at": NOON, "quantity": Decimal(5)}
    seen = ListingInspected(listing=before, **said)
    await tell(lambda _: seen)
    with pytest.raises(Retake):
        await tell(lambda _: seen)


async def chores(database, seal, at):
    def work(conn):
        events = list(look(conn, seal, at))
        record(conn, events, seal=seal, at=at)
        return events

    return await database.run(work)


@pytest.mark.parametrize(("pledged", "reached"), [((20, 10), True), ((20, 9), False)])
async def test_a_group_buy_comes_together_or_gives_everything_back(database, seal, on_sale, tell, pledged, reached):
    await on_sale(Decimal(100))
    until = NOON + timedelta(days=3)
    await tell(lambda one: GroupBegun(listing=one, minimum=Decimal(30), until=until))
    for n, count in enumerate(pledged):
        await tell(
            lambda one, n=n, count=count: ListingOrdered(
                listing=one, sale=sale(one, f"s{n}", Decimal(count), buyer=f"b{n}", paid_fen=count * 200)
            )
        )
    assert bool(await chores(database, seal, NOON + timedelta(hours=1))) == reached
    await chores(database, seal, until)
    assert await chores(database, seal, until) == []
    listing, sales = await now(database)
    assert {one.status for one in sales} == {"open" if reached else "lapsed"}
    assert sum(one.refund_fen for one in sales) == (0 if reached else sum(one.paid_fen for one in sales))
    assert (listing.status, listing.sold) == (("approved", 30) if reached else ("paused", 0))


async def test_a_group_that_grew_meanwhile_does_not_lapse(database, seal, on_sale, tell):
    await on_sale(Decimal(100))
    until = NOON + timedelta(days=3)
    await tell(lambda one: GroupBegun(listing=one, minimum=Decimal(30), until=until))
    before, _ = await now(database)
    assert await order(database, seal, "late", Decimal(30))
    stale = GroupClosed(listing=before, reached=False, pledged=(), bring_by=NOON.date(), at=until)
    await tell(lambda _: stale)
    listing, [one] = await now(database)
    assert (listing.group_min, one.status) == (30, "pledged")


async def test_a_listing_ends_when_its_time_is_over(database, seal, on_sale):
    await on_sale(Decimal(10))
    assert await chores(database, seal, UNTIL - timedelta(seconds=1)) == []
    [ended] = await chores(database, seal, UNTIL)
    assert (ended.to, (await now(database))[0].status) == ("expired", "expired")


async def test_a_seller_is_paid_once_and_what_it_says_adds_up(database, seal, on_sale, tell):
    await on_sale(Decimal(100))
    for n, weight in enumerate((Decimal("10.5"), Decimal("20.333"))):
        assert await order(database, seal, f"s{n}", weight)
        sold = await database.run(lambda conn, n=n: listing_sales.find(conn, f"s{n}"))
        sums = sums_of(weight, "斤", 200)
        await tell(lambda _, s=sold, w=weight, m=sums: SaleHanded(sold=s, weight=w, sums=m, at=NOON))
    owed = [one.sale for one in await database.run(lambda conn: listing_sales.owed(conn, "YL"))]
    paid = Settlement(key="p1", seller="seller", station="YL", sums=total(owed), how="cash", by="boss", at=NOON)
    keys = tuple(one.key for one in owed)
    await tell(lambda _: SellerPaid(settlement=paid, sales=keys))
    with pytest.raises(Retake):
        await tell(lambda _: SellerPaid(settlement=Settlement(**{**as_dict(paid), "key": "p2"}), sales=keys))
    [kept] = await database.run(lambda conn: settlements.of_seller(conn, "seller"))
    assert kept.sums.net_fen == sum(one.amount_fen - one.freight_fen - one.commission_fen for one in owed)
    assert await database.run(lambda conn: listing_sales.owed(conn, "YL")) == []


def as_dict(settlement):
    return {name: getattr(settlement, name) for name in settlement.__struct_fields__}


async def test_nothing_of_a_forgotten_seller_stays_on_sale(database, seal, on_sale, tell):
    await on_sale(Decimal(10))
    await tell(lambda _: ErasureRequested(person="seller"))
    listing, _ = await now(database)
    assert listing.status == "expired"
    assert listing.seller != "seller"


async def test_a_county_sees_what_its_villages_sell_nearest_first(database, seal, on_sale, tell):
    near = {"province": "四川省", "city": "成都市", "county": "青石县"}
    villages = (
        Station(code="YL", name="杨柳站", lat=30.5, lng=104.0, **near),
        Station(code="HP", name="花坪站", lat=30.4, lng=104.0, **near),
        Station(code="XX", name="外县站", lat=30.4, lng=104.0, **near | {"county": "别县"}),
    )
    await database.run(lambda conn: stations.save(conn, seal, villages, at=NOON))
    for code, key in (("YL", "l1"), ("HP", "l2"), ("XX", "l3")):
        offer = ListingOffered(**{**as_dict(offered(key)), "station": code})
        await tell(lambda _, offer=offer: offer, key)
        said = {"grade": "一等", "price_fen": 200, "until": UNTIL, "at": NOON}
        await tell(lambda one, said=said: ListingInspected(listing=one, quantity=Decimal(9), **said), key)

    def around(conn):
        market = SqlMarket(conn, "somebody", NOON)
        return [(one.listing.key, one.station, round(one.km)) for one in market.around(villages[1])]

    assert await database.run(around) == [("l2", "花坪站", 0), ("l1", "杨柳站", 11)]
    assert await order(database, seal, "a", Decimal(3))
    prices = await database.run(lambda conn: SqlMarket(conn, "x", NOON).prices("苹果", "斤", villages[1]))
    assert prices == [200]


async def test_the_buyers_station_sees_who_comes_for_what_until_some_days_later(database, seal, on_sale, tell):
    await on_sale(Decimal(100))

    def meet(conn) -> list[str]:
        met = [people.find_or_make(conn, seal, f"wechat:o{n}", NOON).id for n in range(2)]
        for person, station, name in zip(met, ("YL", "DW"), ("桂花", "小芳"), strict=True):
            told = [StationBound(person=person, station=station), PersonNamed(person=person, name=name)]
            record(conn, told, seal=seal, at=NOON)
        return met

    def hand_over(conn) -> None:
        sums = sums_of(Decimal(11), "斤", 200)
        sold = [listing_sales.find(conn, key) for key in ("a", "b")]
        record(conn, [SaleHanded(sold=one, weight=Decimal(11), sums=sums, at=NOON) for one in sold], seal=seal, at=NOON)

    def lists(conn, days: int) -> list[tuple[str, str, Decimal | None]]:
        market = SqlMarket(conn, "boss", NOON + timedelta(days=days))
        return [(one.sale.key, one.buyer_name, one.sale.weight) for one in market.to_fetch("YL")]

    here, there = await database.run(meet)
    for key, buyer in (("a", here), ("b", there), ("c", here)):
        more = {"key": key, "quantity": Decimal(10), "buyer": buyer}
        await tell(lambda one, more=more: ListingOrdered(listing=one, sale=sale(one, **more)))
    await database.run(hand_over)
    brought = await database.run(lambda conn: listing_sales.find(conn, "a"))
    assert await database.run(lambda conn: lists(conn, 11)) == [("a", "桂花", Decimal(11))]
    assert await database.run(lambda conn: lists(conn, 12)) == []
    await tell(lambda _: SaleFetched(sold=brought, at=NOON))
    assert await database.run(lambda conn: lists(conn, 4)) == []


async def test_where_no_places_are_known_the_own_village_and_town_come_first(database, seal, on_sale, tell):
    county = {"province": "四川省", "city": "成都市", "county": "青石县"}
    places = (("YL", "柳河镇"), ("HP", "石桥镇"), ("DW", "石桥镇"))
    villages = tuple(Station(code=code, name=code, town=town, **county) for code, town in places)
    await database.run(lambda conn: stations.save(conn, seal, villages, at=NOON))
    for hours, (code, key) in enumerate((("HP", "l1"), ("DW", "l2"), ("YL", "l3"))):
        offer = ListingOffered(**{**as_dict(offered(key)), "station": code})
        await tell(lambda _, offer=offer: offer, key)
        said = {"grade": "一等", "price_fen": 200, "until": UNTIL, "at": NOON + timedelta(hours=hours)}
        await tell(lambda one, said=said: ListingInspected(listing=one, quantity=Decimal(9), **said), key)
    seen = await database.run(lambda conn: SqlMarket(conn, "somebody", NOON).around(villages[1]))
    assert [one.station for one in seen] == ["HP", "DW", "YL"]
