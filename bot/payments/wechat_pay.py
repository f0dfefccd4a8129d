"""WeChat Pay v3 over HTTP. Every answer but a bill's file is verified before it is believed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import msgspec
from yarl import URL

from bot.domain.payment import BillRow
from bot.payments.bill import BadBill, read_bill
from bot.payments.contract import Asked, PaymentFailed, RefundTold, TradeOver, TradePaid, Unpaid
from bot.payments.notification import PATH, Refund, Trade, read_refund, read_trade
from bot.payments.signature import Signer

BASE = "https://api.mch.weixin.qq.com"
SECONDS = 10
LONGEST_ABOUT = 40
OVER = frozenset({"CLOSED", "REVOKED"})
"""States of a trade that was not paid and never can be."""
UNKNOWN = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST"})
USED = frozenset({"ORDERPAID", "ORDER_CLOSED", "ORDERCLOSED", "OUT_TRADE_NO_USED"})
"""Answers to a payment asked for under a number that was paid or closed; the older interfaces spell them in one word."""
S = TypeVar("S")


class Refused(PaymentFailed):
    """With the platform's own code; its message may hold personal data."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}".strip())
        self.code = code


class _Native(msgspec.Struct):
    code_url: str


class _Jsapi(msgspec.Struct):
    prepay_id: str


class _BillFile(msgspec.Struct):
    download_url: str
    hash_type: str
    hash_value: str


class WechatPay:
    """A bot.payments.contract.PaymentPlatform."""

    def __init__(self, signer: Signer, public_url: str, base: str = BASE) -> None:
        """`public_url` is where WeChat Pay reaches us: https, as it demands."""
        self._signer, self._base = signer, base.rstrip("/")
        self._notify = public_url.rstrip("/") + PATH
        self._http: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def native(self, asked: Asked) -> str:
        return (await self._begin("native", _Native, self._order(asked))).code_url

    async def jsapi(self, asked: Asked, openid: str) -> dict[str, str]:
        order = self._order(asked) | {"payer": {"openid": openid}}
        prepaid = await self._begin("jsapi", _Jsapi, order)
        return self._signer.pay_parameters(prepaid.prepay_id)

    async def query(self, trade: str) -> TradePaid | Unpaid:
        path = f"/v3/pay/transactions/out-trade-no/{trade}?mchid={self._signer.account.merchant}"
        try:
            told = await self._call("GET", path, Trade)
            return read_trade(self._signer, told, datetime.now(UTC)) or (
                "closed" if told.trade_state in OVER else "open"
            )
        except Refused as refused:
            if refused.code in UNKNOWN:
                return "unknown"
            raise
        except ValueError as foreign:
            raise PaymentFailed(str(foreign)) from foreign

    async def refund(self, refund: str, trade: str, amount_fen: int, total_fen: int) -> RefundTold:
        asked = {
            "out_trade_no": trade,
            "out_refund_no": refund,
            "notify_url": self._notify,
            "amount": {"refund": amount_fen, "total": total_fen, "currency": "CNY"},
        }
        told = read_refund(await self._call("POST", "/v3/refund/domestic/refunds", Refund, asked), datetime.now(UTC))
        if (told.refund, told.amount_fen) != (refund, amount_fen):
            raise PaymentFailed("the answer is about another refund")
        return told

    async def bill(self, day: date) -> Sequence[BillRow]:
        where = await self._call("GET", f"/v3/bill/tradebill?bill_date={day}&bill_type=ALL", _BillFile)
        url = urlsplit(where.download_url)
        content = await self._fetch("GET", f"{url.path}?{url.query}", "", check=False)
        if where.hash_type != "SHA1" or not hmac.compare_digest(
            hashlib.sha1(content, usedforsecurity=False).hexdigest(), where.hash_value.lower()
        ):
            raise PaymentFailed("the bill is not the one that was announced")
        try:
            return read_bill(content)
        except BadBill as bad:
            raise PaymentFailed(str(bad)) from bad

    def _order(self, asked: Asked) -> dict[str, Any]:
        account = self._signer.account
        return {
            "appid": account.app_id,
            "mchid": account.merchant,
            "description": asked.about[:LONGEST_ABOUT],
            "out_trade_no": asked.trade,
            "time_expire": asked.until.isoformat(timespec="seconds"),
            "notify_url": self._notify,
            "amount": {"total": asked.amount_fen, "currency": "CNY"},
        }

    async def _begin(self, way: str, shape: type[S], order: dict[str, Any]) -> S:
        try:
            return await self._call("POST", f"/v3/pay/transactions/{way}", shape, order)
        except Refused as refused:
            raise (TradeOver(str(refused)) if refused.code in USED else refused) from refused

    async def _call(self, method: str, path: str, shape: type[S], body: dict[str, Any] | None = None) -> S:
        text = msgspec.json.encode(body).decode() if body is not None else ""
        try:
            return msgspec.json.decode(await self._fetch(method, path, text), type=shape)
        except msgspec.MsgspecError as error:
            raise PaymentFailed("the answer is not what is documented") from error

    async def _fetch(self, method: str, path: str, body: str, *, check: bool = True) -> bytes:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        headers = {
            "Authorization": self._signer.authorization(method, path, body),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Wechatpay-Serial": self._signer.account.public_key_id,
        }
        try:
            url = URL(self._base + path, encoded=True)
            async with self._http.request(
                method, url, data=body.encode() or None, headers=headers, allow_redirects=False
            ) as answer:
                content = await answer.read()
                told = {name.lower(): value for name, value in answer.headers.items()}
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise PaymentFailed(type(error).__name__) from error
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise Refused(answer.status, _code(content))
        if check and not self._signer.genuine(told, content, datetime.now(UTC)):
            raise PaymentFailed("the answer is not signed by WeChat Pay")
        return content


def _code(content: bytes) -> str:
    try:
        return str(msgspec.json.decode(content)["code"])
    except (msgspec.MsgspecError, KeyError, TypeError):
        return ""
