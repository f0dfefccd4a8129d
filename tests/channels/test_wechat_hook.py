"""Verification, the three modes, and bad input at `/hook/wechat`."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire import (
    APP_ID,
    CREATED,
    HEAD,
    KEY,
    NOW,
    OLD_KEY,
    TOKEN,
    compose,
    plain_post,
    post,
    query,
    receive,
    said,
    sealed_post,
    text_xml,
    unsealed,
)

from bot.channels.wechat_crypto import AesKey, CannotOpen, is_signed, sign
from bot.domain.message import Text
from bot.ports import HookAnswer, Received


@pytest.mark.parametrize(
    ("timestamp", "nonce", "signature"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_the_documented_signatures_come_out(timestamp, nonce, signature):
    assert sign("AAAAA", timestamp, nonce) == signature
    assert is_signed(signature, nonce, "AAAAA", timestamp)
    assert not is_signed(signature[:-1] + "7", nonce, "AAAAA", timestamp)


def test_the_handshake_echoes_what_was_sent():
    answer = receive(post(b"", query() | {"echostr": "5375511 <b>"}, method="GET"))
    assert (answer.status, answer.body) == (200, b"5375511 <b>")
    assert answer.headers["Content-Type"].startswith("text/plain")


FORGED = {
    "another token": query(token="guess"),
    "no signature": query() | {"signature": ""},
    "nothing at all": {},
    "no timestamp": {"signature": query()["signature"], "nonce": "486452656"},
    "an hour old": query(at=NOW - timedelta(hours=1)),
    "an hour ahead": query(at=NOW + timedelta(hours=1)),
    "signature not of this world": query() | {"signature": "é\ud800"},
}


@pytest.mark.parametrize("case", FORGED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_from_wechat_is_forbidden(case, method):
    answer = receive(post(text_xml(), FORGED[case] | {"echostr": "x"}, method=method))
    assert isinstance(answer, HookAnswer)
    assert answer.status == 403


@pytest.mark.parametrize("seconds", [-599, 0, 599])
def test_a_signature_may_be_ten_minutes_off(seconds):
    assert isinstance(receive(post(text_xml(), query(at=NOW + timedelta(seconds=seconds)))), Received)


def test_a_timestamp_that_is_no_number_is_forbidden_though_signed():
    for timestamp in ("soon", "9" * 5000, "١٧١٤٠٣٦٥٠٤"):
        asked = {"signature": sign(TOKEN, timestamp, "n"), "timestamp": timestamp, "nonce": "n"}
        assert receive(post(text_xml(), asked)).status == 403


def test_a_message_is_read_and_the_reply_goes_back_to_its_sender():
    received = receive(plain_post(text_xml("来两袋大米")))
    assert received.message.key == "wechat:oA-秀英:23456789012345678"
    assert received.message.contact == "wechat:oA-秀英"
    assert received.message.content == Text(text="来两袋大米")
    assert received.message.at.timestamp() == CREATED
    reply = said(received.answer("好的"))
    assert (reply["ToUserName"], reply["FromUserName"], reply["Content"]) == ("oA-秀英", "gh_1", "好的")
    assert received.answer("好的").body == receive(plain_post(text_xml())).answer("好的").body


@pytest.mark.parametrize("mode", ["compatible", "safe"])
@pytest.mark.parametrize("key", [KEY, OLD_KEY])
def test_a_sealed_message_is_answered_with_the_key_that_worked(mode, key):
    received = receive(sealed_post(text_xml("大米👌"), key=key), mode, (KEY, OLD_KEY))
    assert received.message.content == Text(text="大米👌")
    assert unsealed(received.answer("收到👌]]>"), key)["Content"] == "收到👌]]>"
    assert received.answer("").body == b"success"


def test_in_compatible_mode_the_sealed_part_is_believed_not_the_plain_one():
    tampered = sealed_post(text_xml("两袋"), beside="<MsgType>text</MsgType><Content>二百袋</Content>")
    assert receive(tampered, "compatible", (KEY,)).message.content == Text(text="两袋")


def test_compatible_mode_takes_a_plain_message_and_answers_it_plain():
    received = receive(plain_post(text_xml()), "compatible", (KEY,))
    assert said(received.answer("好"))["Content"] == "好"


SEALED_WRONGLY = {
    "another key": sealed_post(text_xml(), key=OLD_KEY),
    "another account": sealed_post(text_xml(), app_id="wx-somebody-else"),
    "another token": sealed_post(text_xml(), token="guess"),
    "plain in safe mode": plain_post(text_xml()),
}


@pytest.mark.parametrize("case", SEALED_WRONGLY)
def test_a_message_sealed_wrongly_is_forbidden(case):
    answer = receive(SEALED_WRONGLY[case], "safe", (KEY,))
    assert (answer.status, bool(answer.body)) == (403, True)


def test_a_sealed_message_whose_cipher_text_was_changed_is_forbidden():
    request = sealed_post(text_xml())
    body = request.body.replace(b"<Encrypt>", b"<Encrypt>AAAA")
    assert receive(post(body, request.query), "safe", (KEY,)).status == 403


@pytest.mark.parametrize("signature", ["", "0" * 40, query()["signature"]])
def test_a_sealed_message_counts_only_with_the_signature_that_covers_it(signature):
    request = sealed_post(text_xml())
    answer = receive(post(request.body, request.query | {"msg_signature": signature}), "safe", (KEY,))
    assert answer.status == 403


def test_a_sealed_message_without_a_key_set_says_what_to_set():
    request = sealed_post(text_xml())
    answer = receive(post(request.body, query() | {"encrypt_type": "aes"}))
    assert answer.status == 400
    assert b"CUNKOU_WECHAT_AES_KEY" in answer.body


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 27, 28, 31, 32, 33, 5000])
def test_whatever_is_sealed_opens_again(length):
    key = AesKey(KEY, APP_ID)
    assert key.open(key.seal("米" * length)) == ("米" * length).encode()


@given(st.binary(max_size=200))
def test_garbage_is_never_opened(garbage):
    import base64

    for sealed in (garbage.decode("latin-1"), base64.b64encode(garbage).decode()):
        with pytest.raises(CannotOpen):
            AesKey(KEY, APP_ID).open(sealed)


MALFORMED = {
    "empty": b"",
    "not XML": b"hello",
    "binary": bytes(range(256)),
    "cut short": text_xml().encode()[:-9],
    "another root": b"<html><MsgType>text</MsgType></html>",
    "no elements": b"<xml>text</xml>",
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><MsgType>&a;</MsgType></xml>',
    "an outside entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><MsgType>&a;</MsgType></xml>',
    "not UTF-8": "<xml><MsgType>米</MsgType></xml>".encode("gbk"),
    "no sender": text_xml().replace("FromUserName", "Nobody").encode(),
    "no type": text_xml().replace("MsgType", "Kind").encode(),
    "no time": text_xml().replace("CreateTime", "Time").encode(),
    "time no number": text_xml().replace(f">{CREATED}<", ">today<").encode(),
    "no MsgId": text_xml().replace("MsgId", "Id").encode(),
    "text twice": text_xml(text="a").replace("</xml>", "<Content>b</Content></xml>").encode(),
    "text nested": text_xml().replace("<![CDATA[来两袋大米]]>", "<b>x</b>").encode(),
    "endless sender": compose(**HEAD | {"FromUserName": "o" * 9999}, MsgType="text", Content="a", MsgId=1).encode(),
    "a place nowhere": compose(
        **HEAD, MsgType="location", Location_X="nan", Location_Y="200", Scale=1, Label="", MsgId=1
    ).encode(),
    "an event without a name": compose(**HEAD, MsgType="event").encode(),
    "deep": b"<xml>" + b"<a>" * 30_000 + b"</a>" * 30_000 + b"</xml>",
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_signed_but_malformed_body_is_a_bad_request_that_says_why(case):
    answer = receive(plain_post(MALFORMED[case]))
    assert isinstance(answer, HookAnswer)
    assert answer.status == 400
    assert answer.body


def test_an_unsigned_malformed_body_is_not_even_parsed():
    assert receive(post(b"<xml>", {})).status == 403


def test_a_body_over_the_limit_is_refused():
    assert receive(plain_post(text_xml("米" * 100_000))).status == 413


@pytest.mark.parametrize("text", ["", "米" * 10_000, "👌" * 100, "a\nb", "<b>&amp;</b>"])
def test_any_text_comes_in_as_it_was_written(text):
    assert receive(plain_post(text_xml(text))).message.content == Text(text=text)


@given(st.binary(max_size=400))
def test_no_signed_body_makes_it_fail(body):
    answer = receive(plain_post(body))
    assert isinstance(answer, Received) or answer.status in (200, 400)
