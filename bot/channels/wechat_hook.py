"""`/hook/wechat`: the handshake, verification, opening and answering. Pure; fails closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from bot.channels.wechat_crypto import AesKey, CannotOpen, is_signed, sign
from bot.channels.wechat_parse import read_message
from bot.channels.wechat_xml import Fields, Malformed, fit, read_xml, sealed_reply, text_reply
from bot.ports import Hook, HookAnswer, HookRequest, Received

BODY_LIMIT = 256 * 1024
"""Bytes: a text of 10,000 Han, plain and sealed side by side, is half of it."""
LATEST_DIGITS = 12
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
XML = {"Content-Type": "application/xml; charset=utf-8"}
SUCCESS = HookAnswer(body=b"success", headers=PLAIN)
"""WeChat's word for: heard, nothing to say."""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What a post is verified with."""

    token: str
    mode: Literal["plain", "compatible", "safe"]
    keys: tuple[AesKey, ...]
    """The current EncodingAESKey, then the previous one: while it is being changed, both come."""
    max_skew: int
    """Seconds the signature's timestamp may be off the wall clock."""


class Refused(Exception):
    """A request that is not from WeChat, or cannot be shown to be."""


class _Opened(msgspec.Struct, frozen=True):
    fields: Fields
    key: AesKey | None
    """The key that worked, by which the reply goes back; None where it came plain."""


def hooks(gate: Gate) -> tuple[Hook, ...]:
    """The one route of the official account."""

    def receive(request: HookRequest) -> Received | HookAnswer:
        try:
            return _shake_hands(gate, request) if request.method == "GET" else _receive(gate, request)
        except Refused as error:
            return _complain(403, str(error))
        except Malformed as error:
            return _complain(400, str(error))

    return (Hook(methods=("GET", "POST"), path="/hook/wechat", receive=receive),)


def _shake_hands(gate: Gate, request: HookRequest) -> HookAnswer:
    _check(gate, request, "signature")
    return HookAnswer(body=request.query.get("echostr", "").encode(), headers=PLAIN)


def _receive(gate: Gate, request: HookRequest) -> Received | HookAnswer:
    if len(request.body) > BODY_LIMIT:
        return _complain(413, f"more than {BODY_LIMIT} bytes")
    opened = _open(gate, request)
    inbound = read_message(opened.fields)
    if inbound is None:
        return SUCCESS
    return Received(message=inbound, answer=_answering(gate, request, opened))


def _open(gate: Gate, request: HookRequest) -> _Opened:
    is_sealed = request.query.get("encrypt_type") == "aes" or "msg_signature" in request.query
    if is_sealed and gate.keys:
        return _unseal(gate, request)
    if gate.mode == "safe":
        raise Refused("this account takes encrypted messages only")
    # Verified before it is parsed: a stranger's XML is not read at all.
    _check(gate, request, "signature")
    fields = read_xml(request.body)
    if "MsgType" not in fields and "Encrypt" in fields:
        raise Malformed("the message is encrypted, but CUNKOU_WECHAT_AES_KEY is not set")
    return _Opened(fields, None)


def _unseal(gate: Gate, request: HookRequest) -> _Opened:
    # `signature` does not cover the body; it only keeps strangers from having XML parsed where WeChat sends it.
    if "signature" in request.query:
        _check(gate, request, "signature")
    sealed = read_xml(request.body).needed("Encrypt", limit=BODY_LIMIT)
    _check(gate, request, "msg_signature", sealed)
    problem = ""
    for key in gate.keys:
        try:
            return _Opened(read_xml(key.open(sealed)), key)
        except CannotOpen as error:
            problem = problem or str(error)
    raise Refused(f"cannot be decrypted: {problem}")


def _check(gate: Gate, request: HookRequest, name: str, *more: str) -> None:
    query = request.query
    timestamp = query.get("timestamp", "")
    if not is_signed(query.get(name, ""), gate.token, timestamp, query.get("nonce", ""), *more):
        raise Refused(f"{name} is missing or wrong")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LATEST_DIGITS):
        raise Refused("timestamp must be seconds")
    if abs(request.now.timestamp() - int(timestamp)) > gate.max_skew:
        raise Refused("timestamp is too far from now")


def _answering(gate: Gate, request: HookRequest, opened: _Opened) -> Callable[[str], HookAnswer]:
    sender, to = opened.fields.text("ToUserName", limit=128), opened.fields.needed("FromUserName")
    # The message's own time, not now: a retry of the message gets the same bytes.
    created = int(opened.fields.needed("CreateTime"))

    def answer(text: str) -> HookAnswer:
        if not (fitting := fit(text)).strip():
            return SUCCESS
        xml = text_reply(to=to, sender=sender, created=created, text=fitting)
        if opened.key:
            xml = _seal(gate, opened.key, xml, request)
        return HookAnswer(body=xml.encode(), headers=XML)

    return answer


def _seal(gate: Gate, key: AesKey, xml: str, request: HookRequest) -> str:
    sealed, nonce = key.seal(xml), request.query.get("nonce", "")
    timestamp = str(int(request.now.timestamp()))
    signature = sign(gate.token, timestamp, nonce, sealed)
    return sealed_reply(sealed=sealed, signature=signature, timestamp=timestamp, nonce=nonce)


def _complain(status: int, problem: str) -> HookAnswer:
    return HookAnswer(status=status, body=problem.encode(), headers=PLAIN)
