"""How WeChat Pay v3 signs and encrypts. The cryptography is the library's; its HTTP is not used, for it would block."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

import msgspec

SCHEME = "WECHATPAY2-SHA256-RSA2048"
MOST_SKEW = 300
"""Seconds that a signature may be off: an old notification that is sent again by somebody is none."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant's account, with the keys as PEM texts."""

    app_id: str
    merchant: str
    serial: str
    """Of the merchant's certificate."""
    private_key: str
    api_v3_key: str
    """32 bytes."""
    public_key: str
    """WeChat Pay's: a public key or a platform certificate."""
    public_key_id: str
    """`PUB_KEY_ID_…`, or the certificate's serial: the header Wechatpay-Serial names it."""
    api_v3_key_previous: str = ""
    """Opens what was sealed before the key was changed at the merchant's page; '' where none is being changed."""
    public_key_previous: str = ""
    public_key_id_previous: str = ""
    """WeChat Pay's former key and its name: what it signed with that is believed too."""


class Signer:
    """Raises ImportError where the extra `pay` is not installed, ValueError where a key is none."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._tools: Any = import_module("wechatpayv3.utils")
        self._keys = [key for key in (account.api_v3_key, account.api_v3_key_previous) if key]
        if not account.api_v3_key or any(len(key.encode()) != 32 for key in self._keys):  # noqa: PLR2004 - AES-256
            raise ValueError("the APIv3 key has 32 bytes")
        self._private = self._read(account.private_key, "load_private_key", "the merchant's private key")
        self._public = {account.public_key_id: self._read_public(account.public_key)}
        if account.public_key_previous:
            self._public[account.public_key_id_previous] = self._read_public(account.public_key_previous)

    def _read_public(self, pem: str) -> Any:
        if "BEGIN CERTIFICATE" in pem:
            return self._read(pem, "load_certificate", "the certificate").public_key()
        return self._read(pem, "load_public_key", "WeChat Pay's public key")

    def _read(self, pem: str, how: str, what: str) -> Any:
        try:
            key = getattr(self._tools, how)(pem)
        except Exception as error:  # the library raises nothing more exact
            raise ValueError(f"{what} cannot be read") from error
        if key is None:
            raise ValueError(f"{what} cannot be read")
        return key

    def authorization(self, method: str, path: str, body: str) -> str:
        """The header of a request to `path` with its query."""
        account = self.account
        header: str = self._tools.build_authorization(
            path, method, account.merchant, account.serial, self._private, data=body or None
        )
        return header

    def pay_parameters(self, prepay_id: str) -> dict[str, str]:
        """What `getBrandWCPayRequest` takes."""
        app_id, at, nonce = self.account.app_id, str(int(time.time())), secrets.token_hex(16)
        package = f"prepay_id={prepay_id}"
        signed = self._tools.rsa_sign(self._private, f"{app_id}\n{at}\n{nonce}\n{package}\n")
        return {
            "appId": app_id, "timeStamp": at, "nonceStr": nonce, "package": package, "signType": "RSA",
            "paySign": signed,
        }  # fmt: skip  # a table, a row a line

    def genuine(self, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
        """Whether WeChat Pay signed this very body lately. `headers` in small letters."""
        at = headers.get("wechatpay-timestamp", "")
        signature = headers.get("wechatpay-signature", "")
        if not (at.isascii() and at.isdigit() and len(at) < 12 and signature.isascii()):  # noqa: PLR2004 - seconds have 10
            return False
        if abs(now.timestamp() - int(at)) > MOST_SKEW:
            return False
        public = self._public.get(headers.get("wechatpay-serial", ""))
        if public is None:
            return False
        if headers.get("wechatpay-signature-type", SCHEME) != SCHEME:
            return False
        try:
            base64.b64decode(signature, validate=True)
            nonce = headers.get("wechatpay-nonce", "")
            return bool(self._tools.rsa_verify(at, nonce, body.decode(), signature, public))
        except ValueError:  # no base64 (as the probes WECHATPAY/SIGNTEST/…), or no UTF-8
            return False

    def opened(self, nonce: str, ciphertext: str, associated_data: str) -> bytes | None:
        """The resource of a notification, None where it is not meant for this account."""
        for key in self._keys:
            try:
                plain = self._tools.aes_decrypt(nonce, ciphertext, associated_data, key)
            except ValueError:
                return None
            if plain is not None:
                return str(plain).encode()
        return None
