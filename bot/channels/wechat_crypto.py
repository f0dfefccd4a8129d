"""WeChat's signatures, and the AES of its compatible and safe modes.

AES-256-CBC, the key is base64 of EncodingAESKey, the IV its first 16 bytes, PKCS#7 to 32 bytes. Inside: 16 random
bytes, the length of the XML (4 bytes, big-endian), the XML, the AppID.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
"""PKCS#7 pads to this, twice the cipher's own block."""
SALT = 16
LENGTH = 4


class CannotOpen(Exception):
    """A sealed message is not for us: another key, another account, or broken."""


def sign(*parts: str) -> str:
    """sha1 over the sorted parts, hexadecimal: token, timestamp, nonce and, where encrypted, the cipher text."""
    return hashlib.sha1("".join(sorted(parts)).encode(errors="replace")).hexdigest()  # noqa: S324 - the platform's own algorithm


def is_signed(signature: str, *parts: str) -> bool:
    """Whether `signature` is that of `parts`, compared in constant time."""
    return hmac.compare_digest(signature.encode(errors="replace"), sign(*parts).encode())


class AesKey:
    """One EncodingAESKey of one account."""

    def __init__(self, encoding_aes_key: str, app_id: str) -> None:
        key = base64.b64decode(encoding_aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app_id = app_id.encode()

    def open(self, sealed: str) -> bytes:
        """The XML inside. Raises CannotOpen."""
        try:
            decryptor = self._cipher.decryptor()
            padded = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
        except (binascii.Error, ValueError) as error:
            raise CannotOpen("not whole blocks of base64") from error
        plain = _unpad(padded)
        start = SALT + LENGTH
        end = start + int.from_bytes(plain[SALT:start], "big")
        if len(plain) < end:
            raise CannotOpen("shorter than it says; is this the account's EncodingAESKey?")
        if plain[end:] != self._app_id:
            raise CannotOpen("sealed for another AppID")
        return plain[start:end]

    def seal(self, xml: str) -> str:
        """Base64 of the encrypted XML."""
        inside = xml.encode()
        plain = secrets.token_bytes(SALT) + len(inside).to_bytes(LENGTH, "big") + inside + self._app_id
        padding = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()).decode()


def _unpad(padded: bytes) -> bytes:
    size = padded[-1] if padded else 0
    if not 1 <= size <= BLOCK or padded[-size:] != bytes([size]) * size:
        raise CannotOpen("padding is wrong; is this the account's EncodingAESKey?")
    return padded[:-size]
