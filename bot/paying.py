"""Paying online as the settings want it. Apart from `app`, for nobody else needs the library."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.payments.cashier import Cashier
from bot.payments.notification import receive
from bot.payments.signature import Account, Signer
from bot.payments.wechat_pay import WechatPay
from bot.storage.privacy.seal import Seal
from bot.storage.sql.database import Database
from bot.web.paying import Paying
from config.settings import BadSettings, Settings


def pay_base(settings: Settings) -> str:
    """Where links to pages of paying begin; '' where it is paid at the station only."""
    return settings.public_url if settings.pays_online else ""


def opened_paying(settings: Settings, database: Database, seal: Seal, wrote: Callable[[], object]) -> Paying | None:
    """None where it is not configured. Raises BadSettings where a key cannot be read or the extra is missing."""
    if not settings.pays_online:
        return None
    try:
        signer = Signer(account_of(settings))
    except ImportError as missing:
        raise BadSettings(
            ["CUNKOU_WECHATPAY_MERCHANT: install the extra first: pip install 'cunkou[pay]'"]
        ) from missing
    except (ValueError, OSError) as wrong:
        raise BadSettings([f"CUNKOU_WECHATPAY_…: {wrong}"]) from wrong
    platform = WechatPay(signer, settings.public_url, settings.wechatpay_api_base)
    cashier = Cashier(platform, database, seal, settings.zone, wrote)
    return Paying(cashier=cashier, receive=partial(receive, signer))


def account_of(settings: Settings) -> Account:
    """The merchant's account with its keys. Raises OSError."""
    private, public = settings.wechatpay_private_key_file, settings.wechatpay_public_key_file
    former = settings.wechatpay_public_key_file_previous
    return Account(
        app_id=settings.wechat_app_id,
        merchant=settings.wechatpay_merchant,
        serial=settings.wechatpay_serial,
        private_key=private.read_text() if private else "",
        api_v3_key=settings.wechatpay_api_v3_key.get_secret_value(),
        public_key=public.read_text() if public else "",
        public_key_id=settings.wechatpay_public_key_id,
        api_v3_key_previous=settings.wechatpay_api_v3_key_previous.get_secret_value(),
        public_key_previous=former.read_text() if former else "",
        public_key_id_previous=settings.wechatpay_public_key_id_previous,
    )
