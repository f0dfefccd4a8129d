"""A manager tells the village something: the text is the message without its lead-in."""

from __future__ import annotations

from intents.acts import Broadcast
from intents.message import Made, Message
from intents.words import said


def recognise(message: Message) -> tuple[Made, ...]:
    match = said("broadcast", "desk").search(message.text)
    if not match or message.text[: match.start()].strip(" ,。!:") not in _LEAD or match.end() >= len(message.text):
        return ()
    text = message.said(match.end(), len(message.text)).strip(" ,，:：。")
    return (Made(Broadcast(text=text), "broadcast"),) if text else ()


_LEAD = ("", "请", "麻烦", "帮我", "你", "帮忙", "给我", "你帮我", "麻烦你", "那个", "嗯", "老板", "请帮我", "麻烦帮我")
