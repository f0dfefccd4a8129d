"""TC3-HMAC-SHA256, how Tencent Cloud wants requests signed (cloud.tencent.com, document 213/30654)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json; charset=utf-8"
SIGNED = "content-type;host"


def signed_headers(
    secret_id: str, secret_key: str, *, service: str, host: str, body: bytes, at: datetime
) -> dict[str, str]:
    """Headers of a JSON POST to `/`; `at` aware, within five minutes of the platform's clock."""
    utc = at.astimezone(UTC)
    stamp, scope = int(utc.timestamp()), f"{utc:%Y-%m-%d}/{service}/tc3_request"
    told = f"content-type:{CONTENT_TYPE}\nhost:{host}\n"
    canonical = "\n".join(("POST", "/", "", told, SIGNED, hashlib.sha256(body).hexdigest()))
    signing = f"{ALGORITHM}\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, signing.encode(), "sha256").hexdigest()
    return {
        "Content-Type": CONTENT_TYPE,
        "Host": host,
        "X-TC-Timestamp": str(stamp),
        "Authorization": f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={SIGNED}, Signature={signature}",
    }
