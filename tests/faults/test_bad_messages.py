"""Bad input over HTTP: a clear answer, nothing lost, and the next message works."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from yarl import URL

from bot.demo.village import made_up_aes_key
from bot.demo.wechat_user import compose, sign

LONG = 10_000
HUGE = 3_000_000
MALFORMED = {
    "nothing": b"",
    "half a tag": b"<xml><ToUserName",
    "not XML": "来一瓶酱油".encode(),
    "binary": bytes(range(256)),
    "not UTF-8": "<xml><Content>酱油</Content></xml>".encode("gb18030"),
    "no fields": b"<xml></xml>",
    "another root": b"<html><body>hello</body></html>",
    "an entity": b'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><FromUserName>o1</FromUserName>'
    b"<MsgType>text</MsgType><Content>&x;</Content><MsgId>1</MsgId><CreateTime>1</CreateTime></xml>",
    "a billion laughs": b'<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><FromUserName>&b;'
    b"</FromUserName><MsgType>text</MsgType></xml>",
    "letters for a time": b"<xml><ToUserName>g</ToUserName><FromUserName>oBad</FromUserName><CreateTime>soon"
    b"</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>",
    "a time beyond all calendars": b"<xml><ToUserName>g</ToUserName><FromUserName>oBad</FromUserName><CreateTime>"
    b"99999999999999999999</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>",
    "tags inside": b"<xml><ToUserName>g</ToUserName><FromUserName><a>1</a></FromUserName><CreateTime>1</CreateTime>"
    b"<MsgType>text</MsgType><Content><b>x</b></Content><MsgId>1</MsgId></xml>",
    "the same tag twice": b"<xml><FromUserName>o1</FromUserName><FromUserName>o2</FromUserName><CreateTime>1"
    b"</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>",
    "too much": b"<xml><Content>" + b"x" * HUGE + b"</Content></xml>",
}


def _signed(account, *, token="", age=0) -> URL:
    timestamp, nonce = str(int(time.time()) - age), "nonce"
    signature = sign(token or account.token, timestamp, nonce)
    return URL(account.hook).with_query(signature=signature, timestamp=timestamp, nonce=nonce)


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_body_is_refused_plainly(troubled, body):
    village = troubled.village
    async with village.http.post(_signed(village.account()), data=BytesIO(body)) as answer:
        assert 400 <= answer.status < 500, await answer.text()
        assert "Traceback" not in await answer.text()
    await troubled.check_service()


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"token": "another"}, "signed by somebody else"),
        ({"age": 4000}, "too old"),
        ({"age": -4000}, "from the future"),
    ],
)
async def test_a_message_that_cannot_be_trusted_is_refused(troubled, query, why):
    village = troubled.village
    xml = compose(
        ToUserName="gh", FromUserName="oNobody", CreateTime=int(time.time()), MsgType="text", Content="酱油", MsgId=1
    )
    async with village.http.post(_signed(village.account(), **query), data=xml.encode()) as answer:
        assert answer.status == 403, why
    assert await village.county.orders(contact="wechat:oNobody") == []


async def test_a_message_without_a_signature_is_refused(troubled):
    async with troubled.village.http.post(troubled.village.wechat_hook, data=b"<xml></xml>") as answer:
        assert answer.status == 403


async def test_a_message_sealed_with_another_key_is_refused(troubled):
    person = troubled.stranger()
    account = troubled.village.account("safe")
    person.wechat.account = type(account)(
        hook=account.hook, token=account.token, app_id=account.app_id, aes_key=made_up_aes_key(), mode="safe"
    )
    answer = await person.wechat.deliver(person.wechat.message("text", Content="千禾酱油一瓶"))
    assert 400 <= answer.status < 500
    await troubled.check_service()


async def test_a_handshake_by_somebody_else_is_refused(troubled):
    village = troubled.village
    own = _signed(village.account()).update_query(echostr="hello")
    async with village.http.get(own) as answer:
        assert (answer.status, await answer.text()) == (200, "hello")
    async with village.http.get(own.update_query(signature="0" * 40)) as answer:
        assert answer.status == 403
        assert "hello" not in await answer.text()


TEXTS = {
    "empty": "",
    "blank": "   \n\t ",
    "long": "酱" * LONG,
    "long and full of goods": "千禾酱油一瓶，" * (LONG // 7),
    "emoji": "👨‍👩‍👧‍👦🍺🙏" * 40,
    "control characters": "来一\x7f瓶\x85酱油\t",
    "digits without end": "9" * 300 + "瓶酱油",
    "an end of CDATA": "酱油]]&gt;<b>",
    "right to left": "\u202e酱油\u202c一瓶\u200b\ufeff",
    "another script": "สวัสดี привет مرحبا",
    "astral": "𠮷𠮷𠮷一瓶",
    "SQL": "'; DROP TABLE orders; --",
    "a template": "{order} %s {0} ${x} None",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_text_gets_a_readable_answer_on_wechat(troubled, text):
    person = await troubled.newcomer()
    heard = await person.say(text)
    assert heard.status == 200
    assert heard.text
    assert len(heard.text.encode()) <= 2000
    assert "1399" in (await person.say("康佳洗衣机多少钱")).text


@pytest.mark.parametrize(
    "text", [text for text in TEXTS.values() if text], ids=[name for name in TEXTS if name != "empty"]
)
async def test_any_text_gets_a_short_answer_by_sms(troubled, text):
    person = troubled.phone()
    heard = await person.say(text)
    assert heard.status == 200
    assert heard.parts <= 2
    assert "石榴" in (await person.say("我是石榴村的")).text


@pytest.mark.parametrize("kind", ["video", "shortvideo", "file", "hologram"])
async def test_an_unknown_kind_of_message_gets_a_kind_answer(troubled, kind):
    person = await troubled.newcomer()
    answer = await person.wechat.deliver(person.wechat.message(kind, MediaId="m"))
    assert answer.status == 200
    assert answer.text


@pytest.mark.parametrize("event", ["VIEW", "LOCATION", "subscribe_msg_popup_event", "kf_close_session", "hologram"])
async def test_an_event_nobody_waits_for_is_taken_in_silence(troubled, event):
    person = await troubled.newcomer()
    answer = await person.wechat.deliver(person.wechat.event(event, EventKey="x", Latitude=1.5, Longitude=2.5))
    assert answer.status == 200
    await troubled.check_service()


async def test_a_station_code_nobody_has_leads_to_the_question_for_the_village(troubled):
    person = troubled.stranger()
    answer = await person.wechat.follow("NOWHERE'; --")
    assert answer.status == 200
    assert "村" in answer.text
    assert "石榴" in (await person.say("石榴村")).text
