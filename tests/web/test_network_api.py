"""The network over the API: villages, invites, managers who leave, stations that close, coverage."""

from __future__ import annotations

from bot.domain.village import Village
from bot.storage.network import coverage, villages


async def test_villages_are_found_by_name(client, database):
    some = [Village(code=str(n), name="和平村", county=f"县{n}县", town="柳河镇") for n in range(3)]
    await database.run(lambda conn: villages.save(conn, some))
    async with client.get("/api/v1/villages", params={"name": "和坪", "limit": "2"}) as said:
        page = await said.json()
    assert [village["code"] for village in page["villages"]] == ["0", "1"]
    async with client.get("/api/v1/villages", params={"cursor": "!!"}) as said:
        assert said.status == 400


async def test_an_invite_is_made_once_and_shown(client):
    key = {"Idempotency-Key": "k1"}
    made = [await (await client.post("/api/v1/stations/LH01/invites", json={}, headers=key)).json() for _ in range(2)]
    assert made[0] == made[1]
    assert made[0]["state"] == "open"
    assert len(made[0]["code"]) == 8
    async with client.get("/api/v1/stations/LH01/invites") as said:
        assert [invite["code"] for invite in (await said.json())["invites"]] == [made[0]["code"]]
    async with client.post("/api/v1/stations/nowhere/invites", json={}) as said:
        assert said.status == 404


async def test_a_manager_leaves_once(client):
    async with client.delete("/api/v1/stations/LH01/manager") as said:
        assert said.status == 204
    async with client.delete("/api/v1/stations/LH01/manager") as said:
        assert said.status == 404


async def test_a_station_in_use_is_not_closed_without_a_successor(client, place):
    await place("261125001")
    async with client.post("/api/v1/stations/LH01/close", json={}) as said:
        assert said.status == 409
        assert "open order" in (await said.json())["detail"]
    async with client.post("/api/v1/stations/LH01/close", json={"moveto": "x"}) as said:
        assert said.status == 422


async def test_coverage_is_told_against_the_targets(client, database):
    await database.run(coverage.count)
    async with client.get("/api/v1/coverage", params={"month": "2026-11"}) as said:
        told = await said.json()
    assert told["targets"] == {"counties": 1000, "villages": 150000}
    assert told["covered"]["stations"] == 1
    assert told["regions"][0]["growth"] is None
    async with client.get("/api/v1/coverage", params={"month": "2026-13"}) as said:
        assert said.status == 400
