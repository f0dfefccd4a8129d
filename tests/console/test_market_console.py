"""What villagers sell, at the station's counter: looked at, weighed and paid, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.domain.events import ListingOffered, ListingOrdered, PersonNamed, SaleHanded, StationBound
from bot.domain.listing import Sale, bring_by
from bot.domain.settlement import sums_of
from bot.storage.market import listing_sales, listings
from bot.storage.persons import people
from bot.storage.record import record

AT = {"at": "V1"}
PAGE = "/console/station/market"
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
APPLES = {"goods": "<b>苹果", "quantity": Decimal(500), "unit": "斤", "price_fen": 200, "price_unit": "斤"}


async def tell(county, make):
    await county.database.run(lambda conn: record(conn, [make(conn)], seal=county.seal, at=NOW))


async def offer(county, key="l1", station="V1"):
    await tell(county, lambda _: ListingOffered(key=key, person="seller", station=station, **APPLES))


def order(conn):
    listing = listings.find(conn, "l1")
    day = bring_by(NOW.date(), listing)
    said = {"quantity": Decimal(50), "unit": "斤", "price_fen": 200, "bring_by": day, "created_at": NOW}
    return ListingOrdered(listing=listing, sale=Sale(key="s1", listing="l1", buyer="b", **said))


async def test_goods_are_published_weighed_and_paid_once(manager, county):
    await offer(county)
    page = await manager.get(PAGE)
    assert "500斤" in page.text
    assert "<b>苹果" not in page.text
    graded = {"key": "l1", "do": "publish", "grade": "一等"}
    assert "已上架" not in (await manager.post(PAGE, **AT, **graded, quantity="x", price="2")).said
    assert "已上架" in (await manager.post(PAGE, **AT, **graded, quantity="480", price="2")).said
    assert (await manager.post(PAGE, **AT, **graded, quantity="480", price="2")).status == 409
    await tell(county, order)
    assert "只有50斤" in (await manager.post(PAGE, **AT, key="s1", do="weigh", quantity="80")).said
    assert "1个买家" in (await manager.post(PAGE, **AT, key="s1", do="weigh", quantity="52")).said
    assert (await manager.post(PAGE, **AT, key="s1", do="weigh", quantity="52")).status == 409
    assert "98.28元" in (await manager.get(PAGE)).text
    assert "付98.28元" in (await manager.post(PAGE, **AT, key="seller", do="pay", how="cash")).said
    assert (await manager.post(PAGE, **AT, key="seller", do="pay", how="cash")).status == 409
    assert await county.database.run(lambda conn: listing_sales.owed(conn, "V1")) == []


async def test_a_refusal_says_why(manager, county):
    await offer(county)
    assert "缘由" in (await manager.post(PAGE, **AT, key="l1", do="refuse", reason=" ")).said
    assert "有虫" in (await manager.post(PAGE, **AT, key="l1", do="refuse", reason="有虫")).said
    assert (await county.database.run(lambda conn: listings.find(conn, "l1"))).status == "refused"


async def test_another_stations_goods_are_neither_seen_nor_touched(manager, county):
    await offer(county, "l2", "V2")
    assert "500斤" not in (await manager.get(PAGE)).text
    assert (await manager.post(PAGE, **AT, key="l2", do="refuse", reason="有虫")).status == 409
    assert (await manager.post(PAGE, **AT, key="l2", do="nothing")).status == 422


async def test_what_a_buyer_fetches_leaves_the_page(manager, county):
    await offer(county)
    assert (
        "已上架"
        in (await manager.post(PAGE, **AT, key="l1", do="publish", grade="一等", quantity="480", price="2")).said
    )
    person = await county.database.run(lambda conn: people.find_or_make(conn, county.seal, "wechat:buyer", NOW).id)
    await tell(county, lambda _: StationBound(person=person, station="V1"))
    await tell(county, lambda _: PersonNamed(person=person, name="<i>桂花"))

    def ordered(conn):
        today = datetime.now(UTC)
        said = {"quantity": Decimal(10), "unit": "斤", "price_fen": 200, "bring_by": today.date()}
        one = Sale(key="s2", listing="l1", buyer=person, created_at=today - timedelta(hours=1), **said)
        return ListingOrdered(listing=listings.find(conn, "l1"), sale=one)

    await tell(county, ordered)
    sums = sums_of(Decimal(10), "斤", 200)
    await tell(
        county,
        lambda conn: SaleHanded(sold=listing_sales.find(conn, "s2"), weight=Decimal(10), sums=sums, at=NOW),
    )
    page = (await manager.get(PAGE)).text
    assert "收20元" in page
    assert "<i>桂花" not in page
    assert "取走了" in (await manager.post(PAGE, **AT, key="s2", do="fetch")).said
    assert "等人来取的 0 笔" in (await manager.get(PAGE)).text
    assert (await manager.post(PAGE, **AT, key="s2", do="fetch")).status == 409
