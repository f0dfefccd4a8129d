"""Tencent Cloud's callbacks: replies of villagers one at a time, reports as an array. Pure.

No signature, and no id of a reply: number, time and words are its key (cloud.tencent.com, documents 382/5809, 382/5807).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from bot.channels import sms
from bot.channels.sms_hook import JSON, Network, Unusable, beijing, each, guarded, text_from, together
from bot.channels.sms_reports import closed_by
from bot.domain.message import Inbound, Receipt
from bot.ports import Hook, HookAnswer, HookRequest, Received

PATH = "/hook/sms/tencent/{secret}"
HEARD = HookAnswer(body=b'{"result":0,"errmsg":"OK"}', headers=JSON)


class Up(msgspec.Struct, frozen=True):
    mobile: str
    time: int
    """Seconds since 1970."""
    text: str = ""
    nationcode: str = "86"


class Report(msgspec.Struct, frozen=True):
    """What became of a message; `sid` is the SerialNo it was accepted with."""

    mobile: str
    report_status: str
    sid: str
    nationcode: str = "86"
    errmsg: str = ""
    description: str = ""
    user_receive_time: str = ""


def hooks(secret: str, allowed: Sequence[Network] = ()) -> tuple[Hook, ...]:
    """The route of replies and that of reports, both behind `secret`."""
    return (
        Hook(methods=("POST",), path=f"{PATH}/up", receive=guarded(secret, allowed, _up)),
        Hook(methods=("POST",), path=f"{PATH}/report", receive=guarded(secret, allowed, _report)),
    )


def _up(request: HookRequest) -> Received | HookAnswer:
    try:
        up = msgspec.json.decode(request.body, type=Up)
        at = datetime.fromtimestamp(up.time, UTC)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, OverflowError, OSError) as error:
        raise Unusable(f"no reply of Tencent Cloud's: {type(error).__name__}") from error
    number = _number(up.nationcode, up.mobile)
    words = hashlib.sha256(up.text.encode()).hexdigest()[:32]
    return together([text_from(number, up.text, key=f"sms:tencent:{number}:{up.time}:{words}", at=at)], HEARD)


def _report(request: HookRequest) -> Received | HookAnswer:
    return together((_receipt(report, request) for report in each(request.body, Report)), HEARD)


def _receipt(report: Report, request: HookRequest) -> Inbound | None:
    if not report.sid or len(report.sid) > sms.KEY_LIMIT:
        return None
    delivered = report.report_status == "SUCCESS"
    number = sms.phone(_number(report.nationcode, report.mobile))
    return Inbound(
        key=f"sms:tencent:report:{report.sid}",
        channel="sms",
        contact=f"sms:{number}" if number else "",
        at=beijing(report.user_receive_time, request.now),
        content=Receipt(
            reference=report.sid,
            delivered=delivered,
            status="delivered" if delivered else report.errmsg or "failed",
            closed="" if delivered else closed_by(report.errmsg, report.description),
        ),
    )


def _number(nation: str, mobile: str) -> str:
    return mobile if mobile.startswith("+") else f"+{nation}{mobile}"
