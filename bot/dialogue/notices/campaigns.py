"""A merchant's offer: marketing, by day only, and never to who opted out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.notices.around import SMS_LENGTH, Around, Writers, cut
from bot.dialogue.replies import render
from bot.dialogue.saying import short_day
from bot.domain.campaign import Campaign
from bot.domain.events import CampaignTold
from bot.domain.letter import Letter
from bot.domain.money import yuan

LONGEST_GOODS_SMS = 24


def texts(of: Campaign) -> tuple[str, str]:
    """What villagers read of an offer, on WeChat and by SMS."""
    said = {"text": of.text, "unit": of.unit, "price": yuan(of.price_fen), "until": short_day(of.closes)}
    text = render("campaign.offer", "wechat", goods=of.name, merchant=of.merchant, usual=yuan(of.usual_fen), **said)
    sms = render("campaign.offer", "sms", goods=cut(of.name, LONGEST_GOODS_SMS), **said)
    return text, cut(sms, SMS_LENGTH)


def _told(event: CampaignTold, around: Around) -> Iterable[Letter]:
    of = event.campaign
    if around.person is None or around.person.opted_out or not event.told:
        return
    text, sms = texts(of)
    yield Letter(
        key=f"campaign:{of.key}:{event.person}",
        to=event.person,
        notice="campaign",
        text=text,
        sms=sms,
        params={"thing": cut(of.name, 20), "amount": f"{yuan(of.price_fen)}元", "time": f"{of.closes:%Y-%m-%d}"},
        urgent=False,
        marketing=True,
    )


WRITERS: Writers = {CampaignTold: _told}
