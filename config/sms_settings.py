"""Settings of the platforms that send SMS, and what is missing of them."""

from __future__ import annotations

import ipaddress
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

Provider = Literal["kannel", "aliyun", "tencent", "twilio", "none"]


class SmsSettings(BaseSettings):
    sms_provider: Provider | None = None
    sms_fallback: Provider | None = None
    """Tried where the provider refuses or cannot be reached."""
    sms_hook_secret: SecretStr = SecretStr("")
    sms_hook_allow: str = ""
    """Addresses and networks that may call the hooks of platforms without a signature; '' is anybody with the secret."""

    kannel_url: str = "http://127.0.0.1:13013"
    kannel_username: str = ""
    kannel_password: SecretStr = SecretStr("")
    kannel_from: str = ""
    kannel_callback_url: str = ""
    """Where Kannel reaches this bot for delivery reports; '' is PUBLIC_URL, or loopback where it listens there."""

    aliyun_access_key_id: str = ""
    aliyun_access_key_secret: SecretStr = SecretStr("")
    aliyun_sign_name: str = ""
    aliyun_templates: dict[str, str] = Field(default_factory=dict)
    aliyun_api_base: str = "https://dysmsapi.aliyuncs.com"
    aliyun_rate: float = Field(default=50, gt=0)
    """Messages a second."""

    tencent_secret_id: str = ""
    tencent_secret_key: SecretStr = SecretStr("")
    tencent_app_id: str = ""
    """SmsSdkAppId"""
    tencent_sign_name: str = ""
    tencent_templates: dict[str, str] = Field(default_factory=dict)
    tencent_region: str = "ap-guangzhou"
    tencent_api_base: str = "https://sms.tencentcloudapi.com"
    tencent_rate: float = Field(default=50, gt=0)

    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_from: str = ""
    """A number in E.164, or the SID of a messaging service (MG…)."""
    twilio_api_base: str = "https://api.twilio.com"
    twilio_rate: float = Field(default=1, gt=0)

    @field_validator("sms_hook_allow")
    @classmethod
    def _networks(cls, written: str) -> str:
        for one in filter(None, (part.strip() for part in written.split(","))):
            try:
                ipaddress.ip_network(one, strict=False)
            except ValueError as error:
                raise ValueError(f"{one} is no address and no network; write 203.0.113.7 or 203.0.113.0/24") from error
        return written

    @property
    def sms(self) -> Provider:
        """SMS_PROVIDER, or kannel where its account is given, else none."""
        return self.sms_provider or ("kannel" if self.kannel_username else "none")

    @property
    def sms_providers(self) -> tuple[Provider, ...]:
        """Those that are used, best first."""
        return tuple(dict.fromkeys(one for one in (self.sms, self.sms_fallback) if one and one != "none"))

    def sms_templates(self, provider: Provider) -> dict[str, str]:
        """Template name → the provider's id, as set here."""
        return {"aliyun": self.aliyun_templates, "tencent": self.tencent_templates}.get(provider, {})


NEEDED: dict[Provider, tuple[str, ...]] = {
    "kannel": ("kannel_username", "kannel_password"),
    "aliyun": ("aliyun_access_key_id", "aliyun_access_key_secret", "aliyun_sign_name", "aliyun_templates"),
    "tencent": (
        "tencent_secret_id",
        "tencent_secret_key",
        "tencent_app_id",
        "tencent_sign_name",
        "tencent_templates",
    ),
    "twilio": ("twilio_account_sid", "twilio_auth_token", "twilio_from", "public_url"),
}
"""Without these a provider can neither send nor be believed."""
HEAR_ALONE: tuple[Provider, ...] = ("aliyun", "tencent")
"""A secret path is all that these need to be heard: a trial shop may begin so."""


def sms_lacks(settings: SmsSettings, provider: Provider) -> list[str]:
    """A line for each setting that a provider lacks for sending."""
    return [
        f"CUNKOU_{name.upper()}: missing; sending by {provider} needs it"
        for name in NEEDED[provider]
        if not _given(getattr(settings, name, ""))
    ]


def sms_problems(settings: SmsSettings, *, trial: bool) -> list[str]:
    """A line for each setting without which the bot must not start; `trial`: on one machine, with its own secrets."""
    problems = [
        line
        for provider in settings.sms_providers
        if not (trial and provider in HEAR_ALONE)
        for line in sms_lacks(settings, provider)
    ]
    if settings.sms_fallback not in (None, "none") and settings.sms_fallback == settings.sms:
        problems.append("CUNKOU_SMS_FALLBACK: the same as the provider; name another one, or none")
    return problems


def _given(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
