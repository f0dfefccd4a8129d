"""Inputs for every hook: what its platform sends, bent and broken, and signed all the same so that it gets in."""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

import xmltodict
from wechatpy.crypto import WeChatCrypto

from bot.channels.sms_twilio_hook import signature as twilio_signature
from bot.demo.wechat_user import compose, sign

HERE = Path(__file__).parent
sys.path += [str(HERE.parent / "channels"), str(HERE.parent / "payments")]
from fake_wechat_pay import notification, signed  # noqa: E402 - beside its own tests
from kuaidi import FORM, form, line, push  # noqa: E402 - likewise

TOKEN, SECRET, SALT = "a token of the account", "secret-path", "salt of the carrier"
APP_ID, AES_KEY = "wx0123456789abcdef", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TWILIO_SID, TWILIO_TOKEN, PUBLIC = "AC0", "twilio's token", "https://village.example"
MANAGER = "oCunkouSample-HW0101-manager"
OPENIDS = [MANAGER, *(f"oFuzz{n:05d}" for n in range(60))]
PHONES = ["+8613900000103", *(f"138{n:08d}" for n in range(60))]
JSON_TYPE = {"Content-Type": "application/json"}


class Shot(NamedTuple):
    """One request to a hook."""

    method: str
    path: str
    body: bytes = b""
    query: dict[str, str] = {}  # noqa: RUF012 - never changed
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


def _spoken() -> list[str]:
    files = sorted((HERE.parent / "phrases" / "sets").glob("*.jsonl"))
    return [json.loads(row)["text"] for file in files for row in file.read_text(encoding="utf-8").splitlines()]


SPOKEN = _spoken()
SHORT = ["1", "0", "2", "3", "9", "M", "确认", "取消", "返回", "好", "不要", "人工", "恢复", "退订", "订阅", "杨柳村", "导出", "隐私",
         "帮助", "删除我的资料", "到货", "全到了", "取货 1234", "绑定13800001111", "亲情码", "我要卖苹果200斤", "学习", "对账", ""]  # fmt: skip  # what belongs together on one line
ODD = ["\u202e", "\u200b", "\ufeff", "]]>", "&", "<", "%00", "{0}", "{}", "'", '"', "\\", "\ud83d", "🧂", "𠮷", "\r\n", "\t", "\x0b",
       "９９", "½", "①", "—", "负", "-1", "1e309", "9" * 40, "酱" * 500, "点", "\u0301" * 30, "%s", "${x}", "\u2028"]  # fmt: skip  # what belongs together on one line
VALUES: list[Any] = [
    None,
    True,
    -1,
    0,
    1,
    2**63,
    -(2**70),
    1e308,
    "",
    "x" * 3000,
    [],
    {},
    [[[]]],
    {"a": {"b": []}},
    "\ud800",
    "1",
    "酱油",
]


def words(dice: Random) -> str:
    """What somebody might write: mostly sense, with something odd in it now and then."""
    said = dice.choice(SPOKEN if dice.random() < 0.6 else SHORT)
    for _ in range(dice.choice((0, 0, 0, 1, 2, 5))):
        at = dice.randint(0, len(said))
        said = said[:at] + dice.choice(ODD) + said[at + dice.randint(0, 2) :]
    return said


def mangled(dice: Random, data: bytes, share: float = 0.5) -> bytes:
    """Bytes with some of them changed, lost, doubled or moved."""
    if dice.random() > share or not data:
        return data
    raw = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at, size = dice.randrange(len(raw) + 1), dice.choice((1, 1, 2, 8, 64))
        kind = dice.randrange(5)
        if kind == 0:
            raw[at : at + 1] = bytes([dice.randrange(256)])
        elif kind == 1:
            del raw[at : at + size]
        elif kind == 2:
            raw[at:at] = raw[at : at + size] * dice.choice((1, 3))
        elif kind == 3:
            raw[at:at] = dice.choice(ODD).encode(errors="surrogatepass")
        else:
            raw[at:at] = dice.choice(
                (b"<", b">", b"]]>", b"<!DOCTYPE x>", b"&#0;", b"\x00", b"\xff", b"{", b"[", b'"', b"&lol;")
            )
    return bytes(raw)


def bent(dice: Random, value: Any, share: float = 0.3) -> Any:
    """A JSON value with some of what is in it replaced by something else."""
    if dice.random() < share / 4:
        return dice.choice(VALUES)
    if isinstance(value, dict):
        return {name: bent(dice, one, share) for name, one in value.items() if dice.random() > share / 6}
    if isinstance(value, list):
        return [bent(dice, one, share) for one in value for _ in range(dice.choice((1, 1, 1, 0, 3)))]
    return dice.choice(VALUES) if dice.random() < share / 2 else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")


def _message(dice: Random) -> bytes:
    """The XML of a message or an event of the official account."""
    head: dict[str, Any] = {"ToUserName": "gh_1", "FromUserName": dice.choice(OPENIDS), "CreateTime": int(time.time()) - dice.choice((0, 0, 5, 90000))}  # fmt: skip  # what belongs together on one line
    kinds: list[dict[str, Any]] = [
        {"MsgType": "text", "Content": words(dice)}, {"MsgType": "text", "Content": words(dice)},
        {"MsgType": "text", "Content": words(dice)}, {"MsgType": "text", "Content": words(dice)},
        {"MsgType": "voice", "MediaId": "m", "Format": "amr", "Recognition": ""},
        {"MsgType": "image", "PicUrl": "http://x/y", "MediaId": "m"},
        {"MsgType": "location", "Location_X": dice.choice((33.1, "nan", "1e999", "x")), "Location_Y": 112.3, "Scale": 16, "Label": words(dice)},
        {"MsgType": "link", "Title": words(dice), "Description": "", "Url": "http://x"},
        {"MsgType": "event", "Event": "subscribe", "EventKey": dice.choice(("", "qrscene_HW0101", f"qrscene_{words(dice)}"))},
        {"MsgType": "event", "Event": dice.choice(("SCAN", "CLICK", "VIEW", "LOCATION", "unsubscribe")), "EventKey": dice.choice(("HW0101", "cart", words(dice)))},
        {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": dice.randrange(10**9), "Status": dice.choice(("success", "failed:user block", ""))},
        {"MsgType": words(dice)},
    ]  # fmt: skip  # a table, a row a line
    fields = head | dice.choice(kinds) | {"MsgId": dice.randrange(10**15)}
    for name in list(fields):
        if dice.random() < 0.03:
            fields[name] = dice.choice((*ODD, 10**30, -5))
        elif dice.random() < 0.02:
            del fields[name]
    return mangled(dice, compose(**fields).encode(errors="surrogatepass"), 0.3)


def wechat(dice: Random) -> Shot:
    stamp, nonce = str(int(time.time())), secrets.token_hex(4)
    query = {"signature": sign(TOKEN, stamp, nonce), "timestamp": stamp, "nonce": nonce}
    if dice.random() < 0.05:
        query[dice.choice(("signature", "timestamp", "nonce"))] = words(dice)
    return Shot("POST", "/hook/wechat", _message(dice), query)


def wechat_safe(dice: Random) -> Shot:
    stamp, nonce = str(int(time.time())), secrets.token_hex(4)
    inner = _message(dice).decode(errors="replace")
    sealed = xmltodict.parse(WeChatCrypto(TOKEN, AES_KEY, APP_ID).encrypt_message(inner, nonce, stamp))["xml"]
    cipher, signature = sealed["Encrypt"], sealed["MsgSignature"]
    if dice.random() < 0.3:
        cipher = mangled(dice, cipher.encode(), 1).decode("ascii", "ignore")
        signature = sign(TOKEN, stamp, nonce, cipher)
    query = {"timestamp": stamp, "nonce": nonce, "encrypt_type": "aes", "msg_signature": signature}
    body = mangled(dice, f"<xml><ToUserName>gh</ToUserName><Encrypt>{cipher}</Encrypt></xml>".encode(), 0.1)
    return Shot("POST", "/hook/wechat", body, query)


def kannel(dice: Random) -> Shot:
    query = {
        "from": dice.choice(PHONES),
        "to": "10690000",
        "id": str(dice.randrange(10**12)),
        "ts": str(int(time.time())),
    }
    query = {
        name: dice.choice(ODD) if dice.random() < 0.04 else value
        for name, value in query.items()
        if dice.random() > 0.02
    }
    query = {name: value.encode(errors="ignore").decode() for name, value in query.items()}
    text = words(dice).encode(errors="ignore")
    path = f"/hook/sms/kannel/{SECRET}"
    if dice.random() < 0.3:
        return Shot("GET", path, query=query | {"text": text.decode()})
    return Shot("POST", path, mangled(dice, text, 0.3), query, {"Content-Type": "text/plain"})


def kannel_dlr(dice: Random) -> Shot:
    query = {
        "ref": dice.choice(("1-abc", words(dice), "9" * 300)),
        "st": dice.choice(("1", "2", "8", "16", words(dice))),
    }
    query = {name: value.encode(errors="ignore").decode() for name, value in query.items()}
    return Shot("GET", f"/hook/sms/kannel/{SECRET}/dlr", query=query)


def aliyun_up(dice: Random) -> Shot:
    one = {"phone_number": dice.choice(PHONES), "content": words(dice), "send_time": "2026-11-25 09:00:00", "dest_code": "1", "sequence_id": str(dice.randrange(10**12))}  # fmt: skip  # what belongs together on one line
    return Shot(
        "POST", f"/hook/sms/aliyun/{SECRET}/up", mangled(dice, _json(bent(dice, [one])), 0.2), headers=JSON_TYPE
    )


def aliyun_report(dice: Random) -> Shot:
    one = {"phone_number": dice.choice(PHONES), "send_time": "2026-11-25 09:00:00", "report_time": "x", "success": dice.random() < 0.5, "err_code": "DELIVERED", "err_msg": "", "sms_size": "1", "biz_id": "9^0", "out_id": "1-x"}  # fmt: skip  # what belongs together on one line
    return Shot(
        "POST", f"/hook/sms/aliyun/{SECRET}/report", mangled(dice, _json(bent(dice, [one])), 0.2), headers=JSON_TYPE
    )


def tencent_up(dice: Random) -> Shot:
    one = {
        "extend": "",
        "mobile": dice.choice(PHONES),
        "nationcode": "86",
        "sign": "村口",
        "text": words(dice),
        "time": int(time.time()),
    }
    return Shot("POST", f"/hook/sms/tencent/{SECRET}/up", mangled(dice, _json(bent(dice, one)), 0.2), headers=JSON_TYPE)


def tencent_report(dice: Random) -> Shot:
    one = {"user_receive_time": "2026-11-25 09:00:00", "nationcode": "86", "mobile": dice.choice(PHONES), "report_status": "FAIL", "errmsg": "MK:0001", "description": "", "sid": "1:2"}  # fmt: skip  # what belongs together on one line
    return Shot(
        "POST", f"/hook/sms/tencent/{SECRET}/report", mangled(dice, _json(bent(dice, [one])), 0.2), headers=JSON_TYPE
    )


def _twilio(dice: Random, path: str, form_: dict[str, str]) -> Shot:
    fields = {
        name: words(dice) if dice.random() < 0.05 else value for name, value in form_.items() if dice.random() > 0.03
    }
    fields = {name: value.encode(errors="ignore").decode() for name, value in fields.items()}
    headers = {"X-Twilio-Signature": twilio_signature(TWILIO_TOKEN, f"{PUBLIC}{path}", fields)} | FORM
    return Shot("POST", path, mangled(dice, urlencode(fields).encode(), 0.1), headers=headers)


def twilio(dice: Random) -> Shot:
    sent = {"MessageSid": f"SM{dice.randrange(10**12)}", "AccountSid": TWILIO_SID, "From": dice.choice(PHONES), "To": "+15005550006", "Body": words(dice), "NumMedia": dice.choice(("0", "1", "x"))}  # fmt: skip  # what belongs together on one line
    return _twilio(dice, "/hook/sms/twilio", sent)


def twilio_status(dice: Random) -> Shot:
    told = {"MessageSid": "SM1", "AccountSid": TWILIO_SID, "MessageStatus": dice.choice(("delivered", "failed", "undelivered", "x")), "To": dice.choice(PHONES), "ErrorCode": dice.choice(("", "21610", "30006"))}  # fmt: skip  # what belongs together on one line
    return _twilio(dice, f"/hook/sms/twilio/status/{dice.randrange(99)}-ab", told)


def kuaidi100(dice: Random) -> Shot:
    pushed = push(
        dice.choice(("0", "5", "3", "14", "501", "x")),
        line(words(dice), status=dice.choice(("签收", ""))),
        nu=f"77{dice.randrange(99)}",
    )
    param = mangled(dice, _json(bent(dice, pushed)), 0.2).decode(errors="replace")
    return Shot(
        "POST", f"/hook/carrier/kuaidi100/{SECRET}", mangled(dice, form(param, SALT).encode(), 0.1), headers=FORM
    )


def wechat_pay(dice: Random) -> Shot:
    event = dice.choice(("TRANSACTION.SUCCESS", "REFUND.SUCCESS", "REFUND.CLOSED", "X.Y"))
    told = {"out_trade_no": f"2611{dice.randrange(99)}A1", "mchid": "1900000001", "appid": APP_ID, "trade_state": "SUCCESS", "transaction_id": "42", "out_refund_no": "r1", "refund_status": "SUCCESS", "amount": {"total": 498, "payer_total": 498, "refund": 1, "currency": "CNY"}, "success_time": "2026-11-25T10:34:56+08:00"}  # fmt: skip  # what belongs together on one line
    try:
        body = mangled(dice, notification(event, bent(dice, told)), 0.2)
    except UnicodeEncodeError:
        body = b"{}"
    return Shot("POST", "/hook/pay/wechat", body, headers=signed(body) if dice.random() < 0.9 else {})


FIRST: dict[str, Callable[[Random], Shot]] = {
    one.__name__: one for one in (wechat, wechat_safe, kannel, kannel_dlr, aliyun_up, aliyun_report, kuaidi100, wechat_pay)
}  # fmt: skip  # a table, a row a line
SECOND: dict[str, Callable[[Random], Shot]] = {
    one.__name__: one for one in (tencent_up, tencent_report, twilio, twilio_status)
}  # fmt: skip  # a table, a row a line
