"""ACS3-HMAC-SHA256, how Aliyun wants requests signed (help.aliyun.com, document 2593177)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


def query_string(query: Mapping[str, str]) -> str:
    """Sorted, quoted by RFC 3986: what is signed, and what must be sent as it is."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(query.items()))


def signed_headers(
    key_id: str,
    key_secret: str,
    *,
    host: str,
    action: tuple[str, str],
    query: Mapping[str, str],
    nonce: str,
    at: datetime,
) -> dict[str, str]:
    """Headers of a POST without a body; `action` is the API's name and version, `at` aware."""
    content = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action[0],
        "x-acs-content-sha256": content,
        "x-acs-date": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "x-acs-signature-nonce": nonce,
        "x-acs-version": action[1],
    }
    names = ";".join(headers)
    told = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = "\n".join(("POST", "/", query_string(query), told, names, content))
    signing = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), signing.encode(), "sha256").hexdigest()
    authorization = f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return {**headers, "Authorization": authorization}


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
