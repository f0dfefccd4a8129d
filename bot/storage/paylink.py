"""The link to an order's page of paying: whoever has it may pay the order and see what it is, and no more."""

from __future__ import annotations

from bot.storage.seal import Seal

PAGE = "/pay"
LENGTH = 20


def page_token(seal: Seal, number: str) -> str:
    """100 bits that only SECRET_KEY makes."""
    return seal.index(f"pay:{number}")[:LENGTH]


def pay_link(seal: Seal, base: str, number: str) -> str:
    """`base` is where people reach this bot, '' where paying online is not configured: then there is no link."""
    return f"{base.rstrip('/')}{PAGE}/{number}/{page_token(seal, number)}" if base else ""
