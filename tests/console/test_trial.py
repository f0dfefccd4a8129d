"""Where the simulator is open, what a pretend manager is sent can be read; what a real one is sent never."""

from __future__ import annotations

import pytest

from bot.web.simulator import Simulator


@pytest.fixture
def simulator(small_shop) -> Simulator:
    return Simulator(shop=lambda: small_shop, everywhere=True)


async def test_a_pretend_manager_signs_in_by_what_the_page_shows(browser, county):
    page = await browser.ask_code("T1")
    assert await county.newest_code() in page.text


@pytest.mark.parametrize("who", ["V1", "13900000102", "NOBODY"])
async def test_a_real_managers_code_is_not_shown(browser, county, who):
    page = await browser.ask_code(who)
    assert "试用" not in page.text
    for letter in await county.letters("sign_in_code"):
        assert letter not in page.text
