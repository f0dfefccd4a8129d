from __future__ import annotations

import pytest

from bot.domain.ids import id_of


@pytest.mark.parametrize("text", ["", " 7", "+7", "-7", "7.0", "七", "٧", "7a", "0x7", "1" * 19])
def test_what_is_no_id_is_none(text: str) -> None:
    assert id_of(text) is None


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_an_id_is_a_number_that_fits_the_database(text: str, number: int) -> None:
    assert id_of(text) == number < 2**63
