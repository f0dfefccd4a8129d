"""All chores, each with how often it is done."""

from __future__ import annotations

from bot.chores.chore import Chore

CHORES: tuple[Chore, ...] = ()
