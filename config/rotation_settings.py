"""Secrets that are being changed: each beside the one it takes the place of. docs/deploy.md has the recipe."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class RotationSettings(BaseSettings):
    secret_key_previous: SecretStr = SecretStr("")
    """Opens what was sealed and finds what was indexed by it; nothing new is written with it. Also the one that comes next,
    before it is used."""
    api_token_previous: SecretStr = SecretStr("")
    wechat_token_previous: SecretStr = SecretStr("")
    sms_hook_secret_previous: SecretStr = SecretStr("")
    carrier_hook_secret_previous: SecretStr = SecretStr("")
    kuaidi100_salt_previous: SecretStr = SecretStr("")
    twilio_auth_token_previous: SecretStr = SecretStr("")
    wechatpay_api_v3_key_previous: SecretStr = SecretStr("")
    wechatpay_public_key_file_previous: Path | None = None
    wechatpay_public_key_id_previous: str = ""
