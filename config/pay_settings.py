"""Settings of WeChat Pay, and what is missing of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings

KEY_BYTES = 32


class PaySettings(BaseSettings):
    wechatpay_merchant: str = ""
    """The merchant's number (mchid). '' is paying at the station only."""
    wechatpay_serial: str = ""
    """Of the merchant's certificate."""
    wechatpay_private_key_file: Path | None = None
    """The merchant's apiclient_key.pem"""
    wechatpay_api_v3_key: SecretStr = SecretStr("")
    wechatpay_public_key_file: Path | None = None
    """WeChat Pay's public key or platform certificate."""
    wechatpay_public_key_id: str = ""
    """`PUB_KEY_ID_…`, or the platform certificate's serial."""
    wechatpay_api_base: str = "https://api.mch.weixin.qq.com"

    @property
    def pays_online(self) -> bool:
        return bool(self.wechatpay_merchant)


NEEDED = ("serial", "private_key_file", "api_v3_key", "public_key_file", "public_key_id")
"""Beside the merchant's number."""


def pay_problems(settings: PaySettings, *, app_id: str, public_url: str) -> list[str]:
    """A line for each setting that paying online lacks; none where it is not wanted."""
    if not settings.pays_online:
        return []
    problems = [
        f"CUNKOU_WECHATPAY_{name.upper()}: missing; WECHATPAY_MERCHANT needs it"
        for name in NEEDED
        if not _given(getattr(settings, f"wechatpay_{name}"))
    ]
    problems += [
        f"CUNKOU_{name.upper()}: {path} is not there, or cannot be read"
        for name in ("wechatpay_private_key_file", "wechatpay_public_key_file")
        if (path := getattr(settings, name)) is not None and not path.is_file()
    ]
    key = settings.wechatpay_api_v3_key.get_secret_value()
    if key and len(key.encode()) != KEY_BYTES:
        problems.append(
            "CUNKOU_WECHATPAY_API_V3_KEY: the key has 32 letters and digits; copy it from the merchant's page"
        )
    if not app_id:
        problems.append("CUNKOU_WECHAT_APP_ID: missing; WECHATPAY_MERCHANT needs it")
    if not public_url.startswith("https://"):
        problems.append("CUNKOU_PUBLIC_URL: WeChat Pay tells of payments by https only; write https://…")
    return problems


def _given(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
