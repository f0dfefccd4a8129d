"""Other villages than one's own: 她是石桥村的, said of somebody of the family, and 马家坡能送吗."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange

_LIVES = re.compile(
    r"(?:[她他]|我[爸妈爹娘]|爸妈|父母|老人|[公婆岳]?[公婆父母]|丈母娘|外婆|外公|姥姥|姥爷|奶奶|爷爷)(?:们|家)?(?:就)?(?:是|住在?|在|家在)"
    r"(?P<place>[一-鿿]{1,7}?(?:村|屯|庄|寨))"
)

_KIND = "(?:村|屯|庄|寨|沟|坡|湾|坪|洼|岭|堡|店|集)"
_CAN = "(?:能不能|可不可以|能|可以|给|会)?"
_END = "(?:不|吗|么|没有?|得到不|得到吗)[呀啊]?"
_REACHES = re.compile(
    rf"(?:你们?|那|请问|这里)?{_CAN}(?:送不送|送货?)(?:得)?(?:到|去)?(?P<behind>[一-鿿]{{1,6}}?{_KIND})(?:那边|那里)?{_END}"
    rf"|(?P<before>[一-鿿]{{1,6}}?{_KIND})(?:那边|那里)?(?:你们?)?(?:也)?(?:送不送|{_CAN}送(?:得)?(?:到|去)?{_END}|有(?:没有)?(?:服务)?站{_END}?)"
)
_STOPS = " ,，。！!？?"


def asked(ex: Exchange) -> bool:
    """Whether it is asked if goods come to a village, and is told. Nobody moves by asking."""
    found = _REACHES.fullmatch(ex.text.strip(_STOPS))
    if found is None:
        return False
    place = found["behind"] or found["before"]
    there = next(iter(ex.facts.stations_named(place)), None)
    ex.say("join.reaches" if there else "join.reaches_not", place=place, station=there.name if there else "")
    return True


def told(ex: Exchange) -> None:
    """Say so beside the goods that are ordered, where the village named is that of another station."""
    found = _LIVES.search(ex.text)
    if found is None or (own := ex.station) is None:
        return
    there = [station for station in ex.facts.stations_named(found["place"]) if station.code != own.code]
    if there:
        ex.say("join.of_another", own=own.name, place=found["place"])
