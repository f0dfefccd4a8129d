"""Certificates that end one day: the proxy's before the bot, and WeChat Pay's."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from bot.doctor.asking import TOTAL_S
from bot.doctor.finding import Finding, fail, ok, warn
from config.settings import Settings

SOON_DAYS, AT_ONCE_DAYS = 21, 3
HTTPS = 443
BEGINS = b"-----BEGIN CERTIFICATE"


async def certificates(given: Settings, now: datetime, trusted: ssl.SSLContext | None = None) -> list[Finding]:
    """Of PUBLIC_URL as a platform sees it, and of files that are certificates. `now` aware; `trusted` is for tests."""
    address, file = urlsplit(given.public_url), given.wechatpay_public_key_file
    found = [] if file is None else _of_file(file, now)
    if address.scheme == "https" and address.hostname:
        port = address.port or HTTPS
        found.append(await _served(address.hostname, port, now, trusted or ssl.create_default_context()))
    return found


async def _served(host: str, port: int, now: datetime, trusted: ssl.SSLContext) -> Finding:
    try:
        async with asyncio.timeout(TOTAL_S):
            _, writer = await asyncio.open_connection(host, port, ssl=trusted)
    except ssl.SSLCertVerificationError as error:
        return fail("certificate", f"{host}: {error.verify_message}", "platforms do not call it: renew it at the proxy")
    except (OSError, TimeoutError) as error:
        return fail(
            "certificate",
            f"{host}:{port} cannot be reached: {type(error).__name__}",
            "start the proxy, or mend CUNKOU_PUBLIC_URL",
        )
    held = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), timeout=1)
    return _judged(host, x509.load_der_x509_certificate(held), now, "renew it at the proxy")


def _of_file(file: Path, now: datetime) -> list[Finding]:
    """A public key, which WeChat Pay also gives, never ends."""
    try:
        pem = file.read_bytes()
        certificate = x509.load_pem_x509_certificate(pem) if pem.lstrip().startswith(BEGINS) else None
    except (OSError, ValueError) as error:
        said = f"{file.name} cannot be read: {type(error).__name__}"
        return [fail("certificate", said, "see CUNKOU_WECHATPAY_PUBLIC_KEY_FILE")]
    mend = "download the new one at the merchant's page, or take the public key"
    return [_judged(file.name, certificate, now, mend)] if certificate else []


def _judged(whose: str, certificate: x509.Certificate, now: datetime, mend: str) -> Finding:
    days = (certificate.not_valid_after_utc - now.astimezone(UTC)).days
    said = f"{whose}: {days} days left" if days >= 0 else f"{whose}: ended {-days} days ago"
    if days < AT_ONCE_DAYS:
        return fail("certificate", said, mend)
    return warn("certificate", said, mend) if days < SOON_DAYS else ok("certificate", said)
