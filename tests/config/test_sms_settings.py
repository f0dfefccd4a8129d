"""Which SMS platforms are used, what they lack, and that a route is there only where its platform is."""

from __future__ import annotations

import pytest

from bot.texting import sms_channels
from config.settings import BadSettings, Settings, complete, read_settings

SECRETS = dict.fromkeys(("secret_key", "api_token", "wechat_token", "sms_hook_secret"), "x" * 40)
ALIYUN = {
    "aliyun_access_key_id": "id",
    "aliyun_access_key_secret": "secret",
    "aliyun_sign_name": "红旗农商",
    "aliyun_templates": {"order_late": "SMS_1"},
}
TENCENT = {
    "tencent_secret_id": "id",
    "tencent_secret_key": "key",
    "tencent_app_id": "1400006666",
    "tencent_sign_name": "红旗农商",
    "tencent_templates": {"order_late": "110"},
}
TWILIO = {
    "twilio_account_sid": "AC1",
    "twilio_auth_token": "token",
    "twilio_from": "+15005550006",
    "public_url": "https://bot.example/",
}
ALL = ALIYUN | TENCENT | TWILIO


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def settings(provider, *, real=True, **more):
    database = {"database_url": "postgresql://db/shop"} if real else {}
    return Settings(sms_provider=provider, **SECRETS, **database, **more)


def paths(channels):
    return [hook.path for channel in channels for hook in channel.hooks]


@pytest.mark.parametrize(
    ("provider", "given", "routes"),
    [
        ("aliyun", ALIYUN, ["/hook/sms/aliyun/{secret}/up", "/hook/sms/aliyun/{secret}/report"]),
        ("tencent", TENCENT, ["/hook/sms/tencent/{secret}/up", "/hook/sms/tencent/{secret}/report"]),
        ("twilio", TWILIO, ["/hook/sms/twilio", "/hook/sms/twilio/status/{reference}"]),
        ("none", ALL, []),
    ],
)
def test_a_platform_has_its_routes_and_no_others(provider, given, routes):
    channels = sms_channels(complete(settings(provider, **given)), "")
    assert paths(channels) == routes
    assert [way.name for channel in channels for way in channel.ways] == ["sms"] * bool(routes)


@pytest.mark.parametrize(("provider", "given"), [("aliyun", ALIYUN), ("tencent", TENCENT), ("twilio", TWILIO)])
def test_every_missing_setting_of_a_platform_is_named(provider, given):
    with pytest.raises(BadSettings) as caught:
        complete(settings(provider))
    assert [line.partition(":")[0] for line in caught.value.problems] == [f"CUNKOU_{name.upper()}" for name in given]


def test_a_trial_shop_may_hear_by_a_platform_before_it_can_send():
    (channel,) = sms_channels(complete(settings("aliyun", real=False)), "")
    assert len(channel.hooks) == 2
    assert channel.ways == ()


def test_nothing_is_believed_of_twilio_without_its_token():
    with pytest.raises(BadSettings, match="TWILIO_AUTH_TOKEN"):
        complete(settings("twilio", real=False))


def test_two_platforms_hear_and_are_one_way_out():
    channels = sms_channels(complete(settings("aliyun", sms_fallback="tencent", **ALL)), "")
    assert len(paths(channels)) == 4
    assert [way.name for channel in channels for way in channel.ways] == ["sms"]


def test_a_platform_is_no_fallback_of_itself():
    with pytest.raises(BadSettings, match="SMS_FALLBACK"):
        complete(settings("aliyun", sms_fallback="aliyun", **ALL))


def test_an_allow_list_must_be_addresses(monkeypatch):
    monkeypatch.setenv("CUNKOU_SMS_HOOK_ALLOW", "203.0.113.0/24, aliyun")
    with pytest.raises(BadSettings, match="SMS_HOOK_ALLOW: aliyun is no address"):
        read_settings()


def test_templates_are_json_in_the_environment(monkeypatch):
    monkeypatch.setenv("CUNKOU_ALIYUN_TEMPLATES", '{"order_late": "SMS_1"}')
    assert read_settings().sms_templates("aliyun") == {"order_late": "SMS_1"}
