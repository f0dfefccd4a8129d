"""SendSms of Tencent Cloud: its signature against the documented example, its answers against a pretend platform."""

from datetime import UTC, datetime, timedelta

import pytest
from fake_tencent import APP_ID, SECRET_ID, SECRET_KEY, SIGN_NAME, FakeTencent, signature

from bot.channels.sms_tencent import TencentAccount, tencent_channel
from bot.channels.tencent_signature import signed_headers
from bot.demo.platform import Fault
from bot.dialogue.replies import render
from bot.domain.letter import Letter
from bot.ports import SendFailed, Sent

PHONE = "+8613800000001"
ARRIVED = {"goods": "大米两袋", "station": "红旗村服务站", "code": "3721", "number": "K7M2"}
DOCUMENTED = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
DOCUMENTED_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
DOCUMENTED_AT = datetime.fromtimestamp(1551113065, UTC)
DOCUMENTED_SIGNATURE = "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"


def letter(**more):
    text = render("notices.at_station", "sms", **(ARRIVED | more))
    return Letter(key="k", to="p1", notice="order_at_station", text="long", sms=text)


@pytest.fixture
async def platform():
    fake = FakeTencent({"110": 4})
    await fake.start()
    yield fake
    await fake.close()


@pytest.fixture
async def opened(platform):
    made = []

    async def make(now=lambda: datetime.now(UTC), **more):
        account = {
            "secret_id": SECRET_ID,
            "secret_key": SECRET_KEY,
            "app_id": APP_ID,
            "signature": SIGN_NAME,
            "templates": {"order_at_station": "110"},
            "hook_secret": "s",
            "api_base": platform.url,
            "send_seconds": 0.5,
        }
        channel = tencent_channel(TencentAccount(**(account | more)), now=now)
        await channel.start()
        made.append(channel)
        return channel.ways[0]

    yield make
    for channel in made:
        await channel.close()


async def refused(way, message=None):
    with pytest.raises(SendFailed) as caught:
        await way.send(message or letter(), PHONE, "m1")
    return caught.value.code, caught.value.outcome, caught.value.closes


def test_the_signature_is_the_documented_one():
    headers = signed_headers(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        DOCUMENTED_KEY,
        service="cvm",
        host="cvm.tencentcloudapi.com",
        body=DOCUMENTED,
        at=DOCUMENTED_AT,
    )
    assert headers["X-TC-Timestamp"] == "1551113065"
    assert headers["Authorization"] == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        f"SignedHeaders=content-type;host, Signature={DOCUMENTED_SIGNATURE}"
    )


def test_the_pretend_platform_reckons_the_documented_one_too():
    headers = [("content-type", "application/json; charset=utf-8"), ("host", "cvm.tencentcloudapi.com")]
    reckoned = signature(DOCUMENTED_KEY, ("2019-02-25", "cvm"), "1551113065", headers, DOCUMENTED)
    assert reckoned == DOCUMENTED_SIGNATURE


async def test_a_notice_goes_as_its_template_and_its_parameters_by_position(opened, platform):
    way = await opened()
    assert await way.can_send(letter(), PHONE)
    assert await way.send(letter(), PHONE, "17-ab") == Sent("2640:1", "tencent", 1)
    assert platform.sent == [
        {"phone": PHONE, "template": "110", "params": ["大米两袋", "红旗村服务站", "3721", "K7M2"], "session": "17-ab"}
    ]


async def test_goods_and_place_are_shortened_to_what_a_parameter_may_have(opened, platform):
    way = await opened()
    long = letter(goods="金龙鱼一级大豆油五升装两桶")
    await way.send(long, PHONE, "m1")
    assert platform.sent[0]["params"][0] == "金龙鱼一级大豆油五升装…"
    assert not way.fits(long)
    assert way.fits(letter())


async def test_a_number_or_a_code_is_never_shortened(opened):
    way = await opened()
    with pytest.raises(SendFailed, match="number is longer than 12"):
        await way.can_send(letter(number="K7M2K7M2K7M2K"), PHONE)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("AuthFailure.SignatureFailure", "retry"),
        ("RequestLimitExceeded.IPLimitExceeded", "retry"),
        ("UnauthorizedOperation.RequestIpNotInWhitelist", "retry"),
        ("InternalError.Timeout", "uncertain"),
        ("InvalidParameter", "never"),
    ],
)
async def test_every_error_is_sorted(opened, platform, error, outcome):
    way = await opened()
    platform.error = error
    assert await refused(way) == (error, outcome, "")


@pytest.mark.parametrize(
    ("state", "outcome", "closes"),
    [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", "retry", ""),
        ("LimitExceeded.PhoneNumberDailyLimit", "never", ""),
        ("FailedOperation.InsufficientBalanceInSmsPackage", "retry", ""),
        ("FailedOperation.TemplateIncorrectOrUnapproved", "never", ""),
        ("FailedOperation.PhoneNumberInBlacklist", "never", "opted_out"),
        ("InvalidParameterValue.IncorrectPhoneNumber", "never", "no_number"),
    ],
)
async def test_every_state_is_sorted(opened, platform, state, outcome, closes):
    way = await opened()
    platform.state = state
    assert await refused(way) == (state, outcome, closes)


@pytest.mark.parametrize(
    ("state", "of_number"),
    [
        ("LimitExceeded.PhoneNumberOneHourLimit", True),
        ("LimitExceeded.DeliveryFrequencyLimit", True),
        ("LimitExceeded.AppDailyLimit", False),
    ],
)
async def test_what_one_number_had_too_much_of_is_told_from_what_all_had(opened, platform, state, of_number):
    way = await opened()
    platform.state = state
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m1")
    assert (caught.value.outcome, caught.value.of_number) == ("retry", of_number)


async def test_a_clock_that_is_wrong_is_the_owners_to_mend(opened):
    way = await opened(now=lambda: datetime.now(UTC) - timedelta(minutes=6))
    assert await refused(way) == ("AuthFailure.SignatureExpire", "retry", "")


@pytest.mark.parametrize(
    ("fault", "code", "outcome"),
    [
        (Fault(hang=1), "no_answer", "uncertain"),
        (Fault(status=502), "http_502", "uncertain"),
        (Fault(status=200, body='{"Response":{"SendStatusSet":[]}}'), "unreadable_answer", "uncertain"),
        (Fault(status=200, body="ok"), "unreadable_answer", "uncertain"),
    ],
)
async def test_an_answer_that_is_none_leaves_it_uncertain(opened, platform, fault, code, outcome):
    way = await opened()
    platform.fail("/", fault)
    assert await refused(way) == (code, outcome, "")
