"""A WeChat Pay that signs, encrypts and refuses as the real one does, with keys of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
from datetime import UTC, datetime
from functools import cache

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.payments.signature import Account

APP, MERCHANT, SERIAL = "wx0123456789abcdef", "1900000001", "5157F09EFDC096DE15EBE81A47057A72"
API_KEY, PUBLIC_ID = "0123456789abcdef0123456789ABCDEF", "PUB_KEY_ID_0119000000012024"
LONGEST_NUMBER = 32
AUTHORIZATION = re.compile(
    r'WECHATPAY2-SHA256-RSA2048 mchid="(\d+)",nonce_str="(\w+)",signature="([^"]+)",timestamp="(\d+)",serial_no="(\w+)"'
)


@cache
def key_of(_whose: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def account() -> Account:
    private = key_of("merchant").private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = (
        key_of("platform")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return Account(
        app_id=APP, merchant=MERCHANT, serial=SERIAL, private_key=private.decode(), api_v3_key=API_KEY,
        public_key=public.decode(), public_key_id=PUBLIC_ID,
    )  # fmt: skip  # a table, a row a line


def signed(body: bytes, *, at: float | None = None, by: str = "platform") -> dict[str, str]:
    """The headers of a body that WeChat Pay sends."""
    stamp, nonce = str(int(time.time() if at is None else at)), secrets.token_hex(16)
    signature = key_of(by).sign(f"{stamp}\n{nonce}\n".encode() + body + b"\n", padding.PKCS1v15(), hashes.SHA256())
    return {
        "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce, "Wechatpay-Serial": PUBLIC_ID,
        "Wechatpay-Signature": base64.b64encode(signature).decode(),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }  # fmt: skip  # a table, a row a line


def notification(event: str, resource: dict, key: str = API_KEY) -> bytes:
    nonce, about = secrets.token_hex(6), event.partition(".")[0].lower()
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), json.dumps(resource).encode(), about.encode())
    return json.dumps(
        {
            "id": secrets.token_hex(16),
            "create_time": "2026-11-25T10:34:56+08:00",
            "event_type": event,
            "resource_type": "encrypt-resource",
            "summary": "支付成功",
            "resource": {
                "algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": about, "original_type": about,
                "ciphertext": base64.b64encode(sealed).decode(),
            },
        },
        ensure_ascii=False,
    ).encode()  # fmt: skip  # a table, a row a line


class FakeWechatPay:
    """Trades and refunds by number; `pay` and `settle` are what people and banks do."""

    def __init__(self) -> None:
        self.trades: dict[str, dict] = {}
        self.refunds: dict[str, dict] = {}
        self.refund_state = "PROCESSING"
        self.down = False
        self.forge = False
        self.queried: list[str] = []
        self.url = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v3/pay/transactions/{way}", self._order)
        app.router.add_get("/v3/pay/transactions/out-trade-no/{trade}", self._query)
        app.router.add_post("/v3/refund/domestic/refunds", self._refund)
        app.router.add_get("/v3/bill/tradebill", self._bill)
        app.router.add_get("/v3/billdownload/file", self._file)
        return app

    def pay(self, trade: str, **changes) -> dict:
        """Somebody pays: the resource of the notification."""
        kept = self.trades[trade]
        kept |= {"trade_state": "SUCCESS", "transaction_id": f"42000{trade}"[:32]}
        kept["success_time"] = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        return {key: value for key, value in kept.items() if key != "asked"} | changes

    def close(self, trade: str) -> None:
        """Its time is over: nobody can pay it any more."""
        self.trades[trade]["trade_state"] = "CLOSED"

    async def _order(self, request: web.Request) -> web.Response:
        asked = await self._asked(request)
        kept = self.trades.get(asked["out_trade_no"])
        if kept and kept["asked"] != asked:
            return self._no(403, "INVALID_REQUEST")
        if kept and kept["trade_state"] != "NOTPAY":
            return self._no(400, "ORDERPAID" if kept["trade_state"] == "SUCCESS" else "ORDER_CLOSED")
        if len(asked["out_trade_no"]) > LONGEST_NUMBER or datetime.fromisoformat(asked["time_expire"]) < datetime.now(
            UTC
        ):
            return self._no(400, "PARAM_ERROR")
        if not asked["notify_url"].startswith("https://") or "?" in asked["notify_url"] or asked["amount"]["total"] < 1:
            return self._no(400, "PARAM_ERROR")
        self.trades[asked["out_trade_no"]] = {
            "appid": asked["appid"], "mchid": asked["mchid"], "out_trade_no": asked["out_trade_no"],
            "trade_state": "NOTPAY", "amount": {"total": asked["amount"]["total"], "currency": "CNY"}, "asked": asked,
        }  # fmt: skip  # a table, a row a line
        if request.match_info["way"] == "jsapi":
            return self._yes({"prepay_id": f"wx{asked['payer']['openid']}"})
        return self._yes({"code_url": f"weixin://wxpay/bizpayurl?pr={asked['out_trade_no']}"})

    async def _query(self, request: web.Request) -> web.Response:
        await self._asked(request)
        self.queried.append(request.match_info["trade"])
        kept = self.trades.get(request.match_info["trade"])
        if kept is None or request.query["mchid"] != kept["mchid"]:
            return self._no(404, "ORDER_NOT_EXIST")
        return self._yes({key: value for key, value in kept.items() if key != "asked"})

    async def _refund(self, request: web.Request) -> web.Response:
        asked = await self._asked(request)
        trade, number, amount = self.trades[asked["out_trade_no"]], asked["out_refund_no"], asked["amount"]
        if trade["trade_state"] != "SUCCESS" or amount["total"] != trade["amount"]["total"]:
            return self._no(400, "INVALID_REQUEST")
        before = sum(
            one["amount"]["refund"]
            for key, one in self.refunds.items()
            if one["out_trade_no"] == asked["out_trade_no"] and key != number
        )
        if before + amount["refund"] > amount["total"]:
            return self._no(403, "NOT_ENOUGH")
        self.refunds.setdefault(number, {"refund_id": f"50{number}"[:32]}).update(
            out_refund_no=number, out_trade_no=asked["out_trade_no"], amount=amount, status=self.refund_state
        )
        return self._yes(self.refunds[number])

    async def _bill(self, request: web.Request) -> web.Response:
        await self._asked(request)
        hashed = hashlib.sha1(self._csv()).hexdigest()  # noqa: S324 - as WeChat Pay hashes
        return self._yes(
            {"download_url": f"{self.url}/v3/billdownload/file?token=a%2Bb", "hash_type": "SHA1", "hash_value": hashed}
        )

    async def _file(self, request: web.Request) -> web.Response:
        await self._asked(request)
        return web.Response(body=self._csv())

    def _csv(self) -> bytes:
        lines = [
            "\ufeff交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,应结订单金额,商户退款单号,退款金额,商品名称"
        ]
        for trade in self.trades.values():
            if trade["trade_state"] == "SUCCESS":
                yuan = f"{trade['amount']['total'] / 100:.2f}"
                lines.append(
                    f"`t,`{APP},`{MERCHANT},`{trade['transaction_id']},`{trade['out_trade_no']},`SUCCESS,`{yuan},`0,`0.00,`盐"
                )
        for number, refund in self.refunds.items():
            yuan = f"{refund['amount']['refund'] / 100:.2f}"
            lines.append(f"`t,`{APP},`{MERCHANT},`x,`{refund['out_trade_no']},`REFUND,`0.00,`{number},`{yuan},`盐")
        lines += ["总交易单数,应结订单总金额,退款总金额", "`1,`1.00,`0.00"]
        return "\n".join(lines).encode()

    async def _asked(self, request: web.Request) -> dict:
        """Signed by the merchant over method, path with query, time, nonce and body, or 401."""
        if self.down:
            raise web.HTTPServiceUnavailable
        found = AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        if not found or found[1] != MERCHANT or found[5] != SERIAL:
            raise web.HTTPUnauthorized
        body = await request.text()
        message = f"{request.method}\n{request.raw_path}\n{found[4]}\n{found[2]}\n{body}\n".encode()
        try:
            key_of("merchant").public_key().verify(
                base64.b64decode(found[3]), message, padding.PKCS1v15(), hashes.SHA256()
            )
        except InvalidSignature as forged:
            raise web.HTTPUnauthorized from forged
        return json.loads(body) if body else {}

    def _yes(self, said: dict) -> web.Response:
        body = json.dumps(said).encode()
        headers = signed(body, by="somebody" if self.forge else "platform")
        return web.Response(body=body, content_type="application/json", headers=headers)

    def _no(self, status: int, code: str) -> web.Response:
        body = json.dumps({"code": code, "message": "…"}).encode()
        return web.Response(status=status, body=body, content_type="application/json", headers=signed(body))
