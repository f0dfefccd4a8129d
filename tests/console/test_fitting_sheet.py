"""The county's day sheet of its fitters, to be printed."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.events import InstallationMoved, ReadinessTold

SHEET = "/console/county/installations/sheet"


async def test_the_county_sees_what_should_have_been_installed(centre, manager, open_browser, county):
    number = await county.place("V1", recipient="桂兰")
    missed = InstallationMoved(number=number, date=county.now.date() - timedelta(days=2))
    await county.record(missed)
    page = (await centre.get("/console/county/installations")).text
    assert page.index("过了日子没装的") < page.index(number) < page.index("没有要装的")
    far = await open_browser("X0")
    assert number not in (await far.get("/console/county/installations")).text
    await county.record(InstallationMoved(number=number, date=county.now.date() + timedelta(days=1)))
    assert "过了日子没装的" not in (await centre.get("/console/county/installations")).text


async def test_the_county_prints_its_own_visits_and_nobody_elses(centre, manager, open_browser, county):
    tomorrow = county.now.date() + timedelta(days=1)
    number = await county.place("V1", recipient="<b>桂兰</b>")
    await county.record(
        InstallationMoved(number=number, date=tomorrow, period="morning"),
        ReadinessTold(number=number, question="earth", answer="is_not"),
    )
    listed = await centre.get("/console/county/installations")
    assert f"{SHEET}?" in listed.text
    page = await centre.get(SHEET, date=str(tomorrow))
    assert "共1单" in page.text
    assert "回装机" in page.text
    assert "没有地线" in page.text
    assert "&lt;b&gt;桂兰&lt;/b&gt;" in page.text
    assert number not in (await centre.get(SHEET)).text
    assert (await centre.get(SHEET, date="soon")).status == 400
    assert (await manager.get(SHEET, date=str(tomorrow))).status == 403
    far = await open_browser("X0")
    assert number not in (await far.get(SHEET, date=str(tomorrow))).text
