"""Who talks to cunkou, and where their goods arrive."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal

import msgspec

NAMELESS = "乡亲"
"""How the description ends by which a manager knows whoever told no name: 一位乡亲, 尾号0103的乡亲."""


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A county centre, a town office or a village service station."""

    code: str
    name: str
    level: Literal["county", "town", "village"] = "village"
    kind: Literal["service", "select"] = "service"
    parent: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    town: str = ""
    village: str = ""
    manager_name: str = ""
    manager_phone: str = ""
    """E.164, or '' where none is known."""
    manager_wechat: str = ""
    """openid"""
    cutoff: time = time(16, 0)
    """Ordered before it: there the next day."""
    hours: str = ""
    """When it is open, `08:00-20:00`; '' where that is not known."""
    lorry_days: tuple[int, ...] = ()
    """ISO weekdays (Monday is 1) on which the lorry comes, in order; () means every day."""
    lat: float | None = None
    """Degrees north, in WeChat's own datum (GCJ-02)."""
    lng: float | None = None
    status: Literal["open", "closed"] = "open"
    successor: str = ""
    """Of a closed one: the code of the station that took over."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A villager or a manager, over all the contacts by which they write."""

    id: str
    name: str = ""
    station: str = ""
    """Code of the station the goods go to; '' until bound."""
    address: str = ""
    manages: tuple[str, ...] = ()
    """Codes of the stations this person runs; () for a villager."""
    channels: tuple[str, ...] = ()
    """Channels by which they can be reached: wechat, sms."""
    opted_out: bool = False
    handed_off_until: datetime | None = None
    """Until then a human answers and the bot is silent."""
