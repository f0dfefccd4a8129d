"""Conversations at rest: what people want, their names and doors, as Redis keeps it.

Each person's are sealed with a key of that person's own, so that one put in another's place does not open, and no key seals
more than random nonces are good for.
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.privacy.seal import NONCE_BYTES, BrokenSeal, Seal

SEALED = b"\x01"
"""How a sealed one begins. JSON, as the release before wrote it, begins with a brace."""
MOST_KNOWN = 4096


class TalkSeal:
    """By the keys of a Seal: its own seals, its own and the previous one's open."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        self._keys = [seal.talk_key] if seal.previous is None else [seal.talk_key, seal.previous.talk_key]

    def close(self, person: str, state: bytes) -> bytes:
        """The bytes as they are kept; as they are, where the release before may read them."""
        if self._seal.early_in_redis:
            return state
        nonce = os.urandom(NONCE_BYTES)
        return SEALED + nonce + _cipher(self._keys[0], person).encrypt(nonce, state, None)

    def open(self, person: str, kept: bytes) -> bytes:
        """What `close` was given. Raises BrokenSeal: another SECRET_KEY, another person, or damage."""
        if not kept.startswith(SEALED):
            return kept
        for key in self._keys:
            if (state := _opened(key, person, kept)) is not None:
                return state
        raise BrokenSeal("a conversation does not open")

    def is_own(self, person: str, kept: bytes) -> bool:
        """Whether it is sealed, and with SECRET_KEY itself."""
        return kept.startswith(SEALED) and _opened(self._keys[0], person, kept) is not None


def _opened(key: bytes, person: str, kept: bytes) -> bytes | None:
    nonce, sealed = kept[1 : 1 + NONCE_BYTES], kept[1 + NONCE_BYTES :]
    try:
        return _cipher(key, person).decrypt(nonce, sealed, None)
    except (ValueError, InvalidTag):
        return None


@lru_cache(maxsize=MOST_KNOWN)  # each turn opens and closes, and whoever writes once writes again
def _cipher(key: bytes, person: str) -> AESGCM:
    return AESGCM(hmac.digest(key, person.encode(errors="replace"), "sha256"))
