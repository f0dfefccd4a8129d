"""导出 and 隐私: what is kept of the person, in short; all of it behind a link."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_whole


def asked(ex: Exchange) -> bool:
    """Whether the message asks what is kept, and is dealt with."""
    if said_whole("privacy", ex.text):
        ex.say("privacy.notice")
        return True
    if not said_whole("export_data", ex.text):
        return False
    told = {"known": _known(ex), "orders": len(ex.facts.orders())}
    if link := ex.facts.data_link():
        ex.say("privacy.export_link", link=link, **told)
    else:
        ex.say("privacy.export", **told)
    return True


def _known(ex: Exchange) -> str:
    """`秀英、杨柳村站、地址`; what is not known is left out."""
    me = ex.facts.person
    station = ex.facts.station(me.station) if me.station else None
    said = (me.name, station.name if station else "", "地址" if me.address else "")
    return "、".join(filter(None, said)) or "还没有称呼和村子"
