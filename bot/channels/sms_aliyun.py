"""SMS through Aliyun (阿里云短信): SendSms of dysmsapi 2017-05-25 with registered templates, signed by V3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from secrets import token_hex
from urllib.parse import urlsplit

import msgspec

from bot.channels.aliyun_signature import query_string, signed_headers
from bot.channels.posting import TOTAL_SECONDS, Answered, Poster, check_status
from bot.channels.sms_aliyun_hook import hooks
from bot.channels.sms_domestic import DomesticSms, SmsChannel, outcome_of
from bot.channels.sms_hook import Network
from bot.channels.sms_rate import Bucket
from bot.channels.sms_templates import Filled, Templates
from bot.domain.phone import dialled
from bot.ports import SendFailed

ACTION, VERSION = "SendSms", "2017-05-25"
OUTCOMES: Mapping[str, str] = {
    "isp.SYSTEM_ERROR": "retry",
    "isp.GATEWAY_ERROR": "retry",
    "ServiceUnavailable": "retry",
    "Throttling": "retry",
    "isv.BUSINESS_LIMIT_CONTROL": "retry",
    "isv.DAY_LIMIT_CONTROL": "retry",
    "isv.MONTH_LIMIT_CONTROL": "retry",
    # Nothing is wrong with the message: the owner can mend these within the hour.
    "isv.AMOUNT_NOT_ENOUGH": "retry",
    "isv.OUT_OF_SERVICE": "retry",
    "isp.RAM_PERMISSION_DENY": "retry",
    "isv.DENY_IP_RANGE": "retry",
    "InvalidAccessKeyId": "retry",
    "SignatureDoesNotMatch": "retry",
    "InvalidTimeStamp": "retry",
    "Forbidden": "retry",
    # Somebody used this nonce before: perhaps this very request, sent again on the way.
    "SignatureNonceUsed": "uncertain",
}
"""By code, or by its part before a dot (`Throttling.User`); every other code refuses this message for good."""
OF_THE_DAY = "天级"
"""In the words of BUSINESS_LIMIT_CONTROL: this number has had its 50 of this template, and tomorrow is too late."""
OF_NUMBER = "isv.BUSINESS_LIMIT_CONTROL"
"""So many a minute, an hour and a day to one number, and to that alone."""
NUMBERS = {"isv.MOBILE_NUMBER_ILLEGAL"}


class AliyunAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Aliyun's settings."""

    key_id: str
    key_secret: str
    signature: str
    """SignName, without brackets."""
    templates: Mapping[str, str]
    """Template name of config/sms/templates.yaml → TemplateCode."""
    hook_secret: str
    allowed: tuple[Network, ...] = ()
    api_base: str = "https://dysmsapi.aliyuncs.com"
    rate: float = 50
    send_seconds: float = TOTAL_SECONDS


def aliyun_channel(account: AliyunAccount, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> SmsChannel:
    """The channel of an account; `now` is the wall clock that signatures carry."""
    poster = Poster(account.api_base, total_seconds=account.send_seconds)

    async def send(filled: Filled, address: str, reference: str) -> str:
        """Reports name `reference`, for it goes along as OutId; so even an uncertain one is settled by its report."""
        query = {
            "PhoneNumbers": dialled(address),
            "SignName": account.signature,
            "TemplateCode": filled.id,
            "TemplateParam": msgspec.json.encode(filled.params).decode(),
            "OutId": reference,
        }
        headers = signed_headers(
            account.key_id,
            account.key_secret,
            host=urlsplit(account.api_base).netloc,
            action=(ACTION, VERSION),
            query=query,
            nonce=token_hex(16),
            at=now(),
        )
        _check(await poster.request("POST", f"/?{query_string(query)}", headers=headers))
        return reference

    way = DomesticSms(Templates("aliyun", account.templates, account.signature), Bucket(account.rate), send)
    return SmsChannel(hooks(account.hook_secret, account.allowed), (way,), (poster,))


class Told(msgspec.Struct, frozen=True, rename="pascal"):
    code: str
    message: str = ""


def _check(answer: Answered) -> None:
    try:
        told = msgspec.json.decode(answer.body, type=Told)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        check_status(answer)
        raise SendFailed("unreadable_answer", "uncertain") from error
    if told.code == "OK":
        return
    if told.code in NUMBERS:
        raise SendFailed(told.code, "never", closes="no_number")
    outcome = outcome_of(told.code, OUTCOMES)
    if told.code == OF_NUMBER and OF_THE_DAY in told.message:
        outcome = "never"
    raise SendFailed(told.code, outcome, of_number=told.code == OF_NUMBER)
