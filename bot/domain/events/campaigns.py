"""Merchants' offers: who wants to hear of them, who was told, and who ordered at their price."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bot.domain.campaign import Campaign
from bot.domain.events.base import Event


class OffersAllowed(Event, frozen=True, kw_only=True):
    """Somebody wants merchants' offers, or does not any longer."""

    person: str
    allowed: bool
    at: datetime


class CampaignTold(Event, frozen=True, kw_only=True):
    """An offer reached somebody's turn: told, or held out to measure by."""

    person: str
    campaign: Campaign
    told: bool
    at: datetime


class OfferTaken(Event, frozen=True, kw_only=True):
    """An order that was just placed holds so much at an offer's price."""

    campaign: str
    sku: str
    number: str
    quantity: Decimal
    at: datetime
    """The message's time, in the service's time zone: by its day the offer still holds."""
