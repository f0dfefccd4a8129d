"""Kuaidi100's push of a parcel's way. Pure.

A form with `param` (JSON) and `sign`, the MD5 of `param` as received and the salt given when subscribing. The list of
what happened is always whole and newest first. 签收 may be a station's signature, so a push brings an order to its
station at most. Anything but `{"result": true}` is pushed again half an hour later.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qs

import msgspec

from bot.carriers.carrier import CarrierHook, Told
from bot.domain.order import Status
from bot.domain.parcel import STAGES, Passed, Sighting
from bot.ports import HookAnswer, HookRequest

PATH = "/hook/carrier/kuaidi100/{secret}"
CARRIER = "kuaidi100"
MOST_LINES, LONGEST_LINE, LONGEST_NUMBER = 100, 300, 60
MOST_FIELDS = 20
STAGE_OF_STATE = {
    "0": Status.PACKED, "1002": Status.PACKED, "1003": Status.PACKED, "1": Status.PACKED, "7": Status.PACKED,
    "8": Status.PACKED, "1001": Status.AT_COUNTY, "5": Status.IN_TRANSIT, "501": Status.AT_STATION,
    "3": Status.AT_STATION,
}  # fmt: skip  # a table, a row a line
"""By `state`, or by the advanced codes that it can be; three digits that do not stand here are as their first."""
STAGE_OF_WORDS = {
    "投柜或驿站": Status.AT_STATION, "投柜或站签收": Status.AT_STATION, "签收": Status.AT_STATION,
    "本人签收": Status.AT_STATION, "代签": Status.AT_STATION, "派件": Status.IN_TRANSIT, "到达派件城市": Status.AT_COUNTY,
}  # fmt: skip  # a table, a row a line
"""By the `status` of the newest line, which may know more than `state`."""
TROUBLE = frozenset({"2", "4", "6", "14"})
"""疑难, 退签, 退回, 拒签"""
SUB_CODE = 3


class _Line(msgspec.Struct):
    context: str = ""
    time: str = ""
    ftime: str = ""
    status: str = ""
    status_code: str | int = msgspec.field(name="statusCode", default="")


class _Result(msgspec.Struct):
    com: str
    nu: str
    state: str | int = ""
    data: list[_Line] = []


class _Push(msgspec.Struct):
    last: _Result = msgspec.field(name="lastResult")
    status: str = ""
    message: str = ""


def hook(secret: str, salt: str) -> CarrierHook:
    """The route behind `secret`, verifying with `salt`; neither may be empty."""
    if not secret or not salt:
        raise ValueError("Kuaidi100's pushes need a secret path and a salt")
    expected = secret.encode()

    def receive(request: HookRequest) -> Told | HookAnswer:
        given = request.parts.get("secret", "").encode(errors="replace")
        if not hmac.compare_digest(given, expected):
            return HookAnswer(status=404, body=b"Not Found")
        return _read(request, salt)

    return CarrierHook(path=PATH, receive=receive)


def signature(param: str, salt: str) -> str:
    """How Kuaidi100 signs: MD5, in capitals."""
    return hashlib.md5(f"{param}{salt}".encode(), usedforsecurity=False).hexdigest().upper()


def _read(request: HookRequest, salt: str) -> Told | HookAnswer:
    try:
        form = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:  # also of text that is no UTF-8
        return _answer(400, result=False, message="表单无法读取")
    param, sign = form.get("param", [""])[0], form.get("sign", [""])[0]
    if not hmac.compare_digest(sign.upper().encode(), signature(param, salt).encode()):
        return _answer(403, result=False, message="签名不对")
    try:
        push = msgspec.json.decode(param, type=_Push)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return _answer(400, result=False, message="param无法读取")
    if not push.last.nu or not all(_plain(name) for name in (push.last.nu, push.last.com)):
        return _answer(400, result=False, message="单号不对")
    return Told(
        sighting=_sighting(push),
        accepted=_answer(200, result=True, message="成功"),
        later=_answer(503, result=False, message="请稍后再推"),
    )


def _plain(name: str) -> bool:
    """Whether it can be a number or a carrier's name; no database takes a NUL."""
    return len(name) <= LONGEST_NUMBER and name.isprintable()


def _sighting(push: _Push) -> Sighting:
    last = push.last
    newest = last.data[0] if last.data else _Line()
    codes = (str(last.state), str(newest.status_code))
    told = (*map(_stage, codes), STAGE_OF_WORDS.get(newest.status))
    known = [stage for stage in told if stage is not None]
    trouble = next((code for code in codes if _group(code) in TROUBLE), "")
    if push.status == "abort":
        trouble = trouble or "abort"
    return Sighting(
        carrier=last.com.lower(),
        tracking_number=last.nu,
        stage=max(known, key=STAGES.index) if known and not trouble else None,
        trouble=trouble,
        track=tuple(
            Passed(time=(line.ftime or line.time)[:40], context=line.context[:LONGEST_LINE])
            for line in last.data[:MOST_LINES]
        ),
    )


def _stage(code: str) -> Status | None:
    return STAGE_OF_STATE.get(code) or STAGE_OF_STATE.get(_group(code))


def _group(code: str) -> str:
    """401 is a kind of 4; 14 and 1001 are what they are."""
    return code[0] if len(code) == SUB_CODE else code


def _answer(status: int, *, result: bool, message: str) -> HookAnswer:
    said: dict[str, Any] = {"result": result, "returnCode": str(status), "message": message}
    return HookAnswer(
        status=status, body=msgspec.json.encode(said), headers={"Content-Type": "application/json; charset=UTF-8"}
    )
