"""What must be done at its time though nobody wrote a message: reminders, risks foreseen, alerts passed on.

chore.py    what a chore is
table.py    all of them
running.py  the loop of the workers
"""

from __future__ import annotations

from bot.chores.running import Chores

__all__ = ["Chores"]
