"""WeChat's messages and events as contents of a message: two tables, one entry a type."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

from bot.channels.wechat_xml import Fields, Malformed
from bot.domain.message import (
    AnyContent,
    Clicked,
    Followed,
    Inbound,
    Left,
    Link,
    Picture,
    Place,
    Receipt,
    Scanned,
    Text,
    Unreadable,
    Voice,
)

SCENE_PREFIX = "qrscene_"
LATEST = 253402300799
"""Seconds to the end of the year 9999."""


def read_message(fields: Fields) -> Inbound | None:
    """The message; None for an event that asks for nothing (a link opened, a position reported unasked).

    Events carry no MsgId, so they are keyed by person, time, kind and key. Raises Malformed.
    """
    openid, kind = fields.needed("FromUserName"), fields.needed("MsgType").lower()
    created = _whole_number(fields, "CreateTime")
    content: AnyContent | None
    if kind == "event":
        event = fields.needed("Event")
        content = _event(fields, event.lower())
        key = ":".join((str(created), event, fields.text("EventKey", limit=256), fields.text("MsgID", limit=64)))
    else:
        content = MESSAGES.get(kind, _unreadable)(fields)
        # A kind nobody knows may come without a MsgId too; a text must not.
        key = fields.needed("MsgId", limit=64) if kind in MESSAGES or "MsgId" in fields else f"{created}:{kind}"
    if content is None:
        return None
    return Inbound(
        key=f"wechat:{openid}:{key.rstrip(':')}",
        channel="wechat",
        contact=f"wechat:{openid}",
        at=datetime.fromtimestamp(min(created, LATEST), UTC),
        content=content,
    )


def _whole_number(fields: Fields, name: str) -> int:
    value = fields.needed(name, limit=12)
    if not (value.isascii() and value.isdigit()):
        raise Malformed(f"{name} must be a whole number")
    return int(value)


def _degrees(fields: Fields, name: str, most: int) -> float:
    try:
        degrees = float(fields.needed(name, limit=32))
    except ValueError as error:
        raise Malformed(f"{name} must be degrees") from error
    if not (math.isfinite(degrees) and abs(degrees) <= most):
        raise Malformed(f"{name} must be degrees")
    return degrees


def _text(fields: Fields) -> Text:
    return Text(text=fields.text("Content"))


def _voice(fields: Fields) -> Voice:
    # Recognition has been empty everywhere since 2023; the clearer recording is there beside the narrow one.
    return Voice(media_id=fields.text("MediaId16K", limit=512) or fields.text("MediaId", limit=512))


def _picture(fields: Fields) -> Picture:
    return Picture(media_id=fields.text("MediaId", limit=512), url=fields.text("PicUrl", limit=2048))


def _place(fields: Fields) -> Place:
    return Place(
        latitude=_degrees(fields, "Location_X", 90),
        longitude=_degrees(fields, "Location_Y", 180),
        label=fields.text("Label", limit=512),
    )


def _link(fields: Fields) -> Link:
    return Link(title=fields.text("Title", limit=512), url=fields.text("Url", limit=2048))


def _unreadable(fields: Fields) -> Unreadable:
    return Unreadable(kind=fields.needed("MsgType"))


MESSAGES: dict[str, Callable[[Fields], AnyContent]] = {
    "text": _text,
    "voice": _voice,
    "image": _picture,
    "location": _place,
    "link": _link,
}


def _followed(fields: Fields) -> Followed:
    return Followed(scene=fields.text("EventKey", limit=256).removeprefix(SCENE_PREFIX))


def _scanned(fields: Fields) -> Scanned:
    return Scanned(scene=fields.text("EventKey", limit=256).removeprefix(SCENE_PREFIX))


def _clicked(fields: Fields) -> Clicked:
    return Clicked(key=fields.needed("EventKey", limit=256))


def _left(_: Fields) -> Left:
    return Left()


def _template_finished(fields: Fields) -> Receipt:
    status = fields.text("Status", limit=128)
    return Receipt(reference=fields.needed("MsgID"), delivered=status == "success", status=status)


def _subscription_sent(fields: Fields) -> Receipt:
    results = _listed(fields, "SubscribeMsgSentEvent")
    return Receipt(
        reference=",".join(result.text("MsgID", limit=64) for result in results),
        delivered=all(result.text("ErrorCode", limit=16) == "0" for result in results),
        status=",".join(result.text("ErrorStatus", limit=64) for result in results),
    )


def _subscription_answered(fields: Fields) -> Receipt:
    # The documented sample of the change event is wrapped in the popup's element.
    answers = _listed(fields, "SubscribeMsgPopupEvent") or _listed(fields, "SubscribeMsgChangeEvent")
    said = [answer.text("SubscribeStatusString", limit=16) for answer in answers]
    return Receipt(
        reference=",".join(answer.text("TemplateId", limit=64) for answer in answers),
        delivered=bool(said) and all(word == "accept" for word in said),
        status=",".join(said),
    )


def _listed(fields: Fields, wrapper: str) -> list[Fields]:
    return [item for outer in fields.children(wrapper) for item in outer.children("List")]


EVENTS: dict[str, Callable[[Fields], AnyContent]] = {
    "subscribe": _followed,
    "scan": _scanned,
    "click": _clicked,
    "unsubscribe": _left,
    "templatesendjobfinish": _template_finished,
    "subscribe_msg_sent_event": _subscription_sent,
    "subscribe_msg_popup_event": _subscription_answered,
    "subscribe_msg_change_event": _subscription_answered,
}


def _event(fields: Fields, event: str) -> AnyContent | None:
    """None for VIEW, LOCATION (sent at every entry, or every five seconds) and whatever else WeChat reports: nobody
    said anything, so nothing is answered."""
    reader = EVENTS.get(event)
    return reader(fields) if reader else None
