"""A merchant proposes an offer of its own goods; the county alone decides, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.storage.insights import merchants

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
ASKED = {
    "sku": "R", "price_fen": 4990, "text": "新米到了。", "pieces": 50,
    "opens": f"{TODAY + timedelta(days=1)}", "closes": f"{TODAY + timedelta(days=7)}", "counties": ["青石县"],
}  # fmt: skip  # a table, a row a line


@pytest.fixture
async def token(client, merchants_token) -> str:
    return merchants_token


def sends(client, bearer):
    async def send(path: str, method: str = "POST", **asked):
        headers = {"Authorization": f"Bearer {bearer}"}
        said = {"json": asked} if method == "POST" else {}
        async with client.request(method, f"/api/v1/campaigns{path}", headers=headers, **said) as answer:
            return answer.status, await answer.json()

    return send


async def test_an_offer_is_proposed_approved_once_and_seen_by_its_merchant_alone(client, database, token):
    merchant, county = sends(client, token), sends(client, "a token of the tests")
    status, made = await merchant("", **ASKED)
    assert (status, made["status"], made["merchant"], made["text"]) == (201, "proposed", "香禾", "新米到了")
    key = made["campaign"]
    assert (await merchant(f"/{key}/decision", decision="approve"))[0] == 401
    assert (await county(f"/{key}/decision", decision="refuse"))[0] == 422
    status, decided = await county(f"/{key}/decision", decision="approve")
    assert (status, decided["status"]) == (200, "approved")
    assert (await county(f"/{key}/decision", decision="refuse", reason="太贵"))[0] == 409
    assert (await merchant(f"/{key}", "GET"))[1]["effect"] is None
    other = await database.run(lambda conn: merchants.new_token(conn, "清露", datetime.now(UTC)))
    assert (await sends(client, other)(f"/{key}", "GET"))[0] == 404
    assert (await sends(client, other)("", "GET"))[1]["campaigns"] == []
    assert (await sends(client, "cm_wrong")("", "GET"))[0] == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"sku": "X"}, {"sku": "none"}, {"price_fen": 6000}, {"price_fen": 0}, {"text": "好" * 31}, {"pieces": 0},
        {"opens": f"{TODAY - timedelta(days=1)}"}, {"closes": f"{TODAY}"}, {"closes": f"{TODAY + timedelta(days=60)}"},
    ],
)  # fmt: skip  # a table, a row a line
async def test_an_offer_that_cannot_be_is_refused(client, token, wrong):
    assert (await sends(client, token)("", **ASKED | wrong))[0] == 422
