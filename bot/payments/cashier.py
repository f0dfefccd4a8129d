"""The platform and the ledger together. What is asked of the platform is written down before; its answers after."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.dialogue.saying import brief
from bot.domain.events import Event, OrderPaid, RefundSettled
from bot.domain.order import Order, Status
from bot.domain.payment import Difference, Entry, differences
from bot.payments.alarm import alarm
from bot.payments.contract import Asked, PaymentFailed, PaymentPlatform, RefundTold, TradeOver, TradePaid
from bot.payments.numbers import VALID, trade_number, valid_until
from bot.storage.money import payments
from bot.storage.privacy.seal import Seal
from bot.storage.record import record
from bot.storage.sql.database import Database, StoreUnavailable
from bot.storage.trade import orders

log = structlog.get_logger()
LOOK_EVERY = 60.0
"""Seconds between looks at refunds without an outcome and payments nobody told us of."""
STUCK_AFTER = timedelta(days=1)
"""A refund that the platform takes for so long by no try is the county's to mend; it is tried on."""
ASKS_AFTER, ASKS_FOR = timedelta(minutes=5), timedelta(days=2)
T = TypeVar("T")
UNPAYABLE = (Status.CANCELLED, Status.RETURN_REQUESTED, Status.RETURNED, Status.REFUNDED)


class NothingToPay(Exception):
    """The order is paid, cancelled or unknown."""


class WrongAmount(Exception):
    """What was paid is not what was asked for, or nothing was: the notification is not believed."""


class Cashier:
    def __init__(
        self, platform: PaymentPlatform, database: Database, seal: Seal, zone: ZoneInfo, wrote: Callable[[], object]
    ) -> None:
        """`wrote` is called after letters may have been written."""
        self._platform, self._database, self._seal, self._zone = platform, database, seal, zone
        self._wrote = wrote
        self._tried_to = ""
        """Key of the refund with which the last look at refunds stopped; empty where it came to the end."""
        self._looked_to: datetime | None = None
        """Where the last look at payments stopped; None where it came to the end."""

    async def code(self, number: str) -> str:
        """The content of a QR code to pay an order by. Raises NothingToPay, PaymentFailed, StoreUnavailable."""
        return await self._ask(number, "N", "", self._platform.native)

    async def in_wechat(self, number: str, openid: str) -> dict[str, str]:
        """With what a page in WeChat calls up paying. Raises as `code` does."""
        return await self._ask(number, "J", openid, partial(self._platform.jsapi, openid=openid))

    async def _ask(self, number: str, way: str, payer: str, begin: Callable[[Asked], Awaitable[T]]) -> T:
        """Where the platform says that the number is used up, the ledger lacks something: it is asked for, and then
        either nothing is due or the number is another one."""
        asked = await self._write_down(number, way, payer)
        try:
            return await begin(asked)
        except TradeOver:
            written = await self._database.run(lambda conn: payments.asked(conn, asked.trade))
            if written is not None:
                await self._query(written)
            return await begin(await self._write_down(number, way, payer))

    async def _write_down(self, number: str, way: str, payer: str) -> Asked:
        now = datetime.now(self._zone)

        def work(conn: Connection) -> Asked:
            orders.hold(conn, number)
            order, before = orders.find(conn, self._seal, number), payments.of_order(conn, number)
            due = _due_fen(conn, order)
            if order is None or due <= 0:
                raise NothingToPay(number)
            trade = trade_number(number, way, due, now, payer=payer, before=before)
            payments.add(conn, Entry(kind="asked", number=number, trade=trade, amount_fen=due, at=now))
            until = valid_until(now, self._zone)
            return Asked(trade=trade, amount_fen=due, about=f"村口 {brief(order, 24)}", until=until)

        return await self._database.run(work)

    async def told(self, told: TradePaid | RefundTold) -> None:
        """Write down what the platform says. Told again it changes nothing. Raises WrongAmount, StoreUnavailable."""
        now = datetime.now(self._zone)

        def work(conn: Connection) -> None:
            events = self._paid(conn, told) if isinstance(told, TradePaid) else self._settled(conn, told, now)
            record(conn, events, seal=self._seal, at=now, now=now)

        await self._database.run(work)
        self._wrote()

    def _paid(self, conn: Connection, told: TradePaid) -> list[Event]:
        asked = payments.asked(conn, told.trade)
        if asked is None or asked.amount_fen != told.amount_fen:
            raise WrongAmount(told.trade)
        paid = OrderPaid(
            number=asked.number,
            trade=told.trade,
            amount_fen=told.amount_fen,
            at=told.at,
            platform_id=told.platform_id,
        )
        return [paid]

    def _settled(self, conn: Connection, told: RefundTold, now: datetime) -> list[Event]:
        asked = payments.refund_asked(conn, told.refund)
        if asked is None or asked.amount_fen != told.amount_fen:
            raise WrongAmount(told.refund)
        if told.state == "processing":
            return []
        settled = RefundSettled(
            number=asked.number,
            refund=told.refund,
            amount_fen=asked.amount_fen,
            done=told.state == "done",
            at=told.at or now,
            platform_id=told.platform_id,
        )
        return [settled] if settled.done else [settled, *alarm(conn, self._seal, asked)]

    async def run(self) -> None:
        """Carry out refunds, and ask for payments whose notification was lost, for ever."""
        while True:
            try:
                await self.look(datetime.now(self._zone))
            except StoreUnavailable as trouble:
                log.warning("store_unavailable", reason=str(trouble))
            await asyncio.sleep(LOOK_EVERY)

    async def look(self, now: datetime) -> None:
        for refund in await self._undone():
            if not await self._try(refund, self._refund) and now - refund.at > STUCK_AFTER:
                await self._database.run(partial(self._raise_alarm, refund=refund, now=now))
        for asked in await self._unpaid(now):
            await self._try(asked, self._query)

    async def _undone(self) -> Sequence[Entry]:
        """The next refunds to carry out, from where the last look stopped: those that are stuck keep no other waiting."""
        after = self._tried_to
        found = await self._database.run(lambda conn: payments.open_refunds(conn, after))
        self._tried_to = found[-1].key if len(found) == payments.MOST else ""
        return found

    async def _unpaid(self, now: datetime) -> Sequence[Entry]:
        """The next payments to ask about: each look goes on where the last one stopped, and after the end begins anew,
        so that pages left unpaid keep nobody's payment waiting for longer than one round."""
        since, until = max(now - ASKS_FOR, self._looked_to or now - ASKS_FOR), now - ASKS_AFTER
        found = await self._database.run(lambda conn: payments.open_trades(conn, since, until))
        self._looked_to = found[-1].at if len(found) == payments.MOST else None
        return found

    def _raise_alarm(self, conn: Connection, refund: Entry, now: datetime) -> None:
        record(conn, alarm(conn, self._seal, refund), seal=self._seal, at=now, now=now)

    async def _try(self, entry: Entry, what: Callable[[Entry], Awaitable[None]]) -> bool:
        """Whether the platform took it."""
        try:
            await what(entry)
        except PaymentFailed as failed:
            log.warning("payment_put_off", kind=entry.kind, trade=entry.trade, reason=str(failed))
        except WrongAmount:
            log.error("payment_amount_wrong", kind=entry.kind, trade=entry.trade)  # noqa: TRY400 - no stack trace helps here
        else:
            return True
        return False

    async def _refund(self, refund: Entry) -> None:
        paid = await self._database.run(lambda conn: payments.asked(conn, refund.trade))
        total = paid.amount_fen if paid else refund.amount_fen
        await self.told(await self._platform.refund(refund.refund, refund.trade, refund.amount_fen, total))

    async def _query(self, asked: Entry) -> None:
        """Write down that it is paid, or that it never will be; then it is not asked about again."""
        found, now = await self._platform.query(asked.trade), datetime.now(self._zone)
        if isinstance(found, TradePaid):
            await self.told(found)
        elif found == "closed" or (found == "unknown" and now - asked.at > 2 * VALID):
            closed = replace(asked, kind="closed", at=now)
            await self._database.run(lambda conn: payments.add(conn, closed))

    async def reconcile(self, day: date) -> Sequence[Difference]:
        """Where the ledger of a day and the platform's bill differ. Raises PaymentFailed, StoreUnavailable."""
        bill = await self._platform.bill(day)
        since = datetime.combine(day, time(), self._zone)

        def known(conn: Connection) -> tuple[Sequence[Entry], list[Entry]]:
            asked = (payments.refund_asked(conn, row.refund) for row in bill if row.kind == "refunded")
            return payments.between(conn, since, since + timedelta(days=1)), [one for one in asked if one]

        ledger, asked = await self._database.run(known)
        return differences(ledger, bill, asked)

    async def close(self) -> None:
        await self._platform.close()


def _due_fen(conn: Connection, order: Order | None) -> int:
    if order is None or order.status in UNPAYABLE:
        return 0
    return payments.owed_fen(conn, order) - order.paid_fen
