"""Paying by WeChat Pay, against one that signs as the real one: nothing is believed that is not its own, once."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from fake_wechat_pay import API_KEY, LONGEST_NUMBER, FakeWechatPay, account, notification, signed
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.domain.events import OrderMoved, OrderPlaced, TieAnswered, TieAsked
from bot.domain.order import Order, OrderLine, Status
from bot.domain.payment import Entry
from bot.domain.people import Station
from bot.payments.cashier import Cashier, NothingToPay
from bot.payments.contract import PaymentFailed, RefundTold
from bot.payments.notification import receive
from bot.payments.signature import Signer
from bot.payments.wechat_pay import WechatPay
from bot.storage.money import payments
from bot.storage.money.paylink import pay_link
from bot.storage.network import stations
from bot.storage.persons import people
from bot.storage.record import record
from bot.storage.schema import alerts, outbox
from bot.web import keys
from bot.web.api.payments import OPERATIONS
from bot.web.pages import add_assets, pages
from bot.web.paying import Paying, add_paying
from bot.web.problems import problems

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)
PUBLIC = "https://village.example"
STATION = Station(code="LH01", name="柳河站", county="青石县", manager_wechat="oManager")
NUMBER, TOTAL = "261125001", 498


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer(account())


@pytest.fixture
async def fake():
    platform = FakeWechatPay()
    async with TestServer(platform.app()) as server:
        platform.url = str(server.make_url("")).rstrip("/")
        yield platform


@pytest.fixture
async def cashier(fake, sqlite, seal, signer):
    made = Cashier(WechatPay(signer, PUBLIC, fake.url), sqlite, seal, ZONE, lambda: None)
    yield made
    await made.close()


@pytest.fixture
async def client(cashier, sqlite, seal, signer):
    app = web.Application(middlewares=[problems, pages])
    app[keys.DATABASE], app[keys.SEAL], app[keys.ZONE] = sqlite, seal, ZONE
    add_assets(app)
    app.add_routes(web.route(one.method, one.path, serve) for one, serve in OPERATIONS)
    add_paying(app, Paying(cashier=cashier, receive=partial(receive, signer)))
    async with TestClient(TestServer(app)) as made:
        yield made


@pytest.fixture
async def order(sqlite, seal):
    now = datetime.now(ZONE)

    def work(conn):
        stations.save(conn, seal, [STATION], at=now)
        person = people.find_or_make(conn, seal, "wechat:oVillager", now)
        made = Order(
            number=NUMBER, slip=1, person=person.id, recipient="桂兰", placed_by="villager", station="LH01",
            county="青石县", placed_at=now, promised_by=date(2026, 11, 26), draft="d1",
            lines=(OrderLine(sku="A1", name="盐", unit="袋", quantity=Decimal(2), price_fen=249),),
        )  # fmt: skip  # a table, a row a line
        record(conn, [OrderPlaced(order=made)], seal=seal, at=now, now=now)
        return made

    return await sqlite.run(work)


@pytest.fixture
def push(client):
    async def push(event: str, resource: dict, **how) -> int:
        body = notification(event, resource, how.pop("key", API_KEY))
        headers = signed(body, **how)
        async with client.post("/hook/pay/wechat", data=body, headers=headers) as answer:
            return answer.status

    return push


@pytest.fixture
def ledger(sqlite):
    async def ledger() -> list[tuple[str, int]]:
        entries = await sqlite.run(lambda conn: payments.of_order(conn, NUMBER))
        return [(one.kind, one.amount_fen) for one in entries]

    return ledger


@pytest.fixture
def notices(sqlite):
    async def notices() -> list[str]:
        query = select(outbox.c.notice).where(outbox.c.notice.like("order%")).order_by(outbox.c.id)
        return await sqlite.run(lambda conn: list(conn.execute(query).scalars()))

    return notices


@pytest.fixture
def cancel(sqlite, seal):
    async def cancel():
        moved = OrderMoved(number=NUMBER, to=Status.CANCELLED, at=datetime.now(ZONE), by="villager")
        await sqlite.run(lambda conn: record(conn, [moved], seal=seal, at=moved.at))

    return cancel


async def asked(cashier) -> str:
    return (await cashier.code(NUMBER)).partition("pr=")[2]


async def test_a_paid_order_is_told_once_however_often_it_is_pushed(order, cashier, fake, push, ledger, notices):
    trade = await asked(cashier)
    assert await asked(cashier) == trade
    paid = fake.pay(trade)
    assert await asyncio.gather(*[push("TRANSACTION.SUCCESS", paid) for _ in range(4)]) == [204] * 4
    assert await ledger() == [("asked", TOTAL), ("paid", TOTAL)]
    assert await notices() == ["order_paid", "order_paid_manager"]


@pytest.mark.parametrize(
    ("changes", "how", "status"),
    [
        ({}, {"by": "somebody"}, 401),
        ({}, {"at": (datetime.now(UTC) - timedelta(days=7)).timestamp()}, 401),
        ({}, {"at": (datetime.now(UTC) + timedelta(hours=1)).timestamp()}, 401),
        ({}, {"key": "x" * 32}, 400),
        ({"mchid": "1900000002"}, {}, 400),
        ({"appid": "wxanother"}, {}, 400),
        ({"amount": {"total": 1, "currency": "CNY"}}, {}, 400),
        ({"amount": {"total": TOTAL, "currency": "USD"}}, {}, 400),
        ({"out_trade_no": "261125999N1"}, {}, 400),
        ({"trade_state": "CLOSED"}, {}, 204),
        ({"out_trade_no": 7}, {}, 400),
    ],
)  # fmt: skip  # a table, a row a line
@pytest.mark.usefixtures("order")
async def test_what_is_not_exactly_our_payment_pays_nothing(cashier, fake, push, ledger, changes, how, status):
    paid = fake.pay(await asked(cashier), **changes)
    assert await push("TRANSACTION.SUCCESS", paid, **how) == status
    assert await ledger() == [("asked", TOTAL)]


@pytest.mark.parametrize("change", [b" ", b"\xff"])
async def test_the_raw_body_is_what_is_signed(client, order, cashier, fake, change):
    body = notification("TRANSACTION.SUCCESS", fake.pay(await asked(cashier)))
    async with client.post("/hook/pay/wechat", data=body + change, headers=signed(body)) as answer:
        assert answer.status == 401
        assert (await answer.json())["code"] == "FAIL"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Wechatpay-Signature": "WECHATPAY/SIGNTEST/abc"}, {"Wechatpay-Serial": "other"}, {"Wechatpay-Timestamp": "soon"},
     {"Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"}],
)  # fmt: skip  # a table, a row a line
async def test_probes_and_strange_headers_are_refused(client, headers):
    body = notification("TRANSACTION.SUCCESS", {})
    given = signed(body) | headers if headers else {}
    async with client.post("/hook/pay/wechat", data=body, headers=given) as answer:
        assert answer.status == 401


async def test_a_cancelled_order_is_paid_back_and_told(order, cashier, fake, push, cancel, ledger, notices):
    assert await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier))) == 204
    await cancel()
    await cashier.look(datetime.now(ZONE))
    await cashier.look(datetime.now(ZONE))
    [refund] = fake.refunds.values()
    told = refund | {"mchid": account().merchant, "refund_status": "SUCCESS"}
    assert [await push("REFUND.SUCCESS", told), await push("REFUND.SUCCESS", told)] == [204, 204]
    assert (await ledger())[2:] == [("refund_asked", TOTAL), ("refunded", TOTAL)]
    assert (await notices())[-1] == "order_money_back"


async def test_what_is_paid_while_it_is_cancelled_goes_back(order, cashier, fake, push, cancel, ledger, notices):
    trade = await asked(cashier)
    await cancel()
    assert await push("TRANSACTION.SUCCESS", fake.pay(trade)) == 204
    fake.refund_state = "SUCCESS"
    await cashier.look(datetime.now(ZONE))
    assert (await ledger())[1:] == [("paid", TOTAL), ("refund_asked", TOTAL), ("refunded", TOTAL)]
    assert "order_paid" not in await notices()


async def test_what_is_paid_twice_is_paid_back_once(order, cashier, fake, push, ledger):
    await asked(cashier)
    await cashier.in_wechat(NUMBER, "oVillager")
    for paid in list(fake.trades):
        assert await push("TRANSACTION.SUCCESS", fake.pay(paid)) == 204
    assert sorted(await ledger()) == sorted([("asked", TOTAL)] * 2 + [("paid", TOTAL)] * 2 + [("refund_asked", TOTAL)])


async def test_a_refund_waits_for_a_platform_that_is_down(order, cashier, fake, push, cancel, ledger):
    assert await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier))) == 204
    await cancel()
    fake.down = True
    await cashier.look(datetime.now(ZONE))
    assert (await ledger())[-1] == ("refund_asked", TOTAL)
    fake.down, fake.refund_state = False, "SUCCESS"
    await cashier.look(datetime.now(ZONE))
    assert (await ledger())[-1] == ("refunded", TOTAL)


async def test_a_lost_notification_is_asked_for(order, cashier, fake, ledger):
    fake.pay(await asked(cashier))
    await cashier.look(datetime.now(ZONE) + timedelta(minutes=6))
    assert await ledger() == [("asked", TOTAL), ("paid", TOTAL)]


async def test_abandoned_pages_do_not_keep_a_lost_notification_waiting(order, cashier, fake, sqlite, ledger):
    fake.pay(await asked(cashier))
    now = datetime.now(ZONE)

    def abandon(conn):
        for page in range(payments.MOST + 20):
            at = now - timedelta(hours=1, seconds=page)
            payments.add(conn, Entry(kind="asked", number=NUMBER, trade=f"left{page}", amount_fen=TOTAL, at=at))

    await sqlite.run(abandon)
    for minute in (6, 7):
        await cashier.look(now + timedelta(minutes=minute))
    assert ("paid", TOTAL) in await ledger()


async def test_an_answer_somebody_else_signed_is_not_believed(order, cashier, fake):
    fake.forge = True
    with pytest.raises(PaymentFailed, match="signed"):
        await cashier.code(NUMBER)


async def test_the_day_is_held_against_the_bill(order, cashier, fake, push):
    trade = await asked(cashier)
    paid = fake.pay(trade)
    today = datetime.now(ZONE).date()
    [missing] = await cashier.reconcile(today)
    assert (missing.trade, missing.ledger_fen, missing.bill_fen) == (trade, None, TOTAL)
    assert await push("TRANSACTION.SUCCESS", paid) == 204
    assert await cashier.reconcile(today) == ()


async def test_the_county_gives_back_a_part_and_never_more_than_was_paid(order, cashier, fake, push, client, ledger):
    assert await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier))) == 204
    said = []
    for fen in (200, TOTAL, 298, 1, 0):
        async with client.post(f"/api/v1/orders/{NUMBER}/refunds", json={"amount_fen": fen}) as answer:
            said.append(answer.status)
    assert said == [201, 409, 201, 409, 422]
    fake.refund_state = "SUCCESS"
    await cashier.look(datetime.now(ZONE))
    assert sum(one["amount"]["refund"] for one in fake.refunds.values()) == TOTAL
    async with client.get(f"/api/v1/orders/{NUMBER}/payments") as answer:
        found = await answer.json()
    assert (found["paid_fen"], found["refunded_fen"], len(found["entries"])) == (TOTAL, TOTAL, 6)


async def test_after_a_part_is_given_back_what_is_due_is_another_payment(order, cashier, fake, push, client):
    whole = await asked(cashier)
    assert await push("TRANSACTION.SUCCESS", fake.pay(whole)) == 204
    async with client.post(f"/api/v1/orders/{NUMBER}/refunds", json={"amount_fen": 200, "due_again": True}) as answer:
        assert answer.status == 201
    part = await asked(cashier)
    assert part != whole
    assert fake.trades[part]["amount"]["total"] == 200
    assert len(part) <= 32


@pytest.mark.parametrize("told", [True, False])
async def test_the_same_sum_due_again_within_two_hours_is_another_payment(order, cashier, fake, push, client, told):
    """The platform takes no number twice; also where it never told of the first payment, it is not asked for in vain."""
    fake.refund_state = "SUCCESS"
    numbers = []
    for _ in range(3):
        numbers.append(await asked(cashier))
        assert await asked(cashier) == numbers[-1]
        paid = fake.pay(numbers[-1])
        if told:
            assert await push("TRANSACTION.SUCCESS", paid) == 204
        with pytest.raises(NothingToPay):
            await asked(cashier)
        async with client.post(
            f"/api/v1/orders/{NUMBER}/refunds", json={"amount_fen": TOTAL, "due_again": True}
        ) as answer:
            assert answer.status == 201
        await cashier.look(datetime.now(ZONE))
    assert len(set(numbers)) == 3
    assert {len(one) <= LONGEST_NUMBER for one in fake.trades} == {True}
    assert sum(one["amount"]["refund"] for one in fake.refunds.values()) == 3 * TOTAL


@pytest.mark.usefixtures("order")
async def test_what_can_never_be_paid_is_asked_about_once_more_and_then_left(cashier, fake, ledger):
    fake.close(await asked(cashier))
    for minutes in (6, 7, 8):
        await cashier.look(datetime.now(ZONE) + timedelta(minutes=minutes))
    assert len(fake.queried) == 1
    assert await ledger() == [("asked", TOTAL), ("closed", TOTAL)]


@pytest.mark.usefixtures("order")
async def test_a_payment_that_was_closed_is_begun_anew(cashier, fake, push, ledger):
    first = await asked(cashier)
    fake.close(first)
    second = await asked(cashier)
    assert second != first
    assert await push("TRANSACTION.SUCCESS", fake.pay(second)) == 204
    assert await ledger() == [("asked", TOTAL), ("closed", TOTAL), ("asked", TOTAL), ("paid", TOTAL)]


async def test_a_payment_the_platform_never_heard_of_is_asked_about_as_long_as_it_may_still_be_begun(
    order, cashier, fake, sqlite, ledger
):
    now = datetime.now(ZONE)
    for trade, hours in (("lost1", 5), ("lost2", 3)):
        entry = Entry(kind="asked", number=NUMBER, trade=trade, amount_fen=TOTAL, at=now - timedelta(hours=hours))
        await sqlite.run(lambda conn, entry=entry: payments.add(conn, entry))
    for _ in range(3):
        await cashier.look(now)
    assert sorted(fake.queried) == ["lost1", *["lost2"] * 3]


async def test_a_bill_is_asked_for_a_day_that_is_over(client):
    said = []
    for day in ("2026-11-20", "2999-01-01", "soon"):
        async with client.get("/api/v1/payments/reconciliation", params={"date": day}) as answer:
            said.append((answer.status, (await answer.json()).get("differences")))
    assert said == [(200, []), (400, None), (400, None)]


async def test_the_page_shows_a_code_and_in_wechat_a_button(order, client, seal, fake, cashier, push):
    path = pay_link(seal, PUBLIC, NUMBER).removeprefix(PUBLIC)
    async with client.get(path) as answer:
        text = await answer.text()
        assert answer.status == 200
        assert "4.98元" in text
        assert "data:image/svg" in text
        assert "paySign" not in text
    async with client.get(path, headers={"User-Agent": "MicroMessenger/8"}) as answer:
        assert "prepay_id=wxoVillager" in await answer.text()
    assert await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier))) == 204
    async with client.get(path) as answer:
        assert "不用付钱" in await answer.text()


async def test_a_child_pays_by_a_button_of_its_own(order, client, sqlite, seal):
    def work(conn):
        child = people.find_or_make(conn, seal, "wechat:oDaughter", NOON).id
        other = people.find_or_make(conn, seal, "wechat:oStranger", NOON).id
        tie = {"parent": order.person, "child": child, "at": NOON}
        asked = TieAsked(**tie, phone="+8613800000000", word="妈", name="小芳")
        record(conn, [asked, TieAnswered(**tie, agreed=True, word="妈", name="")], seal=seal, at=NOON)
        return child, other

    child, other = await sqlite.run(work)
    in_wechat = {"User-Agent": "MicroMessenger/8"}
    async with client.get(pay_link(seal, "/", NUMBER, child), headers=in_wechat) as answer:
        assert "prepay_id=wxoDaughter" in await answer.text()
    async with client.get(pay_link(seal, "/", NUMBER), headers=in_wechat) as answer:
        assert "prepay_id=wxoVillager" in await answer.text()
    async with client.get(pay_link(seal, "/", NUMBER, other), headers=in_wechat) as answer:
        assert answer.status == 404


async def test_nobody_sees_an_order_without_its_link(order, client, fake, seal):
    async with client.get(f"/pay/{NUMBER}/{'a' * 20}") as answer:
        assert answer.status == 404
    fake.down = True
    async with client.get(pay_link(seal, PUBLIC, NUMBER).removeprefix(PUBLIC)) as answer:
        assert answer.status == 503
        assert "站里付" in await answer.text()


async def test_a_refund_the_platform_gives_up_alarms_the_county_once(order, cashier, fake, push, cancel, sqlite, seal):
    centre = Station(code="C1", name="青石县中心", level="county", county="青石县")
    await sqlite.run(lambda conn: stations.save(conn, seal, [centre], at=datetime.now(ZONE)))
    await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier)))
    await cancel()
    (refund,) = await sqlite.run(payments.open_refunds)
    failed = RefundTold(refund=refund.refund, amount_fen=refund.amount_fen, state="failed", at=None, platform_id="5")
    for _ in range(2):
        await cashier.told(failed)
    alarms = await sqlite.run(lambda conn: conn.execute(select(alerts.c.station, alerts.c.kind, alerts.c.text)).all())
    mine = [row for row in alarms if row.kind == "refund_failed"]
    assert [(row.station, "4.98" in row.text) for row in mine] == [("C1", True)]
    entries = await sqlite.run(lambda conn: payments.of_order(conn, NUMBER))
    assert (entries[-1].kind, entries[-1].amount_fen) == ("refund_failed", TOTAL)


async def test_refunds_that_are_stuck_keep_no_other_waiting(order, cashier, fake, push, cancel, sqlite, ledger):
    await cashier.in_wechat(NUMBER, "oVillager")
    [unpaid] = fake.trades  # the platform gives nothing back of it
    await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier)))
    now = datetime.now(ZONE)

    def stick(conn):
        for one in range(payments.MOST):
            entry = Entry(kind="refund_asked", number=NUMBER, trade=unpaid, refund=f"stuck{one}", amount_fen=1, at=now)
            payments.add(conn, entry)

    await sqlite.run(stick)
    await cancel()
    fake.refund_state = "SUCCESS"
    for _ in range(2):
        await cashier.look(now)
    assert (await ledger())[-1] == ("refunded", TOTAL - payments.MOST)


async def test_a_refund_that_is_stuck_for_a_day_alarms_somebody(order, cashier, fake, push, cancel, sqlite):
    await push("TRANSACTION.SUCCESS", fake.pay(await asked(cashier)))
    await cancel()
    fake.down = True
    now = datetime.now(ZONE)
    with capture_logs() as logs:
        for hours in (1, 25, 26):
            await cashier.look(now + timedelta(hours=hours))
    assert [one["event"] for one in logs].count("refund_given_up") == 1
    kinds = await sqlite.run(lambda conn: list(conn.execute(select(alerts.c.kind, alerts.c.station)).all()))
    assert [row.station for row in kinds if row.kind == "refund_failed"] == ["LH01"]
