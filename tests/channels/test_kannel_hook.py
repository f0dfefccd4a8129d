"""Kannel's sms-service and delivery reports as the hooks read them."""

from datetime import UTC, datetime

import pytest
from wire import NOW, post

from bot.channels.sms_kannel import KannelChannel, KannelGateway
from bot.domain.message import Receipt, Text
from bot.ports import HookAnswer

SECRET = "s3cret-path"
channel = KannelChannel(
    KannelGateway(url="http://127.0.0.1:1", username="u", password="p", hook_secret=SECRET, own_url="http://bot")
)
mo, dlr = channel.hooks
ASKED = {"from": "+8613800000000", "to": "10690000", "id": "4ff6-1", "ts": "1795600000"}


def receive(hook=mo, body="来两袋大米", secret=SECRET, method="POST", **query):
    asked = {name: value for name, value in (ASKED | query).items() if value is not None}
    return hook.receive(post(body, asked, method, {"secret": secret}))


def test_the_routes_are_the_documented_ones():
    assert [hook.path for hook in channel.hooks] == [
        "/hook/sms/kannel/{secret}",
        "/hook/sms/kannel/{secret}/dlr",
    ]


@pytest.mark.parametrize(
    ("method", "body", "query"),
    [("POST", "来两袋大米👌", {}), ("GET", "", {"text": "来两袋大米👌"}), ("POST", "", {"text": "来两袋大米👌"})],
)
def test_a_text_comes_in_by_get_or_post(method, body, query):
    message = receive(body=body, method=method, **query).message
    assert message.key == "sms:4ff6-1"
    assert message.contact == "sms:+8613800000000"
    assert message.at == datetime.fromtimestamp(1795600000, UTC)
    assert message.content == Text(text="来两袋大米👌")


@pytest.mark.parametrize(
    ("ts", "at"),
    [
        ("1795600000", datetime.fromtimestamp(1795600000, UTC)),
        ("2026-11-25T08:00:00+08:00", datetime(2026, 11, 25, tzinfo=UTC)),
        ("2026-11-25 00:00", datetime(2026, 11, 25, tzinfo=UTC)),
        ("", NOW),
        (None, NOW),
        ("gestern", NOW),
        ("9" * 30, NOW),
    ],
)
def test_the_time_is_the_messages_own_where_it_can_be_read(ts, at):
    assert receive(ts=ts).message.at == at


def test_an_answer_carries_what_kannel_needs_for_chinese():
    answer = receive().answer("好的👌")
    assert answer.body.decode() == "好的👌"
    assert answer.headers == {"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-Coding": "2"}


def test_no_words_are_an_empty_200():
    answer = receive().answer("")
    assert (answer.status, answer.body) == (200, b"")


def test_an_answer_takes_two_parts_at_most():
    assert len(receive().answer("米" * 500).body.decode()) == 134


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "é"])
@pytest.mark.parametrize("hook", [mo, dlr])
def test_a_wrong_secret_is_a_page_that_does_not_exist(hook, secret):
    answer = receive(hook, secret=secret, ref="1", st="1")
    assert isinstance(answer, HookAnswer)
    assert answer.status == 404


def test_without_a_secret_set_nothing_comes_in():
    open_door = KannelChannel(KannelGateway(url="http://x", username="u", password="p", hook_secret=""))
    assert open_door.hooks[0].receive(post("a", ASKED, parts={"secret": ""})).status == 404


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"from": None}, b"from"),
        ({"id": None}, b"id"),
        ({"id": "x" * 65}, b"id"),
        ({"from": "CMCC"}, b"from"),
    ],
)
def test_what_lacks_is_named(query, named):
    answer = receive(**query)
    assert answer.status == 400
    assert answer.body.startswith(named)


def test_bytes_that_are_no_text_are_a_bad_request():
    answer = receive(body="米".encode("utf-16-be") + b"\xff")
    assert answer.status == 400
    assert b"mo-recode" in answer.body


def test_a_body_over_the_limit_is_refused():
    assert receive(body="a" * 70_000).status == 413


def test_a_service_number_is_not_talked_to():
    answer = receive(**{"from": "10086"})
    assert isinstance(answer, HookAnswer)
    assert (answer.status, answer.body) == (200, b"")


def test_control_characters_are_dropped():
    assert receive(body="大\x00米\r\n两\x1b袋").message.content == Text(text="大米\n两袋")


@pytest.mark.parametrize(
    ("state", "receipt"),
    [
        ("1", Receipt(reference="m7", delivered=True, status="delivered")),
        ("2", Receipt(reference="m7", delivered=False, status="failed")),
        ("16", Receipt(reference="m7", delivered=False, status="rejected")),
    ],
)
def test_a_final_report_is_a_receipt(state, receipt):
    received = receive(dlr, ref="m7", st=state)
    assert received.message.content == receipt
    assert received.message.key == f"sms:dlr:m7:{state}"
    assert received.answer("never said").body == b""


@pytest.mark.parametrize("state", ["4", "8"])
def test_a_report_from_half_way_tells_nothing(state):
    assert receive(dlr, ref="m7", st=state).status == 200


@pytest.mark.parametrize("missing", ["ref", "st"])
def test_a_report_that_lacks_something_is_a_bad_request(missing):
    answer = receive(dlr, **({"ref": "1", "st": "1"} | {missing: None}))
    assert answer.status == 400
    assert answer.body.startswith(missing.encode())
