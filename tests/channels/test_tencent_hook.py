"""Tencent Cloud's two callbacks as the hooks read them: bytes from its documents."""

import json
from datetime import UTC, datetime

import pytest
from wire import post

from bot.channels.sms_tencent_hook import hooks
from bot.domain.message import Receipt, Text
from bot.ports import HookAnswer

SECRET = "s3cret-path"
up, report = hooks(SECRET)
UP = '{"extend":"","mobile":"13800138000","nationcode":"86","sign":"红旗农商","text":"来两袋大米","time":1457336869}'
REPORT = """[{"user_receive_time":"2015-10-17 08:03:04","nationcode":"86","mobile":"13800138000",
"report_status":"SUCCESS","errmsg":"DELIVRD","description":"用户短信送达成功","sid":"2640:xxx"}]"""
EXPECTED = {"result": 0, "errmsg": "OK"}


def receive(hook, body, secret=SECRET):
    return hook.receive(post(body, parts={"secret": secret}))


def reply(**more):
    return json.dumps(json.loads(UP) | more)


def reported(**more):
    return json.dumps([json.loads(REPORT)[0] | more])


def test_the_routes_are_the_documented_ones():
    assert [(hook.methods, hook.path) for hook in (up, report)] == [
        (("POST",), "/hook/sms/tencent/{secret}/up"),
        (("POST",), "/hook/sms/tencent/{secret}/report"),
    ]


def test_a_reply_comes_in_and_is_answered_apart():
    received = receive(up, UP)
    message = received.message
    assert (message.contact, message.content) == ("sms:+8613800138000", Text(text="来两袋大米"))
    assert message.at == datetime.fromtimestamp(1457336869, UTC)
    assert message.answered_apart
    answer = received.answer("never said here")
    assert (answer.status, json.loads(answer.body)) == (200, EXPECTED)


def test_the_same_callback_again_has_the_same_key():
    assert receive(up, UP).message.key == receive(up, reply(sign="other", extend="1")).message.key


@pytest.mark.parametrize("more", [{"time": 1457336870}, {"mobile": "13800138001"}, {"text": "来两袋大米 "}])
def test_another_time_number_or_text_is_another_message(more):
    assert receive(up, UP).message.key != receive(up, reply(**more)).message.key


def test_a_long_text_has_a_key_that_fits():
    assert len(receive(up, reply(text="米" * 1000)).message.key) < 128


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", b"\xff", reply(time=10**30), reply(time=-(10**15)), reply(mobile=None), reply(time="gestern")],
)
def test_what_tencent_never_sends_is_a_bad_request(body):
    assert receive(up, body).status == 400


def test_a_service_number_is_not_talked_to():
    answer = receive(up, reply(mobile="10086"))
    assert isinstance(answer, HookAnswer)
    assert json.loads(answer.body) == EXPECTED


def test_reports_name_what_was_sent():
    received = receive(report, reported())
    assert received.message.content == Receipt(reference="2640:xxx", delivered=True, status="delivered")
    assert json.loads(received.answer("").body) == EXPECTED


@pytest.mark.parametrize(
    ("errmsg", "description", "closed"),
    [
        ("1015", "手机号在黑名单库中", "opted_out"),
        ("4", "空号", "no_number"),
        ("UNDELIV", "关机", ""),
    ],
)
def test_a_failed_report_tells_whether_the_number_is_closed(errmsg, description, closed):
    body = reported(report_status="FAIL", errmsg=errmsg, description=description)
    content = receive(report, body).message.content
    assert content == Receipt(reference="2640:xxx", delivered=False, status=errmsg, closed=closed)


def test_one_report_that_cannot_be_read_does_not_hold_up_the_others():
    body = json.dumps([{"sid": 1}, json.loads(REPORT)[0]])
    assert receive(report, body).message.content.reference == "2640:xxx"


@pytest.mark.parametrize("body", ["", "{}", "null", b"\xff"])
def test_no_array_is_a_bad_request(body):
    assert receive(report, body).status == 400


@pytest.mark.parametrize("secret", ["", "wrong", "é"])
@pytest.mark.parametrize("hook", [up, report])
def test_a_wrong_secret_is_a_page_that_does_not_exist(hook, secret):
    assert receive(hook, UP, secret=secret).status == 404
