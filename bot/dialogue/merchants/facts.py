"""What a turn may know of what merchants ask and offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.campaign import Campaign
from bot.domain.survey import Survey, Taking


class Merchants(Protocol):
    """The SQL one is `bot.storage.facts.merchants.SqlMerchants`."""

    def surveys(self) -> Sequence[Taking]:
        """How the person stands to each survey they were invited to, the last first."""

    def has_room(self, of: Survey) -> bool:
        """Whether a survey takes another answer."""

    def offers(self) -> Sequence[Campaign]:
        """Offers the person was told of that hold on the message's day, the last told first."""
