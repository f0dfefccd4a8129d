"""Platforms' own secrets, and merchants' tokens, are changed while everybody goes on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from cryptography.hazmat.primitives import serialization

from bot.channels.sms_twilio_hook import signature
from bot.paying import account_of
from bot.payments.contract import TradePaid
from bot.payments.notification import receive
from bot.payments.signature import Signer
from bot.ports import HookRequest, Received
from bot.storage.insights import merchants
from bot.texting import sms_channels
from config.settings import Settings

sys.path.append(str(Path(__file__).parent.parent / "payments"))
from fake_wechat_pay import API_KEY, APP, MERCHANT, PUBLIC_ID, SERIAL, account, key_of, notification, signed

PUBLIC = "https://village.example"
NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)


def _twilio(token: str) -> HookRequest:
    form = {"AccountSid": "AC1", "MessageSid": "SM1", "From": "+12025550100", "Body": "hi"}
    signed = {"x-twilio-signature": signature(token, f"{PUBLIC}/hook/sms/twilio", form)}
    return HookRequest(method="POST", parts={}, query={}, headers=signed, body=urlencode(form).encode(), now=NOW)


def test_what_twilio_signs_with_either_token_is_heard():
    """Twilio makes the secondary token the primary one in a moment: both are known before."""
    given = {"sms_provider": "twilio", "twilio_account_sid": "AC1", "twilio_from": "+12025550199", "public_url": PUBLIC}
    [channel] = sms_channels(Settings(**given, twilio_auth_token="new", twilio_auth_token_previous="old"), "")
    receive = next(hook.receive for hook in channel.hooks if hook.path.endswith("/twilio"))
    heard = {token: isinstance(receive(_twilio(token)), Received) for token in ("new", "old", "older", "")}
    assert heard == {"new": True, "old": True, "older": False, "": False}


def test_what_wechat_pay_signed_and_sealed_before_is_believed(tmp_path):
    kept, former = account(), "f" * 32
    for name in ("private_key", "public_key"):
        (tmp_path / name).write_text(getattr(kept, name))
    other = key_of("platform of this year").public_key()
    pem = other.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "new").write_bytes(pem)
    settings = Settings(
        wechat_app_id=APP, wechatpay_merchant=MERCHANT, wechatpay_serial=SERIAL, public_url="https://x",
        wechatpay_private_key_file=tmp_path / "private_key", wechatpay_api_v3_key=API_KEY,
        wechatpay_api_v3_key_previous=former, wechatpay_public_key_file=tmp_path / "new", wechatpay_public_key_id="NEW",
        wechatpay_public_key_file_previous=tmp_path / "public_key", wechatpay_public_key_id_previous=PUBLIC_ID,
    )  # fmt: skip  # a table, a row a line
    signer = Signer(account_of(settings))
    trade = {"mchid": MERCHANT, "appid": APP, "out_trade_no": "1A1", "trade_state": "SUCCESS", "amount": {"total": 5}}
    for key, by, believed in (
        (API_KEY, "platform", True), (former, "platform", True), (former, "platform of this year", True),
        ("g" * 32, "platform", False), (API_KEY, "a stranger", False),
    ):  # fmt: skip  # a table, a row a line
        body = notification("TRANSACTION.SUCCESS", trade, key)
        headers = {name.lower(): value for name, value in signed(body, by=by).items()}
        headers["wechatpay-serial"] = "NEW" if by != "platform" else PUBLIC_ID
        request = HookRequest(method="POST", parts={}, query={}, headers=headers, body=body, now=datetime.now(UTC))
        assert isinstance(receive(signer, request), TradePaid) == believed, (key, by)


async def test_a_merchants_new_token_stands_beside_the_old_one_until_that_is_ended(database):
    old = await database.run(lambda conn: merchants.new_token(conn, "粮油店", NOW))
    new = await database.run(lambda conn: merchants.new_token(conn, "粮油店", NOW + timedelta(days=1)))

    async def known() -> list[bool]:
        return [await database.run(lambda conn, t=t: merchants.merchant_of(conn, t)) == "粮油店" for t in (old, new)]

    assert await known() == [True, True]
    assert await database.run(lambda conn: merchants.revoke(conn, "粮油店", but_newest=True)) == 1
    assert await known() == [False, True]
    assert await database.run(lambda conn: merchants.revoke(conn, "粮油店")) == 1
    assert await known() == [False, False]


def test_every_secret_has_a_second_one_beside_it_or_says_why_it_needs_none():
    """A new secret among the settings must be in one of these."""
    secrets = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    rotated = {name.removesuffix("_previous") for name in Settings.model_fields if name.endswith("_previous")}
    only_sent = {
        "wechat_app_secret",  # the token it fetched goes on for two hours
        "kannel_password",  # Kannel knows two users at once
        "aliyun_access_key_secret",  # an account has two keys at once
        "tencent_secret_key",  # likewise
    }
    assert secrets == {name for name in secrets if name.removesuffix("_previous") in rotated} | only_sent
