"""What WeChat Pay pushes: verified on the raw body, its age checked, opened, and held against our own account."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from bot.payments.contract import RefundTold, TradePaid
from bot.payments.signature import Signer
from bot.ports import HookAnswer, HookRequest

PATH = "/hook/pay/wechat"
STATES: dict[str, Literal["done", "processing", "failed"]] = {
    "SUCCESS": "done", "PROCESSING": "processing", "CLOSED": "failed", "ABNORMAL": "failed",
}  # fmt: skip  # a table, a row a line


class _Resource(msgspec.Struct):
    nonce: str
    ciphertext: str
    associated_data: str = ""


class _Notification(msgspec.Struct):
    resource: _Resource
    event_type: str = ""


class Amount(msgspec.Struct):
    total: int = 0
    refund: int = 0
    currency: str = "CNY"


class Trade(msgspec.Struct):
    """As it is pushed and as it is asked for."""

    mchid: str
    out_trade_no: str
    trade_state: str
    appid: str = ""
    amount: Amount = msgspec.field(default_factory=Amount)
    transaction_id: str = ""
    success_time: datetime | None = None


class Refund(msgspec.Struct):
    out_refund_no: str
    amount: Amount
    refund_status: str = ""
    status: str = ""
    """Its name in answers."""
    mchid: str = ""
    refund_id: str = ""
    success_time: datetime | None = None


def receive(signer: Signer, request: HookRequest) -> TradePaid | RefundTold | HookAnswer:
    """What is told, or what to answer at once: a forgery 401, what is not ours 400, what does not concern us 204."""
    if not signer.genuine(request.headers, request.body, request.now):
        return refusal(401, "签名不对")
    try:
        push = msgspec.json.decode(request.body, type=_Notification)
        sealed = push.resource
        plain = signer.opened(sealed.nonce, sealed.ciphertext, sealed.associated_data)
        if plain is None:
            return refusal(400, "内容打不开")
        if push.event_type.startswith("REFUND."):
            return _refund(signer, msgspec.json.decode(plain, type=Refund), request.now)
        return _trade(signer, msgspec.json.decode(plain, type=Trade), request.now)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return refusal(400, "内容无法读取")


def _trade(signer: Signer, trade: Trade, now: datetime) -> TradePaid | HookAnswer:
    try:
        paid = read_trade(signer, trade, now)
    except ValueError as foreign:
        return refusal(400, str(foreign))
    return paid or DONE


def read_trade(signer: Signer, trade: Trade, now: datetime) -> TradePaid | None:
    """None where it is not paid. Raises ValueError where it is another's."""
    if trade.mchid != signer.account.merchant:
        raise ValueError("商户号不对")
    if trade.trade_state != "SUCCESS":
        return None
    if trade.appid != signer.account.app_id or trade.amount.currency != "CNY":
        raise ValueError("应用或币种不对")
    return TradePaid(
        trade=trade.out_trade_no,
        amount_fen=trade.amount.total,
        at=trade.success_time or now,
        platform_id=trade.transaction_id,
    )


def _refund(signer: Signer, refund: Refund, now: datetime) -> RefundTold | HookAnswer:
    if refund.mchid != signer.account.merchant:
        return refusal(400, "商户号不对")
    return read_refund(refund, now)


def read_refund(refund: Refund, now: datetime) -> RefundTold:
    return RefundTold(
        refund=refund.out_refund_no,
        state=STATES.get(refund.refund_status or refund.status, "processing"),
        amount_fen=refund.amount.refund,
        at=refund.success_time or now,
        platform_id=refund.refund_id,
    )


def refusal(status: int, message: str) -> HookAnswer:
    """The platform pushes again for a day: also what went wrong on our side."""
    return HookAnswer(
        status=status,
        body=msgspec.json.encode({"code": "FAIL", "message": message}),
        headers={"Content-Type": "application/json; charset=UTF-8"},
    )


DONE = HookAnswer(status=204, body=b"")
