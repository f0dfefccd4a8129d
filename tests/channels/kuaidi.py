"""A Kuaidi100 that signs and pushes as the real one does."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def line(context: str, status: str = "", time: str = "2026-11-25 09:30:00", **more) -> dict:
    return {"context": context, "time": time, "ftime": time, "status": status, **more}


def push(state: str, *lines: dict, nu: str = "773012345678", com: str = "shentong", status: str = "polling") -> dict:
    """What is said of a parcel: the whole list, the newest line first."""
    last = {"message": "ok", "state": state, "ischeck": "0", "com": com, "nu": nu, "data": list(lines)}
    return {"status": status, "message": "", "autoCheck": "0", "comOld": "", "comNew": "", "lastResult": last}


def form(pushed: dict | str, salt: str) -> str:
    """The body as it is posted."""
    param = pushed if isinstance(pushed, str) else json.dumps(pushed, ensure_ascii=False)
    sign = hashlib.md5((param + salt).encode()).hexdigest().upper()  # noqa: S324 - Kuaidi100's own signature
    return urlencode({"sign": sign, "param": param})
