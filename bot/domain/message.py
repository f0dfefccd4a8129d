"""An inbound message, whatever platform it came by."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

WEIGHS_ONE = 100
"""Characters that count as one message more."""


class Content(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Base of what a message holds."""


class Text(Content, frozen=True, kw_only=True):
    text: str


class Voice(Content, frozen=True, kw_only=True):
    media_id: str = ""


class Picture(Content, frozen=True, kw_only=True):
    media_id: str = ""
    url: str = ""


class Place(Content, frozen=True, kw_only=True):
    latitude: float
    longitude: float
    label: str = ""


class Link(Content, frozen=True, kw_only=True):
    title: str = ""
    url: str = ""


class Followed(Content, frozen=True, kw_only=True):
    """Subscribed; `scene` is the station's code where a station's QR was scanned."""

    scene: str = ""


class Scanned(Content, frozen=True, kw_only=True):
    scene: str


class Clicked(Content, frozen=True, kw_only=True):
    """A menu button; `key` is one of the bot's own menu keys."""

    key: str


class Left(Content, frozen=True, kw_only=True):
    """Unsubscribed: send nothing more this way."""


class Receipt(Content, frozen=True, kw_only=True):
    """A platform tells what became of something sent: not a person's message, nothing is answered."""

    reference: str
    delivered: bool
    status: str = ""
    closed: Literal["", "no_number", "opted_out"] = ""
    """Why the message's contact takes nothing any more: the number is nobody's, or the platform's blacklist has it."""


class Unreadable(Content, frozen=True, kw_only=True):
    """A kind of message nothing can be done with: video, a file, an unknown type."""

    kind: str


AnyContent = Text | Voice | Picture | Place | Link | Followed | Scanned | Clicked | Left | Receipt | Unreadable


class Inbound(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    """Unique: the same message again has the same key. `wechat:OPENID:MsgId`, `sms:<%I>` … as the platform knows it; from
    the service on as it is stored (bot.storage.privacy.message_keys)."""
    channel: str
    contact: str
    """`wechat:OPENID` or `sms:+8613800000000`"""
    at: datetime
    """The message's own time, aware."""
    content: AnyContent
    answered_apart: bool = False
    """The platform's answer holds no words: the reply goes by the outbox, to the same contact."""
    formerly: tuple[str, ...] = ()
    """Other keys under which it may be stored already, by another release or under the former SECRET_KEY."""

    @property
    def weight(self) -> int:
        """For how many messages it counts: a long text takes as much to understand as many short ones."""
        return 1 + len(self.content.text) // WEIGHS_ONE if isinstance(self.content, Text) else 1
