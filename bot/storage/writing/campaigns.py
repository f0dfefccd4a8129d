"""Writes down who wants offers, who was told of one, and what was ordered at its price."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage.offers import campaigns
from bot.storage.writing.pen import Pen, Writers


def _told(pen: Pen, event: happened.CampaignTold) -> bool:
    """False where nothing is to be said: to who is held out, and to who was told already."""
    return campaigns.note(pen.conn, event.campaign.key, event.person, told=event.told, at=event.at) and event.told


WRITERS: Writers = {
    happened.OffersAllowed: lambda pen, event: campaigns.allow(pen.conn, event),
    happened.CampaignTold: _told,
    happened.OfferTaken: lambda pen, event: campaigns.take(pen.conn, event),
}
