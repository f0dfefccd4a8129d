"""The link by which a person reads what is kept of them: made without writing anything, good for a day, opened once."""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta

from bot.storage.privacy.seal import Seal

PAGE = "/me"
GOOD_FOR = timedelta(days=1)
LENGTH = 26
_TOKEN = re.compile(r"(p[a-z2-7]{12})-([0-9a-f]{8})-([a-z2-7]{26})", re.ASCII)


def data_link(seal: Seal, base: str, person: str, at: datetime) -> str:
    """`base` is where people reach this bot; '' where nobody said so: then there is no link."""
    return f"{base.rstrip('/')}{PAGE}/{data_token(seal, person, at + GOOD_FOR)}" if base else ""


def data_token(seal: Seal, person: str, until: datetime) -> str:
    """Whose data, until when, and 130 bits that only SECRET_KEY makes of both."""
    said = f"{person}-{int(until.timestamp()):08x}"
    return f"{said}-{_proofs(seal, said)[0]}"


def person_of_token(seal: Seal, token: str, now: datetime) -> str:
    """The person whose data a link shows; '' where it is none of ours, or its day is over."""
    if not (parts := _TOKEN.fullmatch(token)):
        return ""
    person, until, proof = parts.groups()
    ours = any(hmac.compare_digest(known, proof) for known in _proofs(seal, f"{person}-{until}"))
    return person if ours and now.timestamp() < int(until, 16) else ""


def _proofs(seal: Seal, said: str) -> list[str]:
    return [index[:LENGTH] for index in seal.indexes(f"data:{said}")]
