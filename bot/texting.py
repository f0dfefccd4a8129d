"""The SMS platforms that are set up: each with its hooks, all of them together one way out."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.sms_aliyun import AliyunAccount, aliyun_channel
from bot.channels.sms_hook import networks
from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.channels.sms_tencent import TencentAccount, tencent_channel
from bot.ports import Channel
from config.settings import Settings


def sms_channels(settings: Settings, own_url: str) -> tuple[Channel, ...]:
    """The providers in use; `own_url` is where gateways on this machine reach the bot."""
    return tuple(_MAKERS[provider](settings, own_url) for provider in settings.sms_providers)


def _kannel(settings: Settings, own_url: str) -> Channel:
    return KannelChannel(
        KannelGateway(
            url=settings.kannel_url,
            username=settings.kannel_username,
            password=settings.kannel_password.get_secret_value(),
            sender=settings.kannel_from,
            hook_secret=settings.sms_hook_secret.get_secret_value(),
            own_url=settings.public_url or own_url,
        )
    )


def _aliyun(settings: Settings, _own_url: str) -> Channel:
    return aliyun_channel(
        AliyunAccount(
            key_id=settings.aliyun_access_key_id,
            key_secret=settings.aliyun_access_key_secret.get_secret_value(),
            signature=settings.aliyun_sign_name,
            templates=settings.aliyun_templates,
            hook_secret=settings.sms_hook_secret.get_secret_value(),
            allowed=networks(settings.sms_hook_allow),
            api_base=settings.aliyun_api_base,
            rate=settings.aliyun_rate,
        )
    )


def _tencent(settings: Settings, _own_url: str) -> Channel:
    return tencent_channel(
        TencentAccount(
            secret_id=settings.tencent_secret_id,
            secret_key=settings.tencent_secret_key.get_secret_value(),
            app_id=settings.tencent_app_id,
            signature=settings.tencent_sign_name,
            templates=settings.tencent_templates,
            hook_secret=settings.sms_hook_secret.get_secret_value(),
            allowed=networks(settings.sms_hook_allow),
            region=settings.tencent_region,
            api_base=settings.tencent_api_base,
            rate=settings.tencent_rate,
        )
    )


_MAKERS: dict[str, Callable[[Settings, str], Channel]] = {"kannel": _kannel, "aliyun": _aliyun, "tencent": _tencent}
