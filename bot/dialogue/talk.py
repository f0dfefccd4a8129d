"""The state of a conversation, kept in Redis between two messages of a person."""

from __future__ import annotations

import msgspec


class Talk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fields to come with the dialogue; every field has a default, so an older state still reads."""
