"""Villages: every one of a county, also those without a station of their own."""

from __future__ import annotations

import msgspec

from bot.domain.people import Station


class Village(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    """Of the state's register of divisions, 12 digits, or whatever the file uses."""
    name: str
    """As the register has it, 和平村委会."""
    town: str = ""
    county: str = ""
    city: str = ""
    province: str = ""
    station: str = ""
    """Code of the station that serves it; '' where none does, or it has its own of the same name."""


class Locality(msgspec.Struct, frozen=True, kw_only=True):
    """Somewhere a villager may mean: a village station, or a village that another one serves, or none."""

    key: str
    """What stands for it in an open question: the station's code, or `村:` and the village's."""
    station: str
    """Code of the station its goods go to; '' where none is."""
    name: str
    """What it is called to people: the station's name, or the village's."""
    code: str = ""
    """The station's code where it is one, by which people may name it too."""
    village: str = ""
    town: str = ""
    county: str = ""
    city: str = ""
    province: str = ""

    @property
    def has_station(self) -> bool:
        """Whether the station stands in it."""
        return bool(self.code)


def locality_of(station: Station) -> Locality:
    return Locality(
        key=station.code,
        station=station.code,
        name=station.name,
        code=station.code,
        village=station.village,
        town=station.town,
        county=station.county,
        city=station.city,
        province=station.province,
    )
