"""孔老三的腊肉先下架, 腊肉接着卖: a manager takes goods off sale and puts them on again; the seller hears of it."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in
from bot.dialogue.market import called, saying, whose
from bot.dialogue.market.reading import plain
from bot.domain.events import ListingMoved
from bot.domain.listing import Listing, Status

LONGEST = 20


def told(ex: Exchange) -> bool:
    """False where no goods of villagers are named, or no others beside: 酱油下架 is of the shelf."""
    text = plain(ex.text)
    to: Status | None = "paused" if said_in("desk_pauses", text) else None
    to = "approved" if said_in("desk_resumes", text) else to
    if to is None or len(text) > LONGEST or is_question(text) or said_in("desk_keeps_on_sale", text):
        return False
    found = _meant(ex, text, "approved" if to == "paused" else "paused") or _meant(ex, text, to)
    if len(found) != 1:
        return False
    listing = found[0]
    if listing.status != to:
        ex.cause(ListingMoved(listing=listing, to=to, by="manager", at=ex.facts.at))
    what = saying.whose(listing, listing.goods)
    ex.say("selling.desk_paused" if to == "paused" else "selling.desk_resumed", what=what)
    return True


def _meant(ex: Exchange, text: str, status: Status) -> list[Listing]:
    """Of the goods that are named the ones in this state, of who is named; a word that names neither is about another thing."""
    code = ex.station.code if ex.station else ""
    here = [one for one in ex.facts.market.at_station(code) if one.status == status]
    here = called.named(here, text, lambda one: one.goods)
    left = whose.left_of(text, "desk_pausing", (called.spoken(one.goods, text) for one in here))
    return whose.called_so(here, text, left) if left else here
