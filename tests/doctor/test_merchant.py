"""WeChat Pay is asked after a payment that nobody made: who signs well hears that there is none."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestServer

from bot.doctor.merchant import merchant
from tests.payments.fake_wechat_pay import API_KEY, APP, MERCHANT, PUBLIC_ID, SERIAL, FakeWechatPay, account


@pytest.fixture
async def paying(shop, tmp_path):
    """`paying(…)`: settings of a shop that is paid online."""
    platform = FakeWechatPay()
    async with TestServer(platform.app()) as server:
        platform.url = str(server.make_url("")).rstrip("/")
        (tmp_path / "private.pem").write_text(account().private_key)
        (tmp_path / "public.pem").write_text(account().public_key)
        usual = {
            "wechat_app_id": APP,
            "public_url": "https://village.example",
            "wechatpay_merchant": MERCHANT,
            "wechatpay_serial": SERIAL,
            "wechatpay_private_key_file": tmp_path / "private.pem",
            "wechatpay_api_v3_key": API_KEY,
            "wechatpay_public_key_file": tmp_path / "public.pem",
            "wechatpay_public_key_id": PUBLIC_ID,
            "wechatpay_api_base": platform.url,
        }
        yield lambda **changes: shop(**usual | changes)


async def test_a_good_account_is_taken(paying):
    (finding,) = await merchant(paying())
    assert (finding.level, finding.said) == ("ok", "takes the signature")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wechatpay_serial": "ANOTHER"}, "401"),
        ({"wechatpay_api_base": "http://127.0.0.1:1"}, "ClientConnector"),
        ({"wechatpay_api_v3_key": "short"}, "32 bytes"),
    ],
)
async def test_what_is_wrong_is_told(paying, changes, said):
    (finding,) = await merchant(paying(**changes))
    assert finding.level == "fail"
    assert said in finding.said
    assert finding.mend


async def test_a_key_file_that_is_no_key_is_told_of(paying, tmp_path):
    (tmp_path / "private.pem").write_text("nothing")
    (finding,) = await merchant(paying())
    assert (finding.level, "private key" in finding.said) == ("fail", True)


async def test_who_is_paid_at_the_station_is_not_asked(shop):
    assert await merchant(shop()) == []
