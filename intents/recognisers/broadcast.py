"""A manager tells the village something: the text is the message without its lead-in."""

from __future__ import annotations

from intents.acts import Broadcast
from intents.text.message import Made, Message
from intents.text.words import said


def recognise(message: Message) -> tuple[Made, ...]:
    if (end := said("broadcast_end", "desk").search(message.text)) and end.start():
        return _told(message, 0, end.start())
    match = said("broadcast", "desk").search(message.text)
    if not match or message.text[: match.start()].strip(" ,。!:") not in _LEAD or match.end() >= len(message.text):
        return ()
    return _told(message, match.end(), len(message.text))


def _told(message: Message, start: int, end: int) -> tuple[Made, ...]:
    text = message.said(start, end).strip(" ,，:：。")
    return (Made(Broadcast(text=text), "broadcast"),) if text else ()


_LEAD = ("", "请", "麻烦", "帮我", "你", "帮忙", "给我", "你帮我", "麻烦你", "那个", "嗯", "老板", "请帮我", "麻烦帮我")
