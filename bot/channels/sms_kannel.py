"""SMS through Kannel: its sms-service as the hook, its sendsms for sending, its delivery reports.

Kannel joins the parts of a long message before it calls the hook. It drops a message that was not answered with 200
or 202 after its retries, which carry the same `%I`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote

import msgspec

from bot.channels import sms
from bot.channels.posting import TOTAL_SECONDS, Answered, Poster, check_status
from bot.domain.letter import Letter
from bot.domain.message import AnyContent, Inbound, Receipt, Text
from bot.ports import Hook, HookAnswer, HookRequest, Received, SendFailed, Way

PATH = "/hook/sms/kannel/{secret}"
BODY_LIMIT = 64 * 1024
ID_LIMIT = 64
PLAIN = {"Content-Type": "text/plain; charset=UTF-8"}
CHINESE = PLAIN | {"X-Kannel-Coding": "2"}
"""Both headers are needed: without either, Kannel sends ???? and says it went well."""
HEARD = HookAnswer(headers=PLAIN)
"""An empty 200: Kannel's `omit-empty` sends nothing then. Not 204, which it takes for a failure."""
DLR_MASK = 1 | 2 | 16
"""Reports wanted: delivered, failed, rejected. What is only on its way (4, 8) tells nothing."""
DELIVERED, FAILED, REJECTED = "1", "2", "16"
FINAL = {DELIVERED: "delivered", FAILED: "failed", REJECTED: "rejected"}
ACCEPTED = (b"0:", b"3:")
"""sendsms: accepted, or queued for later."""
TEMPORARY = b"Temporal failure"
"""How smsbox itself says 503: nothing was taken. The same status from anything between tells nothing."""


class KannelGateway(msgspec.Struct, frozen=True, kw_only=True):
    """Kannel's settings."""

    url: str
    """Base, `http://127.0.0.1:13013`."""
    username: str
    password: str
    sender: str = ""
    """`from`; '' leaves it to Kannel's global-sender."""
    hook_secret: str
    own_url: str = ""
    """Where Kannel reaches this bot, for delivery reports; '' asks for none."""
    signature: str = ""
    """`【村口】`, where the carrier wants it in the text."""
    send_seconds: float = TOTAL_SECONDS


class Unusable(Exception):
    """A request from Kannel that lacks something; the text names it."""


class KannelChannel:
    name = "sms"

    def __init__(self, gateway: KannelGateway) -> None:
        self._poster = Poster(gateway.url, total_seconds=gateway.send_seconds)
        self.hooks: tuple[Hook, ...] = (
            Hook(methods=("GET", "POST"), path=PATH, receive=_behind(gateway.hook_secret, _message)),
            Hook(methods=("GET", "POST"), path=f"{PATH}/dlr", receive=_behind(gateway.hook_secret, _report)),
        )
        self.ways: tuple[Way, ...] = (KannelSms(gateway, self._poster),)

    def window(self, content: AnyContent) -> tuple[int, int] | None:  # noqa: ARG002 - every channel is asked
        """None: SMS may be sent at any time."""
        return None

    async def start(self) -> None:
        await self._poster.start()

    async def close(self) -> None:
        await self._poster.close()


class KannelSms:
    """sendsms. Kannel does not know a message again, so what is uncertain stays so."""

    name = "sms"
    channel = "sms"
    repeatable = False
    last_resort = False

    def __init__(self, gateway: KannelGateway, poster: Poster) -> None:
        self._gateway, self._poster = gateway, poster

    def fits(self, letter: Letter) -> bool:
        return sms.parts(self._gateway.signature + (letter.sms or letter.text)) <= sms.MOST_PARTS

    async def can_send(self, letter: Letter, address: str) -> bool:
        return bool(letter.sms or letter.text) and sms.phone(address) is not None

    async def send(self, letter: Letter, address: str, reference: str) -> str:
        """Returns `reference`, which delivery reports carry. Raises SendFailed."""
        text = sms.fit(letter.sms or letter.text, self._gateway.signature)
        _check_accepted(
            await self._poster.request("GET", "/cgi-bin/sendsms", query=self._query(text, address, reference))
        )
        return reference

    def _query(self, text: str, address: str, reference: str) -> dict[str, str]:
        gateway = self._gateway
        query = {
            "username": gateway.username,
            "password": gateway.password,
            "to": address,
            "text": text,
            "coding": "2",
            "charset": "UTF-8",
        }
        if gateway.sender:
            query["from"] = gateway.sender
        if gateway.own_url:
            path = PATH.format(secret=quote(gateway.hook_secret, safe=""))
            query["dlr-mask"] = str(DLR_MASK)
            query["dlr-url"] = f"{gateway.own_url}{path}/dlr?ref={quote(reference, safe='')}&st=%d"
        return query


def _check_accepted(answer: Answered) -> None:
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and TEMPORARY in answer.body:
        raise SendFailed("kannel_busy", "retry")
    if answer.status == HTTPStatus.FORBIDDEN:
        # Nothing is wrong with the message: the owner can mend the password within the hour.
        raise SendFailed("kannel_login", "retry", "CUNKOU_KANNEL_USERNAME or CUNKOU_KANNEL_PASSWORD is refused")
    check_status(answer)
    if not answer.body.strip().startswith(ACCEPTED):
        raise SendFailed("unreadable_answer", "uncertain")


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
        content=Receipt(reference=reference, delivered=state == DELIVERED, status=FINAL[state]),
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
