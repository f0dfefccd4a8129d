"""SmsUp and SmsReport: what Aliyun pushes. Pure.

Both are JSON arrays. Anything but 200 with a numeric `code` is pushed again after 1, 5 and 10 minutes, whole. There is
no signature: the path holds a secret (help.aliyun.com, SMS, SmsUp and SmsReport over HTTP).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.channels import sms
from bot.channels.sms_hook import (
    JSON,
    Network,
    beijing,
    each,
    guarded,
    text_from,
    together,
)
from bot.channels.sms_reports import closed_by
from bot.domain.message import Inbound, Receipt
from bot.ports import Hook, HookAnswer, HookRequest, Received

PATH = "/hook/sms/aliyun/{secret}"
HEARD = HookAnswer(body='{"code":0,"msg":"接收成功"}'.encode(), headers=JSON)


class Up(msgspec.Struct, frozen=True):
    """A message of a villager. `sequence_id` is the same in every push of it; older documents write it as a number."""

    phone_number: str | int
    sequence_id: str | int
    content: str = ""
    send_time: str = ""


class Report(msgspec.Struct, frozen=True):
    """What became of a message; `out_id` is the reference it was sent with."""

    phone_number: str | int
    success: bool
    out_id: str | int = ""
    err_code: str = ""
    report_time: str = ""


def hooks(secret: str, allowed: Sequence[Network] = ()) -> tuple[Hook, ...]:
    """The route of messages and that of reports, both behind `secret`."""
    return (
        Hook(methods=("POST",), path=f"{PATH}/up", receive=guarded(secret, allowed, _up)),
        Hook(methods=("POST",), path=f"{PATH}/report", receive=guarded(secret, allowed, _report)),
    )


def _up(request: HookRequest) -> Received | HookAnswer:
    return together((_message(up, request) for up in each(request.body, Up)), HEARD)


def _report(request: HookRequest) -> Received | HookAnswer:
    return together((_receipt(report, request) for report in each(request.body, Report)), HEARD)


def _message(up: Up, request: HookRequest) -> Inbound | None:
    if not str(up.sequence_id):
        return None
    at = beijing(up.send_time, request.now)
    return text_from(str(up.phone_number), up.content, key=f"sms:aliyun:{up.sequence_id}", at=at)


def _receipt(report: Report, request: HookRequest) -> Inbound | None:
    reference, number = str(report.out_id), sms.phone(str(report.phone_number))
    if not reference or len(reference) > sms.KEY_LIMIT:
        return None
    status = "delivered" if report.success else report.err_code or "failed"
    return Inbound(
        key=f"sms:aliyun:report:{reference}",
        channel="sms",
        contact=f"sms:{number}" if number else "",
        at=beijing(report.report_time, request.now),
        content=Receipt(
            reference=reference,
            delivered=report.success,
            status=status,
            closed="" if report.success else closed_by(report.err_code),
        ),
    )
