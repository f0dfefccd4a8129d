"""What is done from the command line stands in the audit too: who may see figures, and who runs a station."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.commands import network
from bot.commands.merchants import run_merchant_token
from bot.domain.people import Station
from bot.storage.network import stations
from bot.storage.privacy.seal import Seal
from bot.storage.schema import audit
from bot.storage.sql.connect import opened
from bot.storage.trade import products
from catalog.product import Product
from config.data import read_yaml
from config.settings import Settings

KEY = "k" * 40
STATION = Station(code="LH01", name="柳河站", county="青石县", manager_name="王", manager_phone="+8613900000001")


@pytest.fixture
async def settings(sqlite_url, tmp_path) -> Settings:
    def work(conn) -> None:
        stations.save(conn, Seal(KEY), [STATION], at=datetime.now(UTC))
        products.save(conn, [Product(sku="YAN", name="盐", unit="袋", price_fen=250, merchant="粮油店")])

    async with opened(sqlite_url) as database:
        await database.run(work)
    return Settings(data_dir=tmp_path, secret_key=SecretStr(KEY))


async def test_every_change_is_noted_with_its_place_and_what_fails_is_not(settings, sqlite_url):
    for change in (network.invite("LH01"), network.dismiss("LH01"), network.close("LH01", "")):
        await network._run(settings, change)
    with pytest.raises(LookupError):
        await network._run(settings, network.invite("LH99"))
    assert await run_merchant_token(settings, "粮油店", revoke=False) == 0
    assert await run_merchant_token(settings, "粮油店", revoke=True) == 0
    assert await run_merchant_token(settings, "没有的店", revoke=False) != 0
    assert await run_merchant_token(settings, "没有的店", revoke=True) == 0
    columns = (audit.c.role, audit.c.action, audit.c.subject, audit.c.station, audit.c.county)
    async with opened(sqlite_url) as database:
        rows = [tuple(row) for row in await database.run(lambda conn: conn.execute(select(*columns)).all())]
    there = ("LH01", "LH01", "青石县")
    assert rows == [
        *(("operator", action, *there) for action in ("invited", "dismissed", "closed")),
        *(("operator", action, "粮油店", "", "") for action in ("token_made", "tokens_revoked")),
    ]
    assert {row[1] for row in rows} <= set(read_yaml("console.yaml")["actions"])
