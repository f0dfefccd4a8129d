"""One turn of a conversation: what was said, and what follows. Pure."""

from __future__ import annotations

import msgspec

from bot.dialogue.talk import Talk
from bot.domain.events import Event


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    talk: Talk
    """The conversation afterwards."""
    reply: str = ""
    """What is answered, fit for the channel; '' says nothing."""
    events: tuple[Event, ...] = ()
    """What happened, in order."""
    heard: tuple[str, ...] = ()
    """The intents of the acts that were understood, as said; () where nothing was read as words."""
    understood_in: float = 0.0
    """Seconds that reading the words took, 0 where none were read. For who measures; nothing follows from it."""
