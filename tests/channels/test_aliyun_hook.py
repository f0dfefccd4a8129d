"""SmsUp and SmsReport as the hooks read them: bytes from Aliyun's documents."""

import json
from datetime import UTC, datetime

import pytest
from wire import NOW, post

from bot.channels.sms_aliyun_hook import hooks
from bot.channels.sms_hook import networks
from bot.domain.message import Receipt, Text
from bot.ports import HookAnswer

SECRET = "s3cret-path"
up, report = hooks(SECRET)
UP = """[{"phone_number":"13811111111","content":"1 2","send_time":"2017-09-01 00:00:00","dest_code":"1234",
"sequence_id":"1234567890"}]"""
REPORT = """[{"phone_number":"13900000001","send_time":"2017-01-01 11:12:13","report_time":"2017-02-02 22:23:24",
"success":true,"err_code":"DELIVERED","err_msg":"用户接收成功","sms_size":"1","biz_id":"932702304080415357^0",
"out_id":"1184585343"}]"""
EXPECTED = {"code": 0, "msg": "接收成功"}


def receive(hook, body, secret=SECRET, remote=""):
    request = post(body, parts={"secret": secret})
    return hook.receive(
        type(request)(**{n: getattr(request, n) for n in request.__struct_fields__} | {"remote": remote})
    )


def changed(body, **more):
    return json.dumps([json.loads(body)[0] | more])


def test_the_routes_are_the_documented_ones():
    assert [(hook.methods, hook.path) for hook in (up, report)] == [
        (("POST",), "/hook/sms/aliyun/{secret}/up"),
        (("POST",), "/hook/sms/aliyun/{secret}/report"),
    ]


def test_a_message_comes_in_and_is_answered_apart():
    received = receive(up, UP)
    message = received.message
    assert (message.key, message.contact) == ("sms:aliyun:1234567890", "sms:+8613811111111")
    assert message.content == Text(text="1 2")
    assert message.at == datetime(2017, 8, 31, 16, tzinfo=UTC)
    assert message.answered_apart
    answer = received.answer("never said here")
    assert (answer.status, json.loads(answer.body)) == (200, EXPECTED)


def test_a_push_of_several_brings_them_all_in_order():
    rows = [json.loads(UP)[0] | {"sequence_id": n, "content": f"第{n}"} for n in range(1, 4)]
    received = receive(up, json.dumps(rows))
    assert [one.content.text for one in (received.message, *received.also)] == ["第1", "第2", "第3"]


def test_a_push_again_has_the_same_key():
    assert receive(up, UP).message.key == receive(up, UP).message.key
    assert receive(up, changed(UP, sequence_id=1234567890)).message.key == "sms:aliyun:1234567890"


def test_one_that_cannot_be_used_does_not_hold_up_the_others():
    rows = [7, {"content": "no number"}, {"phone_number": "10086", "sequence_id": "1"}, *json.loads(UP)]
    received = receive(up, json.dumps(rows))
    assert (received.message.key, received.also) == ("sms:aliyun:1234567890", ())


@pytest.mark.parametrize("body", ["[]", changed(UP, phone_number="10690001"), changed(UP, sequence_id="")])
def test_what_nothing_can_be_done_with_is_acknowledged_or_it_would_come_again(body):
    answer = receive(up, body)
    assert isinstance(answer, HookAnswer)
    assert json.loads(answer.body) == EXPECTED


@pytest.mark.parametrize("body", ["", "{}", "null", "[1", b"\xff\xfe", "<xml/>", f"[{'1,' * 1000}1]"])
@pytest.mark.parametrize("hook", [up, report])
def test_what_aliyun_never_pushes_is_a_bad_request(hook, body):
    assert receive(hook, body).status == 400


def test_a_time_that_cannot_be_read_is_now():
    assert receive(up, changed(UP, send_time="gestern")).message.at == NOW


def test_a_report_names_what_was_sent():
    received = receive(report, REPORT)
    assert received.message.content == Receipt(reference="1184585343", delivered=True, status="delivered")
    assert received.message.contact == "sms:+8613900000001"
    assert json.loads(received.answer("").body) == EXPECTED


@pytest.mark.parametrize(
    ("code", "closed"),
    [
        ("MBBLACK", "opted_out"),
        ("SIGN_BLACK", "opted_out"),
        ("MK:0001", "no_number"),
        ("空号", "no_number"),
        ("UNDELIV", ""),
        ("MK:0005", ""),
        ("EXPIRED", ""),
    ],
)
def test_a_failed_report_tells_whether_the_number_is_closed(code, closed):
    content = receive(report, changed(REPORT, success=False, err_code=code)).message.content
    assert content == Receipt(reference="1184585343", delivered=False, status=code, closed=closed)


def test_a_report_of_somebody_elses_message_is_acknowledged():
    assert receive(report, changed(REPORT, out_id="")).status == 200


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "é"])
@pytest.mark.parametrize("hook", [up, report])
def test_a_wrong_secret_is_a_page_that_does_not_exist(hook, secret):
    assert receive(hook, UP, secret=secret).status == 404


def test_without_a_secret_set_nothing_comes_in():
    assert receive(hooks("")[0], UP, secret="").status == 404


@pytest.mark.parametrize(
    ("remote", "status"), [("203.0.113.7", 200), ("203.0.114.7", 404), ("2001:db8::1", 200), ("", 404), ("?", 404)]
)
def test_an_allow_list_lets_in_whom_it_names(remote, status):
    guarded = hooks(SECRET, networks("203.0.113.0/24, 2001:db8::/32"))[0]
    received = receive(guarded, UP, remote=remote)
    answer = received if isinstance(received, HookAnswer) else received.answer("")
    assert answer.status == status
