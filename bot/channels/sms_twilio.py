"""SMS through Twilio, for shops abroad and for development: free text, sent by its REST API."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal
from urllib.parse import quote, urlencode

import msgspec

from bot.channels import sms
from bot.channels.posting import TOTAL_SECONDS, Answered, Poster, check_status
from bot.channels.sms_domestic import SmsChannel
from bot.channels.sms_rate import Bucket
from bot.channels.sms_twilio_hook import STATUS_PATH, hooks
from bot.domain.letter import Letter
from bot.ports import SendFailed, Sent

SERVICE = "MG"
"""SIDs of messaging services begin so."""
RETRY = {20003, 20429, 14107, 30001}
"""Authentication (the owner can mend it), too many requests, the queue is full."""
CLOSED: Mapping[int, Literal["no_number", "opted_out"]] = {
    21610: "opted_out",
    21211: "no_number",
    21614: "no_number",
}


class TwilioAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Twilio's settings."""

    account_sid: str
    auth_token: str
    sender: str
    """A number, or the SID of a messaging service."""
    public_url: str
    api_base: str = "https://api.twilio.com"
    rate: float = 1
    send_seconds: float = TOTAL_SECONDS


def twilio_channel(account: TwilioAccount) -> SmsChannel:
    poster = Poster(account.api_base, total_seconds=account.send_seconds)
    return SmsChannel(
        hooks(account.account_sid, account.auth_token, account.public_url), (TwilioSms(account, poster),), (poster,)
    )


class TwilioSms:
    """Messages abroad. Twilio knows none again, so what is uncertain stays so until its report comes."""

    name = "sms"
    channel = "sms"
    repeatable = False
    last_resort = False

    def __init__(self, account: TwilioAccount, poster: Poster) -> None:
        self._account, self._poster, self._bucket = account, poster, Bucket(account.rate)

    def fits(self, letter: Letter) -> bool:
        return sms.parts(letter.sms or letter.text) <= sms.MOST_PARTS

    async def can_send(self, letter: Letter, address: str) -> bool:
        """Raises SendFailed for a Chinese number: it takes registered templates alone."""
        if address.startswith(sms.CHINA):
            raise SendFailed("domestic", "never", "free text to a Chinese number")
        return bool(letter.sms or letter.text) and sms.phone(address) is not None

    async def send(self, letter: Letter, address: str, reference: str) -> Sent:
        """Names `reference`, which stands in the address that reports are sent to. Raises SendFailed."""
        account, text = self._account, sms.fit(letter.sms or letter.text)
        sender = "MessagingServiceSid" if account.sender.startswith(SERVICE) else "From"
        form = {
            "To": address,
            sender: account.sender,
            "Body": text,
            "StatusCallback": account.public_url + STATUS_PATH.format(reference=quote(reference, safe="")),
        }
        login = base64.b64encode(f"{account.account_sid}:{account.auth_token}".encode()).decode()
        await self._bucket.take()
        _check(
            await self._poster.request(
                "POST",
                f"/2010-04-01/Accounts/{quote(account.account_sid, safe='')}/Messages.json",
                body=urlencode(form).encode(),
                headers={"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {login}"},
            )
        )
        return Sent(reference, "twilio", sms.parts(text))


class Told(msgspec.Struct, frozen=True):
    code: int = 0


def _check(answer: Answered) -> None:
    if answer.status == HTTPStatus.CREATED:
        return
    try:
        code = msgspec.json.decode(answer.body, type=Told).code
    except (msgspec.DecodeError, UnicodeDecodeError):
        code = 0
    if code in CLOSED:
        raise SendFailed(f"twilio_{code}", "never", closes=CLOSED[code])
    if code in RETRY:
        raise SendFailed(f"twilio_{code}", "retry")
    check_status(answer)
    raise SendFailed("unreadable_answer", "uncertain")
