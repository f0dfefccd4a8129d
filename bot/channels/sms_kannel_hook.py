"""Kannel's sms-service and its delivery reports: what comes in. Pure.

Kannel joins the parts of a long message before it calls the hook. It drops a message that was not answered with 200
or 202 after its retries, which carry the same `%I`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.channels import sms
from bot.domain.message import Inbound, Receipt, Text
from bot.ports import Hook, HookAnswer, HookRequest, Received

PATH = "/hook/sms/kannel/{secret}"
BODY_LIMIT = 64 * 1024
ID_LIMIT = 64
PLAIN = {"Content-Type": "text/plain; charset=UTF-8"}
CHINESE = PLAIN | {"X-Kannel-Coding": "2"}
"""Both headers are needed: without either, Kannel sends ???? and says it went well."""
HEARD = HookAnswer(headers=PLAIN)
"""An empty 200: Kannel's `omit-empty` sends nothing then. Not 204, which it takes for a failure."""
DELIVERED, FAILED, REJECTED = 1, 2, 16
FINAL = {str(DELIVERED): "delivered", str(FAILED): "failed", str(REJECTED): "rejected"}
"""A report's `st` that ends a message; what is only on its way (4, 8) tells nothing."""


class Unusable(Exception):
    """A request from Kannel that lacks something; the text names it."""


def hooks(secret: str) -> tuple[Hook, ...]:
    """The route of messages and that of reports, both behind `secret`."""
    return (
        Hook(methods=("GET", "POST"), path=PATH, receive=_behind(secret, _message)),
        Hook(methods=("GET", "POST"), path=f"{PATH}/dlr", receive=_behind(secret, _report)),
    )


def _behind(
    secret: str, read: Callable[[HookRequest], Received | HookAnswer]
) -> Callable[[HookRequest], Received | HookAnswer]:
    """The hook behind its secret: a wrong one looks like a path that does not exist."""
    expected = secret.encode()

    def receive(request: HookRequest) -> Received | HookAnswer:
        given = request.parts.get("secret", "").encode(errors="replace")
        if not expected or not hmac.compare_digest(given, expected):
            return _complain(404, "Not Found")
        try:
            return read(request)
        except Unusable as error:
            return _complain(400, str(error))

    return receive


def _message(request: HookRequest) -> Received | HookAnswer:
    if len(request.body) > BODY_LIMIT:
        return _complain(413, f"more than {BODY_LIMIT} bytes")
    sender, identity = _needed(request.query, "from"), _needed(request.query, "id")
    number = sms.phone(sender)
    if number is None:
        if sender.strip().isdigit():
            # A carrier's or a platform's service number: two robots would talk to each other for ever.
            return HEARD
        raise Unusable("from: not a phone number")
    message = Inbound(
        key=f"sms:{identity}",
        channel="sms",
        contact=f"sms:{number}",
        at=_time(request.query.get("ts", "")) or request.now,
        content=Text(text=sms.clean(_text(request))),
    )
    return Received(message=message, answer=_answer)


def _answer(text: str) -> HookAnswer:
    fitting = sms.fit(text)
    return HookAnswer(body=fitting.encode(), headers=CHINESE) if fitting.strip() else HEARD


def _report(request: HookRequest) -> Received | HookAnswer:
    reference, state = _needed(request.query, "ref"), _needed(request.query, "st")
    if state not in FINAL:
        return HEARD
    message = Inbound(
        key=f"sms:dlr:{reference}:{state}",
        channel="sms",
        contact="",
        at=request.now,
        content=Receipt(reference=reference, delivered=state == str(DELIVERED), status=FINAL[state]),
    )
    return Received(message=message, answer=lambda _: HEARD)


def _needed(query: Mapping[str, str], name: str) -> str:
    value = query.get(name, "").strip()
    if not value or len(value) > ID_LIMIT:
        raise Unusable(f"{name}: {'missing' if not value else f'longer than {ID_LIMIT} characters'}")
    return value


def _text(request: HookRequest) -> str:
    if "text" in request.query:
        return request.query["text"]
    try:
        return request.body.decode()
    except UnicodeDecodeError as error:
        raise Unusable("text: not UTF-8; set `mo-recode = true` in Kannel's smsbox group") from error


def _time(written: str) -> datetime | None:
    """`%T` is seconds of UTC; ISO is read too, as UTC where it names no zone. None for anything else."""
    try:
        if written.isascii() and written.isdigit():
            return datetime.fromtimestamp(int(written), UTC)
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _complain(status: int, problem: str) -> HookAnswer:
    return HookAnswer(status=status, body=problem.encode(), headers=PLAIN)
