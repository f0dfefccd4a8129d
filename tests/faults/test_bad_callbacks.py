"""The SMS gateway's callback and the API, fed with what they should not be fed with."""

from __future__ import annotations

from io import BytesIO

import pytest
from yarl import URL

KANNEL = {
    "no sender": ({"id": "1", "to": "1069", "text": "你好"}, "from"),
    "no id": ({"from": "+8613800001111", "to": "1069", "text": "你好"}, "id"),
    "no phone": ({"from": "hello", "id": "1", "to": "1069", "text": "你好"}, "from"),
}


@pytest.mark.parametrize(("query", "named"), KANNEL.values(), ids=KANNEL.keys())
async def test_a_callback_without_a_field_is_told_which(troubled, query, named):
    async with troubled.village.http.get(URL(troubled.village.sms_hook).with_query(query)) as answer:
        assert answer.status == 400
        assert named in await answer.text()


async def test_a_time_that_is_none_costs_no_message(troubled):
    query = {"from": "+8613800001111", "id": "no-time", "to": "1069", "ts": "yesterday", "text": "你好"}
    async with troubled.village.http.get(URL(troubled.village.sms_hook).with_query(query)) as answer:
        assert answer.status in (200, 400)


async def test_a_wrong_secret_is_no_address_at_all(troubled):
    wrong = URL(troubled.village.sms_hook).parent / "wrong"
    query = {"from": "+8613800001111", "id": "3", "to": "1069", "text": "你好"}
    async with troubled.village.http.get(wrong.with_query(query)) as answer:
        assert answer.status == 404
    async with troubled.village.http.get((wrong / "dlr").with_query(ref="1", st="1")) as answer:
        assert answer.status == 404


async def test_a_body_of_bytes_is_answered_or_refused_but_never_fails(troubled):
    query = {"from": "+8613800002222", "id": "binary-1", "to": "1069"}
    async with troubled.village.http.post(
        URL(troubled.village.sms_hook).with_query(query), data=bytes(range(128, 256))
    ) as answer:
        assert answer.status < 500
    await troubled.check_service()


async def test_a_report_of_something_never_sent_is_taken_in_silence(troubled):
    report = URL(troubled.village.sms_hook) / "dlr"
    async with troubled.village.http.get(report.with_query(ref="never-sent", st="1")) as answer:
        assert answer.status == 200


async def _call(village, method, path, *, token="", **more):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with village.http.request(method, f"{village.server.base}/api/v1/{path}", headers=headers, **more) as answer:
        return answer.status, answer.content_type, await answer.text()


@pytest.mark.parametrize("token", ["", "wrong", "钥匙"])
async def test_the_api_is_shut_without_its_token(troubled, token):
    status, kind, _ = await _call(troubled.village, "GET", "orders", token=token)
    assert (status, kind) == (401, "application/problem+json")


HUGE = BytesIO(b"x" * 3_000_000)
BAD_CALLS = [
    ("GET", "orders?limit=0", {}, {400, 422}),
    ("GET", "orders?limit=many", {}, {400, 422}),
    ("GET", "orders?cursor=nonsense", {}, {400, 422}),
    ("GET", "orders?status=lost", {}, {400, 422}),
    ("GET", "orders?contact=pigeon:1", {}, {400, 422}),
    ("GET", "outbox?status=lost", {}, {400, 422}),
    ("GET", "nothing", {}, {404}),
    ("POST", "orders/999999/events", {"json": {"type": "packed"}}, {404}),
    ("POST", "orders/999999/events", {"json": {"type": "eaten"}}, {404, 422}),
    ("POST", "orders/999999/events", {"data": b"{"}, {400, 422}),
    ("POST", "orders/999999/events", {"json": []}, {400, 422}),
    ("POST", "orders/999999/events", {"data": HUGE}, {400, 413, 422}),
    ("DELETE", "orders", {}, {405}),
]


@pytest.mark.parametrize(
    ("method", "path", "more", "statuses"), BAD_CALLS, ids=[f"{m} {p} {n}" for n, (m, p, _, _) in enumerate(BAD_CALLS)]
)
async def test_a_bad_call_gets_a_problem_it_can_read(troubled, method, path, more, statuses):
    village = troubled.village
    status, kind, text = await _call(village, method, path, token=village.api_token, **more)
    assert status in statuses, text
    assert kind == "application/problem+json", text
    assert "Traceback" not in text


async def test_the_way_of_an_order_is_kept(troubled):
    village = troubled.village
    person = await troubled.newcomer()
    await person.say("粤盐一袋")
    await person.say("确认")
    [order] = await village.county.orders(contact=person.contact)

    async def report(**event) -> int:
        path = f"orders/{order['number']}/events"
        return (await _call(village, "POST", path, token=village.api_token, json=event))[0]

    assert await report(type="at_station") == 409
    assert await report(type="eaten") == 422
    assert await report(type="collected", pickup_code="0000") == 409
    for state in ("packed", "at_county", "in_transit", "at_station"):
        assert await report(type=state) in (200, 201)
    [order] = await village.county.orders(contact=person.contact)
    assert await report(type="collected") == 422
    wrong = "0000" if order["pickup_code"] != "0000" else "1111"
    assert await report(type="collected", pickup_code=wrong) in (403, 409, 422)
    assert await report(type="collected", pickup_code=order["pickup_code"]) in (200, 201)
    assert await report(type="cancelled") == 409
