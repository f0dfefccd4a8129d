"""The SMS platforms that are set up: each with its hooks, all of them together one way out."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.rotation import rotating
from bot.channels.sms_aliyun import AliyunAccount, aliyun_channel
from bot.channels.sms_failover import FailOver
from bot.channels.sms_hook import networks
from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.channels.sms_tencent import TencentAccount, tencent_channel
from bot.channels.sms_twilio import TwilioAccount, twilio_channel
from bot.ports import Channel
from config.settings import Settings
from config.sms_settings import Provider, sms_lacks

BELIEVED_BY = ("sms_hook_secret", "twilio_auth_token")


def sms_channels(settings: Settings, own_url: str) -> tuple[Channel, ...]:
    """The providers in use, best first: each hears, and the ways of all are one way out. `own_url` is where gateways
    on this machine reach the bot."""
    channels = {provider: _made(provider, settings, own_url) for provider in settings.sms_providers}
    ways = [way for provider, channel in channels.items() if not sms_lacks(settings, provider) for way in channel.ways]
    for channel in channels.values():
        channel.ways = ()
    for channel in list(channels.values())[:1]:
        channel.ways = (FailOver(ways),) if len(ways) > 1 else tuple(ways)
    return tuple(channels.values())


def _made(provider: Provider, settings: Settings, own_url: str) -> Channel:
    """The channel; where what its hooks are believed by is being changed, the one before is believed as well."""
    channel = _MAKERS[provider](settings, own_url)
    former = {name: getattr(settings, f"{name}_previous") for name in BELIEVED_BY}
    if former := {name: secret for name, secret in former.items() if secret.get_secret_value()}:
        before = settings.model_copy(update=former)
        channel.hooks = rotating(channel.hooks, _MAKERS[provider](before, own_url).hooks)
    return channel


def _kannel(settings: Settings, own_url: str) -> Channel:
    return KannelChannel(
        KannelGateway(
            url=settings.kannel_url,
            username=settings.kannel_username,
            password=settings.kannel_password.get_secret_value(),
            sender=settings.kannel_from,
            hook_secret=settings.sms_hook_secret.get_secret_value(),
            own_url=settings.kannel_callback_url or settings.public_url or own_url,
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


def _twilio(settings: Settings, _own_url: str) -> Channel:
    return twilio_channel(
        TwilioAccount(
            account_sid=settings.twilio_account_sid,
            auth_token=settings.twilio_auth_token.get_secret_value(),
            sender=settings.twilio_from,
            public_url=settings.public_url.rstrip("/"),
            api_base=settings.twilio_api_base,
            rate=settings.twilio_rate,
        )
    )


_MAKERS: dict[Provider, Callable[[Settings, str], Channel]] = {
    "kannel": _kannel,
    "aliyun": _aliyun,
    "tencent": _tencent,
    "twilio": _twilio,
}
