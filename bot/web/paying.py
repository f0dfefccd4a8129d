"""Paying online: the platform's callback, and the page of an order behind a link that nobody can guess."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import segno
import structlog
from aiohttp import web
from sqlalchemy import Connection

from bot.domain.order import Order
from bot.payments.cashier import Cashier, NothingToPay, WrongAmount
from bot.payments.contract import PaymentFailed, RefundTold, TradePaid
from bot.payments.notification import DONE, PATH
from bot.payments.notification import refusal as not_believed
from bot.ports import HookAnswer, HookRequest
from bot.spans import span
from bot.storage.money.paylink import PAGE, payer_of
from bot.storage.persons import people
from bot.storage.sql.database import StoreUnavailable
from bot.storage.trade import orders
from bot.trace import follow
from bot.web.hooks import as_response, hook_request, refusal
from bot.web.keys import DATABASE, SEAL
from bot.web.pages.rendering import render

log = structlog.get_logger()
WECHAT = "MicroMessenger"
"""In the User-Agent of pages inside WeChat."""


class Paying(msgspec.Struct, frozen=True, kw_only=True):
    cashier: Cashier
    receive: Callable[[HookRequest], TradePaid | RefundTold | HookAnswer]


PAYING: web.AppKey[Paying] = web.AppKey("paying")


def add_paying(server: web.Application, paying: Paying) -> None:
    server[PAYING] = paying
    server.add_routes([web.post(PATH, _hook), web.get(PAGE + "/{number}/{token}", _page)])


async def _hook(request: web.Request) -> web.Response:
    """204 once it is stored; what is not believed is refused, and shows in the day's reconciliation."""
    paying = request.app[PAYING]
    told = paying.receive(await hook_request(request))
    if isinstance(told, HookAnswer):
        return await refusal(request, PATH, told)
    follow(f"pay:{told.trade if isinstance(told, TradePaid) else told.refund}")
    try:
        with span("payment"):
            await paying.cashier.told(told)
    except WrongAmount as wrong:
        log.error("payment_amount_wrong", trade=str(wrong))  # noqa: TRY400 - a sentence for the operator, no stack trace
        return as_response(not_believed(400, "金额或单号不对"))
    except StoreUnavailable as trouble:
        log.warning("payment_not_stored", reason=str(trouble))
        return as_response(not_believed(503, "请稍后再推"))
    return as_response(DONE)


async def _page(request: web.Request) -> web.Response:
    number, token, seal = request.match_info["number"], request.match_info["token"], request.app[SEAL]

    def work(conn: Connection) -> tuple[Order | None, str]:
        order = orders.find(conn, seal, number)
        payer = payer_of(conn, seal, order, token) if order else None
        if payer is None:
            return None, ""
        return order, people.addresses(conn, seal, [payer]).get(payer, {}).get("wechat", "")

    order, openid = await request.app[DATABASE].run(work)
    if order is None:
        raise web.HTTPNotFound
    cashier, own = request.app[PAYING].cashier, {}
    try:
        code = await cashier.code(number)
        if openid and WECHAT in request.headers.get("User-Agent", ""):
            own = await _own(cashier, number, openid)
    except NothingToPay:
        return render(request, "pages/paid.j2", order=order)
    except (PaymentFailed, StoreUnavailable) as trouble:
        log.warning("payment_not_begun", number=number, reason=str(trouble))
        return render(request, "pages/pay_later.j2", status=503, order=order)
    picture = segno.make_qr(code).svg_data_uri(scale=6)
    return render(request, "pages/pay.j2", order=order, picture=picture, own=msgspec.json.encode(own).decode())


async def _own(cashier: Cashier, number: str, openid: str) -> dict[str, str]:
    """Without it the code still can be paid by."""
    try:
        return await cashier.in_wechat(number, openid)
    except PaymentFailed as failed:
        log.warning("payment_in_wechat_not_begun", number=number, reason=str(failed))
        return {}
