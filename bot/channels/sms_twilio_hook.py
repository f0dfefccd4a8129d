"""Twilio's webhooks: messages, answered by TwiML, and what became of those sent. Pure.

Each carries X-Twilio-Signature over the public address and the form's fields; what does not is refused.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping
from typing import Literal
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape

from bot.channels import sms
from bot.channels.sms_hook import PLAIN
from bot.domain.message import Inbound, Receipt, Text
from bot.ports import Hook, HookAnswer, HookRequest, Received

PATH = "/hook/sms/twilio"
STATUS_PATH = PATH + "/status/{reference}"
MOST_FIELDS = 100
BODY_LIMIT = 64 * 1024
TWIML = {"Content-Type": "text/xml; charset=utf-8"}
HEARD = HookAnswer(body=b"<Response/>", headers=TWIML)
CLOSED: Mapping[str, Literal["no_number", "opted_out"]] = {"21610": "opted_out", "30005": "no_number"}
"""Error codes that say a number takes nothing any more: it sent STOP, or is nobody's."""
Form = Mapping[str, str]


def signature(token: str, url: str, form: Form) -> str:
    """HMAC-SHA1 of the whole address and the sorted fields, as Twilio signs."""
    signed = url + "".join(name + value for name, value in sorted(form.items()))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), "sha1")).decode()


def hooks(account: str, token: str, public_url: str) -> tuple[Hook, ...]:
    """Both routes of an account; `public_url` is how Twilio reaches the bot, whatever stands between."""
    return (
        Hook(methods=("POST",), path=PATH, receive=_signed(account, token, public_url + PATH, _message)),
        Hook(methods=("POST",), path=STATUS_PATH, receive=_signed(account, token, public_url + STATUS_PATH, _status)),
    )


def _signed(
    account: str, token: str, address: str, read: Callable[[HookRequest, Form], Received | HookAnswer]
) -> Callable[[HookRequest], Received | HookAnswer]:
    def receive(request: HookRequest) -> Received | HookAnswer:
        form = _form(request.body)
        if form is None:
            return HookAnswer(status=400, body=b"no form", headers=PLAIN)
        query = f"?{urlencode(request.query)}" if request.query else ""
        expected = signature(token, address.format_map(request.parts) + query, form)
        claimed = request.headers.get("x-twilio-signature", "")
        genuine = hmac.compare_digest(expected.encode(), claimed.encode(errors="replace"))
        if not token or not genuine or form.get("AccountSid") != account:
            return HookAnswer(status=403, body=b"not signed by Twilio", headers=PLAIN)
        return read(request, form)

    return receive


def _form(body: bytes) -> Form | None:
    if len(body) > BODY_LIMIT:
        return None
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError:  # of UTF-8, or too many fields
        return None


def _message(request: HookRequest, form: Form) -> Received | HookAnswer:
    sid, number = form.get("MessageSid", ""), sms.phone(form.get("From", ""))
    if not sid or len(sid) > sms.KEY_LIMIT:
        return HookAnswer(status=400, body=b"MessageSid", headers=PLAIN)
    if number is None:
        return HEARD
    message = Inbound(
        key=f"sms:twilio:{sid}",
        channel="sms",
        contact=f"sms:{number}",
        at=request.now,
        content=Text(text=sms.clean(form.get("Body", ""))),
    )
    return Received(message=message, answer=_twiml)


def _twiml(text: str) -> HookAnswer:
    fitting = sms.fit(text)
    if not fitting.strip():
        return HEARD
    return HookAnswer(body=f"<Response><Message>{escape(fitting)}</Message></Response>".encode(), headers=TWIML)


def _status(request: HookRequest, form: Form) -> Received | HookAnswer:
    reference, state = request.parts.get("reference", ""), form.get("MessageStatus", "")
    if state not in ("delivered", "undelivered", "failed") or len(reference) > sms.KEY_LIMIT:
        return HEARD
    number, code = sms.phone(form.get("To", "")), form.get("ErrorCode", "")
    message = Inbound(
        key=f"sms:twilio:report:{reference}:{state}",
        channel="sms",
        contact=f"sms:{number}" if number else "",
        at=request.now,
        content=Receipt(
            reference=reference,
            delivered=state == "delivered",
            status=" ".join(filter(None, (state, code))),
            closed="" if state == "delivered" else CLOSED.get(code, ""),
        ),
    )
    return Received(message=message, answer=lambda _: HEARD)
