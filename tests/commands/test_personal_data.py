"""The commands about personal data, on a database of their own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.commands.own_data import UNKNOWN, _run
from bot.commands.resealing import USELESS
from bot.commands.resealing import _run as reseal
from bot.storage.persons import people
from bot.storage.privacy.seal import Seal
from bot.storage.sql.connect import opened
from config.settings import Settings

OLD, NEW = "o" * 40, "n" * 40
CONTACT = "wechat:oGuilan"


@pytest.fixture
async def settings(sqlite_url, tmp_path) -> Settings:
    async with opened(sqlite_url) as database:
        await database.run(lambda conn: people.find_or_make(conn, Seal(OLD), CONTACT, datetime.now(UTC)))
    return Settings(data_dir=tmp_path, secret_key=SecretStr(OLD))


async def test_a_persons_data_is_printed(settings, capsys):
    assert await _run(settings, CONTACT) == 0
    assert json.loads(capsys.readouterr().out)["contacts"][0]["address"] == "oGuilan"
    assert await _run(settings, "wechat:oNobody") == UNKNOWN


async def test_reseal_says_what_it_did_and_what_to_do_next(settings, capsys):
    assert await reseal(settings) == USELESS
    turned = settings.model_copy(update={"secret_key": SecretStr(NEW), "secret_key_previous": SecretStr(OLD)})
    assert await reseal(turned) == 0
    said = capsys.readouterr().out
    assert "contacts: 1 sealed anew" in said
    assert "CUNKOU_SECRET_KEY_PREVIOUS" in said
    only_new = settings.model_copy(update={"secret_key": SecretStr(NEW)})
    assert await _run(only_new, CONTACT) == 0


async def test_with_a_wrong_previous_key_reseal_fails(settings):
    wrong = settings.model_copy(update={"secret_key": SecretStr(NEW), "secret_key_previous": SecretStr("w" * 40)})
    assert await reseal(wrong) == 1
