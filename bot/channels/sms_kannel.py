"""SMS through Kannel as a channel: its hooks, and sendsms for sending."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

import msgspec

from bot.channels import sms
from bot.channels.posting import TOTAL_SECONDS, Answered, Poster, check_status
from bot.channels.sms_kannel_hook import DELIVERED, FAILED, PATH, REJECTED, hooks
from bot.domain.letter import Letter
from bot.domain.message import AnyContent
from bot.ports import Hook, SendFailed, Sent, Way

DLR_MASK = DELIVERED | FAILED | REJECTED
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


class KannelChannel:
    name = "sms"

    def __init__(self, gateway: KannelGateway) -> None:
        self._poster = Poster(gateway.url, total_seconds=gateway.send_seconds)
        self.hooks: tuple[Hook, ...] = hooks(gateway.hook_secret)
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

    async def send(self, letter: Letter, address: str, reference: str) -> Sent:
        """Names `reference`, which delivery reports carry. Raises SendFailed."""
        text = sms.fit(letter.sms or letter.text, self._gateway.signature)
        _check_accepted(
            await self._poster.request("GET", "/cgi-bin/sendsms", query=self._query(text, address, reference))
        )
        return Sent(reference, "kannel", sms.parts(text))

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
    if answer.status != HTTPStatus.ACCEPTED and not answer.body.strip().startswith(ACCEPTED):
        raise SendFailed("unreadable_answer", "uncertain")
