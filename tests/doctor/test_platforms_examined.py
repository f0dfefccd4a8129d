"""Each platform's refusal is told with what to do about it; nothing is sent to anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.demo.fake_gateway import FakeGateway
from bot.doctor.clock import clock
from bot.doctor.official_account import official_account, reachable
from bot.doctor.texting import texting

TOKEN, TEMPLATES = "/cgi-bin/stable_token", "/cgi-bin/template/get_all_private_template"
ACCOUNT = {"wechat_app_id": "wx1", "wechat_app_secret": "s"}
KANNEL = {"sms_provider": "kannel", "kannel_username": "cunkou", "kannel_password": "demo"}
ALIYUN = {
    "sms_provider": "aliyun",
    "aliyun_access_key_id": "k",
    "aliyun_access_key_secret": "s",
    "aliyun_sign_name": "村口",
    "aliyun_templates": {"reply": "SMS_1"},
}
TENCENT = {
    "sms_provider": "tencent",
    "tencent_secret_id": "k",
    "tencent_secret_key": "s",
    "tencent_app_id": "14",
    "tencent_sign_name": "村口",
    "tencent_templates": {"reply": "1"},
}
TWILIO = {
    "sms_provider": "twilio",
    "twilio_account_sid": "AC1",
    "twilio_auth_token": "t",
    "twilio_from": "+15005550006",
    "public_url": "https://bot.example",
}
BALANCE = "/2010-04-01/Accounts/AC1/Balance.json"
LATER = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


def told(findings) -> list[tuple[str, str]]:
    return [(finding.name, finding.level) for finding in findings]


async def test_a_good_account_gives_a_token_and_knows_its_templates(shop, asker, platform):
    base = await platform(
        {TOKEN: {"access_token": "T", "expires_in": 7200}, TEMPLATES: {"template_list": [{"template_id": "A"}]}}
    )
    given = shop(**ACCOUNT, wechat_api_base=base, wechat_templates={"order_placed": "A"})
    assert told(await official_account(given, asker)) == [("wechat", "ok"), ("wechat_templates", "ok")]


async def test_a_template_that_the_account_has_not_is_named(shop, asker, platform):
    base = await platform({TOKEN: {"access_token": "T"}, TEMPLATES: {"template_list": []}})
    given = shop(**ACCOUNT, wechat_api_base=base, wechat_templates={"order_placed": "A"})
    (_, finding) = await official_account(given, asker)
    assert finding.level == "fail"
    assert "order_placed" in finding.said


@pytest.mark.parametrize(("code", "mend"), [(40164, "IP list"), (40125, "APP_SECRET"), (99, "全局返回码")])
async def test_a_refusal_of_wechat_says_what_to_do(shop, asker, platform, code, mend):
    base = await platform({TOKEN: {"errcode": code, "errmsg": "no"}})
    (finding,) = await official_account(shop(**ACCOUNT, wechat_api_base=base), asker)
    assert (finding.level, mend in finding.mend) == ("fail", True)


async def test_a_platform_that_is_not_there_fails(shop, asker):
    (finding,) = await official_account(shop(**ACCOUNT, wechat_api_base="http://127.0.0.1:1"), asker)
    assert finding.level == "fail"


@pytest.mark.parametrize(("status", "level"), [(403, "ok"), (404, "fail"), (502, "fail")])
async def test_the_public_address_must_lead_to_the_bot(shop, asker, platform, status, level):
    base = await platform({"/hook/wechat": status})
    assert told(await reachable(shop(public_url=base), asker)) == [("public_url", level)]


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (20, "warn"), (-20, "warn"), (200, "fail")])
async def test_the_clock_is_compared_with_the_platforms(shop, asker, platform, seconds, level):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    base = await platform({}, {"Date": date})
    assert told(await clock(shop(wechat_api_base=base), asker)) == [("clock", level)]


async def test_without_any_platform_the_clock_is_not_judged(shop, asker):
    assert told(await clock(shop(wechat_api_base="http://127.0.0.1:1"), asker)) == [("clock", "warn")]


@pytest.mark.parametrize(("password", "level"), [("demo", "ok"), ("wrong", "fail")])
async def test_kannels_account_is_tried_without_a_message(shop, asker, password, level):
    gateway = FakeGateway()
    base = await gateway.start()
    found = await texting(shop(**KANNEL | {"kannel_url": base, "kannel_password": password}), asker)
    await gateway.close()
    assert told(found) == [("sms_kannel", level)]
    assert gateway.sent == []


@pytest.mark.parametrize(
    ("given", "path", "answer", "finding"),
    [
        (ALIYUN, "/", {"Code": "Success", "Data": {"AvailableAmount": "10,000.00"}}, ("ok", "10000.00 CNY")),
        (ALIYUN, "/", {"Code": "Success", "Data": {"AvailableAmount": "3.20"}}, ("warn", "3.20 CNY")),
        (ALIYUN, "/", {"Code": "NotAuthorized"}, ("warn", "may not see")),
        (ALIYUN, "/", {"Code": "InvalidAccessKeyId.NotFound"}, ("fail", "InvalidAccessKeyId")),
        (
            TENCENT,
            "/",
            {
                "Response": {
                    "SmsPackagesStatisticsSet": [
                        {"PackageAmount": 5000, "CurrentUsage": 1000, "PackageExpiredTime": LATER},
                        {"PackageAmount": 9000, "CurrentUsage": 0, "PackageExpiredTime": 1},
                    ]
                }
            },
            ("ok", "4000 parts"),
        ),
        (TENCENT, "/", {"Response": {"SmsPackagesStatisticsSet": []}}, ("warn", "0 parts")),
        (TENCENT, "/", {"Response": {"Error": {"Code": "AuthFailure.SecretIdNotFound"}}}, ("fail", "AuthFailure")),
        (TWILIO, BALANCE, {"balance": "80.5", "currency": "USD"}, ("ok", "80.5 USD")),
        (TWILIO, BALANCE, {"code": 20003}, ("fail", "20003")),
        (TWILIO, BALANCE, 502, ("fail", "HTTP 502")),
    ],
)
async def test_what_is_left_of_the_credit_is_told(shop, asker, platform, given, path, answer, finding):
    base = await platform({path: answer})
    (found,) = await texting(shop(**given, **{f"{given['sms_provider']}_api_base": base}), asker)
    level, said = finding
    assert (found.level, said in found.said) == (level, True), found


async def test_no_finding_holds_a_secret(shop, asker, platform):
    base = await platform({TOKEN: {"errcode": 40125, "errmsg": "invalid appsecret"}})
    given = shop(wechat_app_id="wx1", wechat_app_secret="very-secret", wechat_api_base=base)
    assert "very-secret" not in str(await official_account(given, asker))
