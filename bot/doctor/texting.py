"""The SMS platforms: whether the account is good, and what is left of its credit where it tells that."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from secrets import token_hex
from urllib.parse import quote, urlsplit

import msgspec

from bot.channels import aliyun_signature, tencent_signature
from bot.doctor.asking import Asker, Unreached
from bot.doctor.finding import Finding, fail, ok, warn
from config.settings import Settings
from config.sms_settings import Provider, sms_lacks

LITTLE_MONEY, FEW_PARTS = 50, 1000
YEARS = timedelta(days=2 * 365)
"""Packages are listed by when they were bought, and end long before that."""
TOP_UP = "top it up before villagers hear nothing any more"


async def texting(given: Settings, asker: Asker) -> list[Finding]:
    if not given.sms_providers:
        return [warn("sms", "no provider: phones with buttons are not served", "see CUNKOU_SMS_PROVIDER, docs/sms.md")]
    return [await _one(given, asker, provider) for provider in given.sms_providers if not sms_lacks(given, provider)]


async def _one(given: Settings, asker: Asker, provider: Provider) -> Finding:
    try:
        return await _ASKED[provider](given, asker)
    except Unreached as trouble:
        return fail(_name(provider), f"cannot be asked: {trouble}", "look at its address and the firewall")


def _name(provider: Provider) -> str:
    return f"sms_{provider}"


async def _kannel(given: Settings, asker: Asker) -> Finding:
    """A message to nobody: the account is looked at before the number, so nothing can go out."""
    login = {"username": given.kannel_username, "password": given.kannel_password.get_secret_value(), "text": ""}
    heard = await asker.ask("GET", f"{given.kannel_url}/cgi-bin/sendsms", query=login)
    if heard.status == HTTPStatus.FORBIDDEN:
        return fail("sms_kannel", "refuses the account", "the group sendsms-user of kannel.conf must say the same")
    if heard.status == HTTPStatus.BAD_REQUEST:
        return ok("sms_kannel", "takes the account")
    return fail("sms_kannel", f"answers {heard.status}", "look at smsbox's log, and at CUNKOU_KANNEL_URL")


class Balance(msgspec.Struct, frozen=True, rename="pascal"):
    available_amount: str = "0"


class AliyunAnswer(msgspec.Struct, frozen=True, rename="pascal"):
    code: str = ""
    data: Balance | None = None


async def _aliyun(given: Settings, asker: Asker) -> Finding:
    base = given.aliyun_api_base.replace("//dysmsapi.", "//business.")
    headers = aliyun_signature.signed_headers(
        given.aliyun_access_key_id,
        given.aliyun_access_key_secret.get_secret_value(),
        host=urlsplit(base).netloc,
        action=("QueryAccountBalance", "2017-12-14"),
        query={},
        nonce=token_hex(16),
        at=datetime.now(UTC),
    )
    said = (await asker.ask("POST", f"{base}/", headers=headers)).read(AliyunAnswer)
    if said.data is not None:
        return _money("aliyun", said.data.available_amount.replace(",", ""), "CNY")
    if said.code in ("NotAuthorized", "NoPermission") or said.code.startswith("Forbidden"):
        mend = "give the RAM user AliyunBSSReadOnlyAccess, or look at the console yourself"
        return warn("sms_aliyun", "takes the key; it may not see the balance", mend)
    return fail(
        "sms_aliyun", f"refuses: {said.code or 'no code'}", "look at CUNKOU_ALIYUN_ACCESS_KEY_ID and its secret"
    )


class Package(msgspec.Struct, frozen=True, rename="pascal"):
    package_amount: int = 0
    current_usage: int = 0
    package_expired_time: int = 0


class Trouble(msgspec.Struct, frozen=True, rename="pascal"):
    code: str


class TencentSaid(msgspec.Struct, frozen=True, rename="pascal"):
    sms_packages_statistics_set: list[Package] = []
    error: Trouble | None = None


class TencentAnswer(msgspec.Struct, frozen=True, rename="pascal"):
    response: TencentSaid


async def _tencent(given: Settings, asker: Asker) -> Finding:
    now = datetime.now(UTC)
    said = await _asked_of_tencent(given, asker, now)
    if said.error is not None:
        return fail(
            "sms_tencent", f"refuses: {said.error.code}", "look at CUNKOU_TENCENT_SECRET_ID, its key and the app's id"
        )
    left = sum(
        one.package_amount - one.current_usage
        for one in said.sms_packages_statistics_set
        if one.package_expired_time > now.timestamp()
    )
    return _left("tencent", f"{left} parts left in packages", little=left < FEW_PARTS)


async def _asked_of_tencent(given: Settings, asker: Asker, now: datetime) -> TencentSaid:
    """All packages bought in the last years."""
    china = now + timedelta(hours=8)
    asked = {
        "SmsSdkAppId": given.tencent_app_id,
        "Limit": 500,
        "Offset": 0,
        "BeginTime": f"{china - YEARS:%Y%m%d%H}",
        "EndTime": f"{china:%Y%m%d%H}",
    }
    body = msgspec.json.encode(asked)
    signed = tencent_signature.signed_headers(
        given.tencent_secret_id,
        given.tencent_secret_key.get_secret_value(),
        service="sms",
        host=urlsplit(given.tencent_api_base).netloc,
        body=body,
        at=now,
    )
    call = {"X-TC-Action": "SmsPackagesStatistics", "X-TC-Version": "2021-01-11", "X-TC-Region": given.tencent_region}
    heard = await asker.ask("POST", f"{given.tencent_api_base}/", body=body, headers={**signed, **call})
    answer: TencentAnswer = heard.read(TencentAnswer)
    return answer.response


class TwilioAnswer(msgspec.Struct, frozen=True):
    balance: str = ""
    currency: str = ""
    code: int = 0


async def _twilio(given: Settings, asker: Asker) -> Finding:
    sid = given.twilio_account_sid
    login = base64.b64encode(f"{sid}:{given.twilio_auth_token.get_secret_value()}".encode()).decode()
    url = f"{given.twilio_api_base}/2010-04-01/Accounts/{quote(sid, safe='')}/Balance.json"
    said = (await asker.ask("GET", url, headers={"Authorization": f"Basic {login}"})).read(TwilioAnswer)
    if said.balance:
        return _money("twilio", said.balance, said.currency)
    return fail("sms_twilio", f"refuses: {said.code}", "look at CUNKOU_TWILIO_ACCOUNT_SID and its token")


def _money(provider: Provider, amount: str, currency: str) -> Finding:
    try:
        little = float(amount) < LITTLE_MONEY
    except ValueError as error:
        raise Unreached("a balance that is no number") from error
    return _left(provider, f"{amount} {currency} left", little=little)


def _left(provider: Provider, said: str, *, little: bool) -> Finding:
    return warn(_name(provider), said, TOP_UP) if little else ok(_name(provider), said)


_ASKED: Mapping[Provider, Callable[[Settings, Asker], Awaitable[Finding]]] = {
    "kannel": _kannel,
    "aliyun": _aliyun,
    "tencent": _tencent,
    "twilio": _twilio,
}
