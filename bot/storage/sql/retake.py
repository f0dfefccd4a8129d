"""Reasons to take a turn again: the world changed between reading and writing, and nothing was kept."""

from __future__ import annotations

from bot.domain.order import IllegalMove


class Retake(Exception):
    """The turn must be taken again, in a new transaction that sees what changed."""


class NumberTaken(Retake):
    """An order number, a slip, a pick-up code or a draft is another order's."""


class StockShort(Retake):
    """The county has less left of an article than was ordered."""


class SlotFull(Retake):
    """The fitters have no room left in that half-day."""


class ListingChangedMeanwhile(Retake):
    """A listing, or what was ordered of it, was changed by somebody else meanwhile."""


class InviteUsed(Retake):
    """A manager's invite was used by somebody else meanwhile."""


class OrderChanged(Retake, IllegalMove):
    """The order was moved by somebody else meanwhile."""


class FamilyCodeUsedMeanwhile(Retake):
    """Another child typed the same code first."""


class TieEndedMeanwhile(Retake):
    """A parent wants no more orders of this child, who was about to place one."""


class AlreadyHandled(Retake):
    """The same message was handled by somebody else meanwhile; its reply is stored."""
