"""Personal data at rest: sealed where it must be read again, keyed indexes where it must only be found."""

from __future__ import annotations

import base64
import hmac
import os
import re
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32
MOST_KNOWN = 20_000
CONCEALED = "sealed:"
_PHONE = re.compile(r"1[3-9]\d{9}", re.ASCII)


class BrokenSeal(Exception):
    """What was sealed cannot be opened: another SECRET_KEY, or damaged data."""


class Seal:
    """Keys derived from SECRET_KEY (HKDF-SHA256), one a purpose, so that no index tells anything about a sealed text."""

    def __init__(
        self, secret: str, previous: str = "", since: datetime | None = None, redis_since: datetime | None = None
    ) -> None:
        """`previous` is a key that is read as well, while SECRET_KEY is being changed; nothing is written with it. Before
        `since`, processes of the release before may read what is written, and before `redis_since` what Redis is given;
        None: there were none. See bot.storage.privacy.early."""
        self.since, self._redis_since = since, redis_since
        self.previous = Seal(previous) if previous and previous != secret else None
        self._cipher = AESGCM(_key(secret, b"seal"))
        self._index_key = _key(secret, b"index")
        self._person_key = _key(secret, b"person")
        self.talk_key = _key(secret, b"talk")
        """Of which each person's key for conversations is made: see bot.storage.redis.talk_seal."""

    @property
    def early_in_redis(self) -> bool:
        """Whether processes of the release before may still read what Redis is given."""
        return _is_to_come(self._redis_since)

    def seal(self, plain: str) -> str:
        """AES-256-GCM under a fresh nonce, as base64 text: the same text sealed twice looks different. '' stays ''; half a
        surrogate pair is dropped."""
        if not plain:
            return ""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, plain.encode(errors="ignore"), None)).decode(
            "ascii"
        )

    def unseal(self, sealed: str) -> str:
        """The text that was sealed. Raises BrokenSeal."""
        if self.previous is None:
            return self._opened(sealed)
        try:
            return self._opened(sealed)
        except BrokenSeal:
            return self.previous.unseal(sealed)

    def is_own(self, sealed: str) -> bool:
        """Whether SECRET_KEY itself opens it, and not only the previous one."""
        try:
            self._opened(sealed)
        except BrokenSeal:
            return False
        return True

    def _opened(self, sealed: str) -> str:
        if not sealed:
            return ""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
        except (ValueError, InvalidTag) as error:
            raise BrokenSeal("a sealed value does not open; was SECRET_KEY changed?") from error

    def conceal(self, words: str, *, always: bool = False) -> str:
        """What was said, sealed where it names a phone (or `always`): few words do, and the others can be looked into."""
        if not (always or _PHONE.search(words) or words.startswith(CONCEALED)):
            return words
        return words if _is_to_come(self.since) else CONCEALED + self.seal(words)

    def reveal(self, words: str) -> str:
        """What was said, as it was before `conceal`. Raises BrokenSeal."""
        return self.unseal(words[len(CONCEALED) :]) if words.startswith(CONCEALED) else words

    def index(self, contact: str) -> str:
        """By which a contact is found without being readable: keyed, so that phone numbers cannot be tried out."""
        return _index(self._index_key, contact)

    def indexes(self, contact: str) -> tuple[str, ...]:
        """The index, and that by the previous key where there is one: what was kept may still stand under it."""
        return (self.index(contact),) if self.previous is None else (self.index(contact), self.previous.index(contact))

    def person_id_of(self, contact: str) -> str:
        """The id a new person with this contact gets: the same everywhere and always, so a turn can lock before it asks
        the database.
        """
        digest = hmac.digest(self._person_key, contact.encode(errors="replace"), "sha256")
        return "p" + base64.b32encode(digest[:10]).decode("ascii").lower()[:12]


def _is_to_come(since: datetime | None) -> bool:
    return since is not None and datetime.now(UTC) < since


@lru_cache(maxsize=MOST_KNOWN)  # whoever writes once writes again
def _index(key: bytes, contact: str) -> str:
    digest = hmac.digest(key, contact.encode(errors="replace"), "sha256")
    return base64.b32encode(digest[:20]).decode("ascii").lower()


def _key(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"cunkou", info=purpose).derive(secret.encode())
