"""What the hooks of platforms without a signature share: a secret path, an allow-list, JSON, and times of Beijing."""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import TypeVar

import msgspec

from bot.channels import sms
from bot.domain.message import Inbound, Text
from bot.ports import HookAnswer, HookRequest, Received

PLAIN = {"Content-Type": "text/plain; charset=UTF-8"}
JSON = {"Content-Type": "application/json; charset=UTF-8"}
BEIJING = timezone(timedelta(hours=8))
MOST_AT_ONCE = 1000
"""Messages or reports in one push; a longer one is refused."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Read = Callable[[HookRequest], Received | HookAnswer]


T = TypeVar("T")


class Unusable(Exception):
    """A request that is not what the platform documents; the text says how."""


def networks(written: str) -> tuple[Network, ...]:
    """`SMS_HOOK_ALLOW`: addresses and networks, comma-separated. Raises ValueError."""
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in written.split(",") if one.strip())


def guarded(secret: str, allowed: Sequence[Network], read: Read) -> Read:
    """`read` behind its secret and, where there is one, its allow-list: who fails either sees no such page."""
    expected = secret.encode()

    def receive(request: HookRequest) -> Received | HookAnswer:
        given = request.parts.get("secret", "").encode(errors="replace")
        if not expected or not hmac.compare_digest(given, expected) or not _allowed(request.remote, allowed):
            return HookAnswer(status=404, body=b"Not Found", headers=PLAIN)
        try:
            return read(request)
        except Unusable as error:
            return HookAnswer(status=400, body=str(error).encode(), headers=PLAIN)

    return receive


def _allowed(remote: str, allowed: Sequence[Network]) -> bool:
    if not allowed:
        return True
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return False
    return any(address in network for network in allowed)


def text_from(number: str, text: str, *, key: str, at: datetime) -> Inbound | None:
    """A villager's message whose reply goes by the outbox; None where no person's number wrote it, or it has no id."""
    sender = sms.phone(number)
    if sender is None or len(key) > sms.KEY_LIMIT:
        return None
    return Inbound(
        key=key,
        channel="sms",
        contact=f"sms:{sender}",
        at=at,
        content=Text(text=sms.clean(text)),
        answered_apart=True,
    )


def together(messages: Iterable[Inbound | None], answer: HookAnswer) -> Received | HookAnswer:
    """All that came in one push; what nothing can be done with is dropped, or the platform would push it again."""
    usable = [message for message in messages if message is not None]
    if not usable:
        return answer
    return Received(message=usable[0], also=tuple(usable[1:]), answer=lambda _: answer)


def each(body: bytes, kind: type[T]) -> list[T]:
    """The elements of a JSON array that are what they should be; one that is not must not hold up the others. Raises
    Unusable where it is no array at all."""
    try:
        rows = msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"no JSON array: {type(error).__name__}") from error
    if len(rows) > MOST_AT_ONCE:
        raise Unusable(f"more than {MOST_AT_ONCE} at once")
    found = []
    for row in rows:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            found.append(msgspec.json.decode(row, type=kind))
    return found


def beijing(written: str, otherwise: datetime) -> datetime:
    """`2017-09-01 00:00:00` of a platform at Beijing."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=BEIJING)
    except ValueError:
        return otherwise
