"""Paying online is wanted or not; what it lacks is named, one line each."""

from __future__ import annotations

from pydantic import SecretStr

from config.pay_settings import PaySettings, pay_problems


def test_without_a_merchant_nothing_is_needed():
    assert pay_problems(PaySettings(), app_id="", public_url="") == []


def test_every_gap_is_named():
    settings = PaySettings(wechatpay_merchant="1900000001", wechatpay_api_v3_key=SecretStr("short"))
    said = "\n".join(pay_problems(settings, app_id="", public_url="http://village.example"))
    for name in (
        "SERIAL",
        "PRIVATE_KEY_FILE",
        "API_V3_KEY",
        "PUBLIC_KEY_FILE",
        "PUBLIC_KEY_ID",
        "APP_ID",
        "PUBLIC_URL",
    ):
        assert name in said


def test_a_whole_account_lacks_nothing(tmp_path):
    key = tmp_path / "key.pem"
    key.touch()
    settings = PaySettings(
        wechatpay_merchant="1900000001", wechatpay_serial="5157", wechatpay_private_key_file=key,
        wechatpay_api_v3_key=SecretStr("x" * 32), wechatpay_public_key_file=key, wechatpay_public_key_id="PUB_KEY_ID_1",
    )  # fmt: skip  # a table, a row a line
    assert pay_problems(settings, app_id="wx1", public_url="https://village.example") == []
    assert pay_problems(
        settings.model_copy(update={"wechatpay_public_key_file": tmp_path / "none"}),
        app_id="wx1",
        public_url="https://village.example",
    )
