"""What all questions share."""

from __future__ import annotations

import msgspec


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """Base of all questions."""
