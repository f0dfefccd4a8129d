"""What was said, by whom and when: all that understanding may know beside the shop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

Channel = Literal["wechat", "sms"]
Role = Literal["villager", "manager"]


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    at: datetime
    """Aware; the message's own time, by which dates are reckoned."""
    channel: Channel = "wechat"
    role: Role = "villager"
    at_counter: bool = False
    """Whether also what only a manager's chat knows is heard (cash, counts, the day sheet), beside the public intents."""
    people: frozenset[str] = frozenset()
    """Those who have something ordered at the manager's station, by name."""
    words: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What goods are called where it comes from, word → standard word: the region's, and those its managers taught."""
