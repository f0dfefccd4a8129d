"""Phone numbers: kept as E.164, shown masked."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s\-().]")
_MAINLAND = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_NAMED = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)", re.ASCII)
_ABROAD = re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.ASCII)


def e164(text: str) -> str | None:
    """`138 0013 8000`, `0086138…`, `+86138…` → `+8613800138000`; None where it is no mobile number."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if mainland := _MAINLAND.fullmatch(digits):
        return f"+86{mainland[1]}"
    abroad = _ABROAD.fullmatch(digits)
    if abroad is None or abroad[1].startswith("86"):
        return None
    return f"+{abroad[1]}"


def dialled(phone: str) -> str:
    """An E.164 number as people here dial and write it: without +86."""
    return phone.removeprefix("+86")


def masked(words: str) -> str:
    """Words with every mobile number in them as `138****0000`."""
    return _NAMED.sub(r"\1****\2", words)
