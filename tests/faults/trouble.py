"""A village for trouble: its shop, its station, and ever new people in it."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

from bot.demo.people import Person
from bot.demo.village import Village

CATALOG = Path(__file__).parent.parent / "stories" / "catalog.csv"
STATION = {
    "code": "FA01",
    "name": "石榴站",
    "level": "village",
    "kind": "service",
    "province": "河南省",
    "city": "南阳市",
    "county": "青禾县",
    "town": "大榆镇",
    "village": "石榴村",
    "manager_name": "周站长",
    "manager_phone": "+8613900000999",
    "manager_wechat": "oManagerOfFaults",
    "cutoff": "16:00",
}
COUNTY = STATION | dict.fromkeys(("town", "village", "manager_name", "manager_phone", "manager_wechat"), "")
COUNTY |= {"code": "FA00", "name": "青禾县中心", "level": "county"}
_numbers = itertools.count()


class Troubled:
    """A village, and ever new people in it, so that no test meets another's conversation."""

    def __init__(self, village: Village) -> None:
        self.village = village

    async def newcomer(self) -> Person:
        """Somebody who follows the account by the station's code."""
        person = self.stranger()
        assert person.wechat
        answer = await person.wechat.follow("FA01")
        assert answer.status == 200
        return person

    def stranger(self) -> Person:
        n = next(_numbers)
        return self.village.person(f"村民{n}", openid=f"oFault{n:06d}")

    def phone(self) -> Person:
        n = next(_numbers)
        return self.village.person(f"村民{n}", phone=f"+86137{n:08d}")

    async def lines(self, person: Person) -> list[dict[str, float]]:
        """The person's orders as sku → quantity, newest first."""
        orders = await self.village.county.orders(contact=person.contact)
        return [{line["sku"]: line["quantity"] for line in order["lines"]} for order in orders]

    async def check_service(self) -> None:
        """Somebody new can shop from beginning to end."""
        person = await self.newcomer()
        assert "25.8" in (await person.say("东古一品鲜来三瓶")).text
        await person.say("确认")
        assert await self.lines(person) == [{"V003": 3}]


def write_stations(path: Path) -> Path:
    """The stations file of the village: a county and its one station."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*STATION, "parent"], restval="")
        writer.writeheader()
        writer.writerows([COUNTY, STATION | {"parent": "FA00"}])
    return path
