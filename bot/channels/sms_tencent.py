"""SMS through Tencent Cloud (腾讯云短信): SendSms 2021-01-11 with registered templates, signed by TC3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from bot.channels.posting import TOTAL_SECONDS, Answered, Poster, check_status
from bot.channels.sms_domestic import DomesticSms, SmsChannel, outcome_of
from bot.channels.sms_hook import Network
from bot.channels.sms_rate import Bucket
from bot.channels.sms_templates import Filled, Templates
from bot.channels.sms_tencent_hook import hooks
from bot.channels.tencent_signature import signed_headers
from bot.ports import SendFailed

CALL = {"X-TC-Action": "SendSms", "X-TC-Version": "2021-01-11"}
REFERENCE_LIMIT = 64
"""Of the outbox, for what reports name."""
OUTCOMES: Mapping[str, str] = {
    "RequestLimitExceeded": "retry",
    "LimitExceeded.PhoneNumberThirtySecondLimit": "retry",
    "LimitExceeded.PhoneNumberOneHourLimit": "retry",
    "LimitExceeded.DeliveryFrequencyLimit": "retry",
    "LimitExceeded.AppDailyLimit": "retry",
    # Nothing is wrong with the message: the owner can mend these within the hour.
    "AuthFailure": "retry",
    "UnauthorizedOperation": "retry",
    "FailedOperation.InsufficientBalanceInSmsPackage": "retry",
    "IpNotInWhitelist": "retry",
    # It was given to somebody who did not answer.
    "InternalError": "uncertain",
}
"""By code, or by its part before the dot; every other code refuses this message for good."""
OF_NUMBER = {
    "LimitExceeded.PhoneNumberThirtySecondLimit",
    "LimitExceeded.PhoneNumberOneHourLimit",
    "LimitExceeded.DeliveryFrequencyLimit",
}
"""So many to one number, or of one text to it; others' messages go on."""
CLOSED: Mapping[str, Literal["no_number", "opted_out"]] = {
    "FailedOperation.PhoneNumberInBlacklist": "opted_out",
    "InvalidParameterValue.IncorrectPhoneNumber": "no_number",
}


class TencentAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Tencent Cloud's settings."""

    secret_id: str
    secret_key: str
    app_id: str
    """SmsSdkAppId"""
    signature: str
    """SignName, without brackets."""
    templates: Mapping[str, str]
    """Template name of config/sms/templates.yaml → TemplateId."""
    hook_secret: str
    allowed: tuple[Network, ...] = ()
    region: str = "ap-guangzhou"
    api_base: str = "https://sms.tencentcloudapi.com"
    rate: float = 50
    send_seconds: float = TOTAL_SECONDS


def tencent_channel(account: TencentAccount, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> SmsChannel:
    """The channel of an account; `now` is the wall clock that signatures carry."""
    poster = Poster(account.api_base, total_seconds=account.send_seconds)
    host = urlsplit(account.api_base).netloc

    async def send(filled: Filled, address: str, reference: str) -> str:
        """Returns the SerialNo, which is all that reports name."""
        body = msgspec.json.encode(_asked(account, filled, address, reference))
        signed = signed_headers(account.secret_id, account.secret_key, service="sms", host=host, body=body, at=now())
        headers = {**signed, **CALL, "X-TC-Region": account.region}
        return _serial(await poster.request("POST", "/", body=body, headers=headers)) or reference

    way = DomesticSms(Templates("tencent", account.templates, account.signature), Bucket(account.rate), send)
    return SmsChannel(hooks(account.hook_secret, account.allowed), (way,), (poster,))


def _asked(account: TencentAccount, filled: Filled, address: str, reference: str) -> dict[str, object]:
    return {
        "PhoneNumberSet": [address],
        "SmsSdkAppId": account.app_id,
        "SignName": account.signature,
        "TemplateId": filled.id,
        "TemplateParamSet": list(filled.params.values()),
        "SessionContext": reference,
    }


class Status(msgspec.Struct, frozen=True, rename="pascal"):
    code: str
    serial_no: str = ""


class Trouble(msgspec.Struct, frozen=True, rename="pascal"):
    code: str


class Response(msgspec.Struct, frozen=True, rename="pascal"):
    send_status_set: list[Status] = []
    error: Trouble | None = None


class Told(msgspec.Struct, frozen=True, rename="pascal"):
    response: Response


def _serial(answer: Answered) -> str:
    """The SerialNo of the one message that was sent. Raises SendFailed."""
    try:
        told = msgspec.json.decode(answer.body, type=Told).response
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        check_status(answer)
        raise SendFailed("unreadable_answer", "uncertain") from error
    if told.error is not None:
        raise SendFailed(told.error.code, outcome_of(told.error.code, OUTCOMES))
    if len(told.send_status_set) != 1:
        raise SendFailed("unreadable_answer", "uncertain", f"{len(told.send_status_set)} states of one message")
    (status,) = told.send_status_set
    if status.code in CLOSED:
        raise SendFailed(status.code, "never", closes=CLOSED[status.code])
    if status.code != "Ok":
        of_number = status.code in OF_NUMBER
        raise SendFailed(status.code, outcome_of(status.code, OUTCOMES), of_number=of_number)
    return status.serial_no[:REFERENCE_LIMIT]
