"""The page of coverage: for who runs a county, without any script."""

from __future__ import annotations

from bot.storage.network import coverage


async def test_the_county_sees_how_far_the_programme_reaches(centre, sqlite):
    await sqlite.run(coverage.count)
    page = await centre.get("/coverage", month="2026-11")
    assert page.status == 200
    assert "目标1,000" in page.text
    assert "山西省" in page.text
    page = await centre.get("/coverage", month="2026-11", province="山西省")
    assert "河湾县" in page.text


async def test_a_month_that_is_none_is_refused(centre):
    assert (await centre.get("/coverage", month="soon")).status == 400


async def test_a_stations_manager_is_not_shown_it(manager, open_browser):
    assert (await manager.get("/coverage")).status == 403
    stranger = await (await open_browser()).get("/coverage")
    assert "/console/sign-in" in str(stranger.url)
