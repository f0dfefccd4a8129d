"""WeChat Pay: whether it takes the merchant's signature."""

from __future__ import annotations

from collections.abc import Mapping

from bot.doctor.finding import Finding, fail, ok
from bot.paying import account_of
from bot.payments.contract import PaymentFailed
from bot.payments.signature import Signer
from bot.payments.wechat_pay import WechatPay
from config.settings import Settings

NOBODYS_TRADE = "cunkoudoctor"
UNKNOWN_TRADE = ("ORDER_NOT_EXIST", "ORDERNOTEXIST")
MENDS: Mapping[str, str] = {
    "401": "WECHATPAY_SERIAL and the private key must be of one certificate, and the clock right",
    "NO_AUTH": "bind the AppID to the merchant at pay.weixin.qq.com",
    "MCH_NOT_EXISTS": "copy CUNKOU_WECHATPAY_MERCHANT from the merchant's page",
}
OTHER = "see docs/paying.md, and the merchant's page"


async def merchant(given: Settings) -> list[Finding]:
    """Asks after a payment that nobody made: only who signs well hears that there is none."""
    if not given.pays_online:
        return []
    try:
        platform = WechatPay(Signer(account_of(given)), given.public_url, given.wechatpay_api_base)
    except (ImportError, ValueError, OSError) as wrong:
        return [fail("wechat_pay", f"cannot sign: {wrong}", OTHER)]
    try:
        await platform.query(NOBODYS_TRADE)
    except PaymentFailed as told:
        return [_judged(str(told))]
    finally:
        await platform.close()
    return [ok("wechat_pay", "takes the signature")]


def _judged(told: str) -> Finding:
    if told.endswith(UNKNOWN_TRADE):
        return ok("wechat_pay", "takes the signature")
    mend = next((mend for code, mend in MENDS.items() if code in told), OTHER)
    return fail("wechat_pay", f"refuses: {told}", mend)
