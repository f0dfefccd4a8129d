"""她是石桥村的: somebody of one's family lives at another station, and goods do not go there by themselves."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange

_LIVES = re.compile(
    r"(?:[她他]|我[爸妈爹娘]|爸妈|父母|老人|[公婆岳]?[公婆父母]|丈母娘|外婆|外公|姥姥|姥爷|奶奶|爷爷)(?:们|家)?(?:就)?(?:是|住在?|在|家在)"
    r"(?P<place>[一-鿿]{1,7}?(?:村|屯|庄|寨))"
)


def told(ex: Exchange) -> None:
    """Say so beside the goods that are ordered, where the village named is that of another station."""
    found = _LIVES.search(ex.text)
    own = ex.station
    if found is None or own is None:
        return
    there = [station for station in ex.facts.stations_named(found["place"]) if station.code != own.code]
    if there:
        ex.say("join.of_another", own=own.name, place=found["place"])
