"""What the tests of the hooks share: requests as the platforms make them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import xmltodict
from wechatpy.crypto import WeChatCrypto

from bot.channels.wechat_crypto import AesKey
from bot.channels.wechat_hook import Gate, hooks
from bot.demo.wechat_user import compose, sign
from bot.ports import HookAnswer, HookRequest, Received

TOKEN = "village-gate"
APP_ID = "wx1234567890abcdef"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcbA"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CREATED = int(NOW.timestamp()) - 2
HEAD = {"ToUserName": "gh_1", "FromUserName": "oA-秀英", "CreateTime": CREATED}


def gate(mode="plain", keys=()):
    return Gate(token=TOKEN, mode=mode, keys=tuple(AesKey(key, APP_ID) for key in keys), max_skew=600)


def receive(request: HookRequest, mode="plain", keys=()) -> Received | HookAnswer:
    (hook,) = hooks(gate(mode, keys))
    return hook.receive(request)


def text_xml(text="来两袋大米", msg_id=23456789012345678, **more):
    return compose(**HEAD, MsgType="text", Content=text, MsgId=msg_id, **more)


def query(*, token=TOKEN, at=NOW, nonce="486452656"):
    timestamp = str(int(at.timestamp()))
    return {"signature": sign(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}


def post(body, query=None, method="POST", parts=None, headers=None):
    return HookRequest(
        method=method,
        parts=parts or {},
        query=query or {},
        headers=headers or {},
        body=body.encode() if isinstance(body, str) else body,
        now=NOW,
    )


def plain_post(xml):
    return post(xml, query())


def sealed_post(xml, *, key=KEY, app_id=APP_ID, token=TOKEN, beside=""):
    """As WeChat posts in safe mode, sealed by wechatpy; `beside` is the plain XML of the compatible mode."""
    timestamp, nonce = str(int(NOW.timestamp())), secrets.token_hex(4)
    sealed = xmltodict.parse(WeChatCrypto(token, key, app_id).encrypt_message(xml, nonce, timestamp))["xml"]
    asked = {
        "signature": sign(token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": sealed["MsgSignature"],
    }
    return post(f"<xml>{beside}<ToUserName>gh_1</ToUserName><Encrypt>{sealed['Encrypt']}</Encrypt></xml>", asked)


def said(answer: HookAnswer):
    """The elements of a plain reply."""
    return xmltodict.parse(answer.body)["xml"]


def unsealed(answer: HookAnswer, key=KEY):
    """The elements of a sealed reply, opened by wechatpy."""
    outer = said(answer)
    inner = WeChatCrypto(TOKEN, key, APP_ID).decrypt_message(
        outer, outer["MsgSignature"], outer["TimeStamp"], outer["Nonce"]
    )
    return xmltodict.parse(inner)["xml"]
