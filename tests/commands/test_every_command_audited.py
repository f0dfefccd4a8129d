"""Whatever a command changes stands in the audit. A new command must say here what it changes, or why it changes nothing."""

from __future__ import annotations

import json
import sqlite3

import pytest
import typer

from bot.cli import Kind, app
from config.data import HERE, read_yaml

CONTACT = "wechat:oCunkouSample-HW0101-manager"
READ_ONLY = {
    "check-config": "reads settings",
    "doctor": "looks on",
    "understand": "answers lines",
    "search": "answers lines",
    "sms-templates": "prints",
    "backup": "copies a file, and the database stays as it is",
    "poster": "draws what the database says; WeChat is asked for a code that names the station alone",
    "demo": "plays in a folder of its own",
}
BY_TALKING = {
    "serve": "what people write, do at the console or by the API is kept with who did it",
    "chat": "is one of those people: every message is kept in the inbox",
}
CHANGING = {
    "migrate", "import", "invite", "dismiss-manager", "close-station", "merchant-token", "own-data", "reseal", "restore",
}  # fmt: skip  # what belongs together on one line
FILES = {
    "catalog": "sku,name,unit,price,merchant\nTY0102,盐,袋,2.5,沁源粮油总店\n",
    "stations": (HERE / "sample" / "stations.csv").read_text(encoding="utf-8"),
    "stock": "station,sku,quantity\nHW0201,TY0102,6\n",
    "teams": "county,name,phone,half_day_capacity\n河湾县,老刘装机队,13900000001,4\n",
    "villages": "code,name,station\n141000000001,杨柳村,HW0101\n",
}


@pytest.fixture
async def noted(cunkou, tmp_path):
    """Runs a command; the action and subject of each audit row it left."""
    seen = 0

    async def run(*arguments, expected: int = 0, **settings) -> list[tuple[str, str]]:
        nonlocal seen
        status, said = await cunkou(*arguments, **settings)
        assert status == expected, said
        with sqlite3.connect(tmp_path / "data" / "cunkou.db") as db:
            rows = db.execute(
                "SELECT id, role, action, subject FROM audit WHERE id > ? ORDER BY id", (seen,)
            ).fetchall()
        seen = rows[-1][0] if rows else seen
        assert {row[1] for row in rows} <= {"operator"}
        assert {row[2] for row in rows} <= set(read_yaml("console.yaml")["actions"])
        return [(row[2], row[3]) for row in rows]

    return run


def test_every_command_is_known_here():
    commands = set(typer.main.get_command(app).commands)
    assert commands == set(READ_ONLY) | set(BY_TALKING) | CHANGING


async def test_every_file_that_is_read_in_is_noted(noted, write):
    assert set(FILES) == {kind.value for kind in Kind}
    assert await noted("migrate") == [("migrated", "")]
    assert await noted("migrate") == [], "there is nothing more to bring up to date"
    for kind, text in FILES.items():
        file = write(f"{kind}.csv", text)
        assert await noted("import", kind, file) == [(f"imported_{kind}", file.name)]
    assert await noted("import", "stock", "--replace", file.with_name("stock.csv")) == [
        ("imported_stock", "stock.csv --replace")
    ]
    assert await noted("import", "stock", write("bad.csv", "station,sku,quantity\nNOBODY,TY0102,6\n"), expected=2) == []


async def test_every_other_change_is_noted(noted, write, tmp_path):
    for kind in ("catalog", "stations"):
        await noted("import", kind, write(f"{kind}.csv", FILES[kind]))
    assert await noted("invite", "HW0101") == [("invited", "HW0101")]
    assert await noted("dismiss-manager", "HW0101") == [("dismissed", "HW0101")]
    assert await noted("close-station", "HW0102") == [("closed", "HW0102")]
    assert await noted("merchant-token", "沁源粮油总店") == [("token_made", "沁源粮油总店")]
    [(action, whom)] = await noted("own-data", CONTACT)
    assert (action, whom[:1]) == ("own_data_shown", "p"), "by the person's id, which tells of nobody"
    kept = json.loads((tmp_path / "data" / "secrets.json").read_text())["secret_key"]
    assert await noted("reseal", SECRET_KEY="n" * 40, SECRET_KEY_PREVIOUS=kept) == [("resealed", "")]
    copy = tmp_path / "copy.db"
    assert await noted("backup", copy, SECRET_KEY="n" * 40) == []
    for file in (tmp_path / "data").glob("cunkou.db*"):
        file.unlink()
    assert await noted("restore", copy, SECRET_KEY="n" * 40) == [("restored", "copy.db")]
