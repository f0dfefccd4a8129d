"""What is paid online: an order's ledger, refunds, and the day held against the platform's bill."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from bot.domain.payment import ALLOWANCE, BACK, Entry, Kind, TooMuch, going_back_fen, paid_fen
from bot.payments.contract import PaymentFailed
from bot.storage.money import payments
from bot.storage.trade import orders
from bot.web.api.asking import answer, body, once
from bot.web.api.openapi import Operation, Operations
from bot.web.api.shapes import Asked, Shape
from bot.web.keys import DATABASE, SEAL, ZONE
from bot.web.paying import PAYING
from bot.web.problems import Problem

MOST_FEN = 10**9


class PaymentShape(Shape, frozen=True, kw_only=True):
    kind: Kind
    trade: str
    """Our number of the payment (`out_trade_no`)."""
    refund: str
    """Our number of the refund (`out_refund_no`), '' for a payment."""
    amount_fen: int
    at: datetime
    platform_id: str


class Payments(Shape, frozen=True, kw_only=True):
    order: str
    total_fen: int
    paid_fen: int
    refunded_fen: int
    """Given back or on its way back."""
    entries: list[PaymentShape]
    """Oldest first."""


class RefundAsked(Asked, frozen=True, kw_only=True):
    amount_fen: Annotated[int, msgspec.Meta(ge=1, le=MOST_FEN)]
    due_again: bool = False
    """Whether it is to be paid once more, as in cash instead; else the order costs so much less, as for broken goods."""


class DifferenceShape(Shape, frozen=True, kw_only=True):
    kind: str
    trade: str
    refund: str
    ledger_fen: int | None
    bill_fen: int | None


class Reconciliation(Shape, frozen=True, kw_only=True):
    date: date
    differences: list[DifferenceShape]
    """Empty where ledger and bill say the same."""


async def of_order(request: web.Request) -> web.Response:
    return answer(await request.app[DATABASE].run(lambda conn: _payments(conn, request)))


async def give_back(request: web.Request) -> web.Response:
    """Asked for here, carried out by a worker within a minute."""
    asked = body(await request.read(), RefundAsked)

    def work(conn: Connection) -> Payments:
        number = request.match_info["number"]
        orders.hold(conn, number)
        _payments(conn, request)  # 404 before 409
        try:
            now = datetime.now(request.app[ZONE])
            payments.give_back(conn, number, asked.amount_fen, now, sort=BACK if asked.due_again else ALLOWANCE)
        except TooMuch as refused:
            raise Problem(409, str(refused)) from refused
        return _payments(conn, request)

    return await once(request, work, 201)


def _payments(conn: Connection, request: web.Request) -> Payments:
    order = orders.find(conn, request.app[SEAL], request.match_info["number"])
    if order is None:
        raise Problem(404, "no order has this number")
    entries = payments.of_order(conn, order.number)
    return Payments(
        order=order.number,
        total_fen=order.total_fen,
        paid_fen=paid_fen(entries),
        refunded_fen=going_back_fen(entries),
        entries=[_shape(one) for one in entries],
    )


def _shape(entry: Entry) -> PaymentShape:
    return PaymentShape(**{name: getattr(entry, name) for name in PaymentShape.__struct_fields__})


async def reconcile(request: web.Request) -> web.Response:
    paying = request.app.get(PAYING)
    if paying is None:
        raise Problem(404, "paying online is not configured: see WECHATPAY_MERCHANT")
    try:
        day = date.fromisoformat(request.query.get("date", ""))
    except ValueError as wrong:
        raise Problem(400, "date must be a day that is over, as 2026-11-25") from wrong
    if day >= datetime.now(request.app[ZONE]).date():
        raise Problem(400, "date must be a day that is over: the platform's bill comes the morning after")
    try:
        found = await paying.cashier.reconcile(day)
    except PaymentFailed as failed:
        raise Problem(503, f"the platform gives no bill now: {failed}") from failed
    said = [
        DifferenceShape(**{name: getattr(one, name) for name in DifferenceShape.__struct_fields__}) for one in found
    ]
    return answer(Reconciliation(date=day, differences=said))


OPERATIONS: Operations = (
    (
        Operation(
            method="GET",
            path="/api/v1/orders/{number}/payments",
            summary="What was paid online for an order and given back",
            answer=Payments,
            refusals=(401, 404),
        ),
        of_order,
    ),
    (
        Operation(
            method="POST",
            path="/api/v1/orders/{number}/refunds",
            summary=(
                "Give back a part of what was paid online, as for broken goods: the order costs so much less. All of it is "
                "given back when an order is cancelled. With due_again it is to be paid once more"
            ),
            answer=Payments,
            asked=RefundAsked,
            status=201,
            refusals=(401, 404, 409, 422),
        ),
        give_back,
    ),
    (
        Operation(
            method="GET",
            path="/api/v1/payments/reconciliation",
            summary="Where the ledger of a day and the payment platform's bill differ",
            answer=Reconciliation,
            query=(("date", "a day that is over, as 2026-11-25"),),
            refusals=(400, 401, 404),
        ),
        reconcile,
    ),
)
