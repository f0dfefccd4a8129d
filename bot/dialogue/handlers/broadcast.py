"""告诉大家明天开会: read back with the number of those who will get it, then sent."""

from __future__ import annotations

from bot.dialogue.asking.broadcast import receivers
from bot.dialogue.counter import broadcasts
from bot.dialogue.counter.questions import SendBroadcast
from bot.dialogue.exchange import Exchange
from intents.acts import Broadcast


def broadcast(ex: Exchange, said: tuple[Broadcast, ...]) -> None:
    text = " ".join(act.text for act in said).strip()
    station = ex.station
    if station is None or not text:
        return
    if not broadcasts.fits(station, text):
        ex.say("broadcast.too_long", count=len(text))
    elif ex.facts.broadcasts_today(station.code) >= broadcasts.MOST_A_DAY:
        ex.say("broadcast.enough")
    elif not receivers(ex):
        ex.say("broadcast.nobody")
    else:
        ex.change(asking=SendBroadcast(text=text))
