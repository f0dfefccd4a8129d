"""Villages in the database: found by ear, those of the named county first."""

from __future__ import annotations

from bot.domain.places import keys_said
from bot.domain.village import Village
from bot.storage.network import villages


def a_village(code="1", name="和平村", **changes):
    return Village(code=code, name=name, **{"town": "柳河镇", "county": "河湾县"} | changes)


async def test_a_village_comes_back_and_the_same_file_changes_nothing(database):
    some = [a_village(), a_village("2", "上河村", station="YL")]
    for _ in range(2):
        assert await database.run(lambda conn: villages.save(conn, some)) == 2
    assert (await database.run(villages.page)).rows == some


async def test_a_register_without_stations_leaves_those_that_serve(database):
    await database.run(lambda conn: villages.save(conn, [a_village(station="YL")]))
    await database.run(lambda conn: villages.save(conn, [a_village(name="新和平村")]))
    found = await database.run(lambda conn: villages.find(conn, "1"))
    assert (found.name, found.station) == ("新和平村", "YL")


async def test_of_many_of_one_name_those_of_the_named_county_come_first(database):
    many = [a_village(f"{n:04d}", county=f"县{n}县") for n in range(1200)]
    await database.run(lambda conn: villages.save(conn, [*many, a_village("9999", county="青溪县")]))
    found = await database.run(lambda conn: villages.named(conn, keys_said("青溪县和平村")))
    assert found[0].county == "青溪县"
    assert len(found) == villages.MOST_CANDIDATES
    assert len(await database.run(lambda conn: villages.named(conn, keys_said("he ping cun")))) == 1000
    assert await database.run(lambda conn: villages.named(conn, keys_said(""))) == []


async def test_villages_are_listed_by_name_and_county(database):
    some = [a_village(), a_village("2", county="青溪县"), a_village("3", "上河村")]
    await database.run(lambda conn: villages.save(conn, some))
    by_name = await database.run(lambda conn: villages.page(conn, name="和平"))
    assert [village.code for village in by_name.rows] == ["1", "2"]
    by_county = await database.run(lambda conn: villages.page(conn, county="河湾县", limit=1))
    assert [village.code for village in by_county.rows] == ["1"]
    rest = await database.run(lambda conn: villages.page(conn, county="河湾县", after=by_county.next))
    assert [village.code for village in rest.rows] == ["3"]
