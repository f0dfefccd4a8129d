"""SendSms: its signature against the documented example, and its answers against a pretend platform."""

from datetime import UTC, datetime

import pytest
from fake_aliyun import KEY_ID, KEY_SECRET, SIGN_NAME, FakeAliyun, signature

from bot.channels.aliyun_signature import query_string, signed_headers
from bot.channels.sms_aliyun import AliyunAccount, aliyun_channel
from bot.demo.platform import Fault
from bot.dialogue.replies import render
from bot.domain.letter import Letter
from bot.ports import SendFailed, Sent

PHONE = "+8613800000001"
ARRIVED = {"goods": "大米两袋 & 油+盐", "station": "红旗村服务站", "code": "3721", "number": "K7M2"}
NAMES = {"order_at_station": "SMS_1", "reply": "SMS_2"}
DOCUMENTED = {
    "query": {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"},
    "nonce": "3156853299f313e23d1673dc12e1703d",
    "at": datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
    "host": "ecs.cn-shanghai.aliyuncs.com",
    "action": ("RunInstances", "2014-05-26"),
}


def letter(notice="order_at_station", text=None, **more):
    text = render("notices.at_station", "sms", **(ARRIVED | more)) if text is None else text
    return Letter(key="k", to="p1", notice=notice, text="long", sms=text)


@pytest.fixture
async def platform():
    fake = FakeAliyun({"SMS_1": set(ARRIVED), "SMS_2": {"text1", "text2", "text3", "text4"}})
    await fake.start()
    yield fake
    await fake.close()


@pytest.fixture
async def opened(platform):
    made = []

    async def make(**more):
        account = {
            "key_id": KEY_ID,
            "key_secret": KEY_SECRET,
            "signature": SIGN_NAME,
            "templates": NAMES,
            "hook_secret": "s",
            "api_base": platform.url,
            "send_seconds": 0.5,
        }
        channel = aliyun_channel(AliyunAccount(**(account | more)))
        await channel.start()
        made.append(channel)
        return channel.ways[0]

    yield make
    for channel in made:
        await channel.close()


def test_the_signature_is_the_documented_one():
    headers = signed_headers("YourAccessKeyId", "YourAccessKeySecret", **DOCUMENTED)
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_the_pretend_platform_reckons_the_documented_one_too():
    headers = signed_headers("YourAccessKeyId", "YourAccessKeySecret", **DOCUMENTED)
    line = ("POST", "/", query_string(DOCUMENTED["query"]))
    signed = [(name, value) for name, value in headers.items() if name != "Authorization"]
    assert signature("YourAccessKeySecret", line, signed, b"") in headers["Authorization"]


async def test_a_notice_goes_as_its_template_and_parameters(opened, platform):
    way = await opened()
    assert await way.can_send(letter(), PHONE)
    assert await way.send(letter(), PHONE, "17-ab") == Sent("17-ab", "aliyun", 1)
    assert platform.sent == [{"phone": "13800000001", "template": "SMS_1", "params": ARRIVED, "out_id": "17-ab"}]


async def test_an_answer_to_a_villager_goes_spread_over_the_open_template(opened, platform):
    way = await opened()
    text = "大米5公斤一袋32元，\n明天下午到站。要两袋回1，不要回0。"
    await way.send(letter("reply", text), PHONE, "r1")
    assert "".join(platform.sent[0]["params"].values()) == text.replace("\n", " ")


@pytest.mark.parametrize(
    ("notice", "text", "why"),
    [
        ("order_late", "对不住，您的大米要晚些到", "order_late"),
        ("order_at_station", "您的大米到了", "not the registered one"),
        ("reply", "米" * 141, "longer than"),
        ("reply", "好", "not the registered one"),
    ],
)
async def test_what_no_template_says_is_refused_with_its_reason(opened, platform, notice, text, why):
    way = await opened()
    with pytest.raises(SendFailed, match=why) as caught:
        await way.can_send(letter(notice, text), PHONE)
    assert (caught.value.code, caught.value.outcome) == ("no_template", "never")
    assert not way.fits(letter(notice, text))
    assert platform.calls == {}


async def test_only_chinese_numbers_are_sent_to(opened):
    assert not await (await opened()).can_send(letter(), "+447700900123")


@pytest.mark.parametrize(
    ("status", "code", "message", "outcome"),
    [
        (200, "isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1", "retry"),
        (200, "isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:50", "never"),
        (200, "isv.AMOUNT_NOT_ENOUGH", "账户余额不足", "retry"),
        (200, "isv.SMS_TEMPLATE_ILLEGAL", "模板不合法", "never"),
        (200, "isp.SYSTEM_ERROR", "系统错误", "retry"),
        (400, "Throttling.User", "Request was denied due to user flow control.", "retry"),
        (400, "SignatureNonceUsed", "used", "uncertain"),
        (503, "ServiceUnavailable", "later", "retry"),
    ],
)
async def test_every_code_is_sorted(opened, platform, status, code, message, outcome):
    way = await opened()
    platform.answer = (status, code, message)
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m1")
    assert (caught.value.code, caught.value.outcome) == (code, outcome)
    assert caught.value.of_number == (code == "isv.BUSINESS_LIMIT_CONTROL")


async def test_a_number_that_is_none_is_told_apart(opened, platform):
    platform.answer = (200, "isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误")
    with pytest.raises(SendFailed) as caught:
        await (await opened()).send(letter(), PHONE, "m1")
    assert (caught.value.closes, caught.value.outcome) == ("no_number", "never")


@pytest.mark.parametrize(
    ("fault", "code", "outcome"),
    [
        (Fault(hang=1), "no_answer", "uncertain"),
        (Fault(status=502), "http_502", "uncertain"),
        (Fault(status=403), "http_403", "never"),
        (Fault(status=200, body="<html>sign in</html>"), "unreadable_answer", "uncertain"),
        (Fault(carried_out=True, status=500), "http_500", "uncertain"),
    ],
)
async def test_an_answer_that_is_none_is_sorted_by_what_may_have_happened(opened, platform, fault, code, outcome):
    way = await opened()
    platform.fail("/", fault)
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m1")
    assert (caught.value.code, caught.value.outcome) == (code, outcome)


async def test_a_wrong_key_waits_for_its_owner(opened):
    with pytest.raises(SendFailed) as caught:
        await (await opened(key_secret="wrong")).send(letter(), PHONE, "m1")
    assert (caught.value.code, caught.value.outcome) == ("SignatureDoesNotMatch", "retry")


async def test_a_platform_that_is_not_there_is_tried_again(opened):
    with pytest.raises(SendFailed) as caught:
        await (await opened(api_base="http://127.0.0.1:1")).send(letter(), PHONE, "m1")
    assert caught.value.outcome == "retry"


async def test_the_51st_of_a_day_is_not_tried_again(opened, platform):
    way = await opened(rate=1000)
    for n in range(50):
        await way.send(letter(), PHONE, f"m{n}")
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m50")
    assert caught.value.outcome == "never"
