"""From the settings to a working cashier, or a sentence that says what is wrong."""

from __future__ import annotations

import pytest
from fake_wechat_pay import API_KEY, APP, MERCHANT, PUBLIC_ID, SERIAL, account
from pydantic import SecretStr

from bot.paying import opened_paying, pay_base
from config.settings import BadSettings, Settings, complete


@pytest.fixture
def settings(tmp_path) -> Settings:
    (tmp_path / "private.pem").write_text(account().private_key)
    (tmp_path / "public.pem").write_text(account().public_key)
    return Settings(
        data_dir=tmp_path,
        wechat_app_id=APP,
        public_url="https://village.example",
        wechatpay_merchant=MERCHANT,
        wechatpay_serial=SERIAL,
        wechatpay_private_key_file=tmp_path / "private.pem",
        wechatpay_api_v3_key=SecretStr(API_KEY),
        wechatpay_public_key_file=tmp_path / "public.pem",
        wechatpay_public_key_id=PUBLIC_ID,
    )


async def test_a_whole_account_opens(settings, sqlite, seal):
    paying = opened_paying(complete(settings), sqlite, seal, lambda: None)
    assert paying is not None
    assert pay_base(settings) == "https://village.example"


async def test_without_a_merchant_it_is_paid_at_the_station(tmp_path, sqlite, seal):
    settings = Settings(data_dir=tmp_path, public_url="https://village.example")
    assert opened_paying(settings, sqlite, seal, lambda: None) is None
    assert pay_base(settings) == ""


@pytest.mark.parametrize("name", ["private.pem", "public.pem"])
async def test_a_key_that_is_none_is_named(settings, sqlite, seal, tmp_path, name):
    (tmp_path / name).write_text("no key")
    with pytest.raises(BadSettings, match="cannot be read"):
        opened_paying(settings, sqlite, seal, lambda: None)


def test_what_is_missing_is_said_before_the_start(settings):
    with pytest.raises(BadSettings, match="WECHATPAY_SERIAL"):
        complete(settings.model_copy(update={"wechatpay_serial": ""}))
