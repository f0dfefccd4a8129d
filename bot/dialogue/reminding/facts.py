"""What a turn may know of what was suggested to somebody, and of what they were reminded."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

from bot.domain.running_out import Purchase


class Reminders(Protocol):
    """The SQL one is `bot.storage.facts.reminders.SqlReminders`."""

    def wished(self) -> bool:
        """Whether the person agreed to hear of what runs out."""

    def suggested(self) -> datetime | Literal["never"] | None:
        """When something was suggested to the person last; None: not yet; never: they want none."""

    def told_of(self, sku: str, number: str) -> bool:
        """Whether the person was reminded of, or suggested, what this order held once before."""

    def told_lately(self) -> Purchase | None:
        """The purchase of which the person was reminded within the last three days; None where anything was ordered since."""
