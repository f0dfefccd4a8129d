"""Every type of message and event, and the reply's XML."""

import time

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st
from wire import CREATED, HEAD, compose, plain_post, receive, said, text_xml

from bot.channels.wechat import AFTER_EVENT, AFTER_MESSAGE, WechatAccount, WechatChannel
from bot.channels.wechat_xml import fit
from bot.domain.message import (
    Clicked,
    Followed,
    Left,
    Link,
    Picture,
    Place,
    Receipt,
    Scanned,
    Text,
    Unreadable,
    Voice,
)

MESSAGES = [
    (
        {"MsgType": "voice", "MediaId": "m", "Format": "amr", "Recognition": "", "MediaId16K": "m16"},
        Voice(media_id="m16"),
    ),
    ({"MsgType": "voice", "MediaId": "m", "Format": "amr"}, Voice(media_id="m")),
    ({"MsgType": "image", "PicUrl": "http://p", "MediaId": "m"}, Picture(media_id="m", url="http://p")),
    (
        {"MsgType": "location", "Location_X": 23.134521, "Location_Y": 113.358803, "Scale": 20, "Label": "桥头村"},
        Place(latitude=23.134521, longitude=113.358803, label="桥头村"),
    ),
    (
        {"MsgType": "link", "Title": "好物", "Description": "d", "Url": "http://u"},
        Link(title="好物", url="http://u"),
    ),
    ({"MsgType": "text", "Content": "选一", "bizmsgmenuid": "101"}, Text(text="选一")),
    ({"MsgType": "video", "MediaId": "m", "ThumbMediaId": "t"}, Unreadable(kind="video")),
    ({"MsgType": "shortvideo", "MediaId": "m", "ThumbMediaId": "t"}, Unreadable(kind="shortvideo")),
    ({"MsgType": "file", "Title": "a.pdf"}, Unreadable(kind="file")),
    ({"MsgType": "hologram"}, Unreadable(kind="hologram")),
]


def test_a_kind_nobody_knows_may_come_without_a_msgid():
    message = receive(plain_post(compose(**HEAD, MsgType="hologram"))).message
    assert message.key == f"wechat:oA-秀英:{CREATED}:hologram"


@pytest.mark.parametrize(("fields", "content"), MESSAGES)
def test_every_message_type_is_read(fields, content):
    message = receive(plain_post(compose(**HEAD, **fields, MsgId=77))).message
    assert message.content == content
    assert message.key == "wechat:oA-秀英:77"


POPUP = (
    "<List><TemplateId>T1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString>"
    "<PopupScene>2</PopupScene></List>"
)
REJECTED = "<List><TemplateId>T2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List>"
SENT = "<List><TemplateId>T</TemplateId><MsgID>88</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>ok</ErrorStatus></List>"
EVENTS = [
    ("subscribe", "<EventKey></EventKey>", Followed(), ""),
    ("subscribe", "<EventKey>qrscene_QT01</EventKey><Ticket>t</Ticket>", Followed(scene="QT01"), ":qrscene_QT01"),
    ("SCAN", "<EventKey>QT01</EventKey><Ticket>t</Ticket>", Scanned(scene="QT01"), ":QT01"),
    ("CLICK", "<EventKey>menu_price</EventKey>", Clicked(key="menu_price"), ":menu_price"),
    ("unsubscribe", "", Left(), ""),
    (
        "TEMPLATESENDJOBFINISH",
        "<MsgID>99</MsgID><Status>success</Status>",
        Receipt(reference="99", delivered=True, status="success"),
        "::99",
    ),
    (
        "TEMPLATESENDJOBFINISH",
        "<MsgID>99</MsgID><Status>failed:user block</Status>",
        Receipt(reference="99", delivered=False, status="failed:user block"),
        "::99",
    ),
    (
        "subscribe_msg_popup_event",
        f"<SubscribeMsgPopupEvent>{POPUP}</SubscribeMsgPopupEvent>",
        Receipt(reference="T1", delivered=True, status="accept"),
        "",
    ),
    (
        "subscribe_msg_popup_event",
        f"<SubscribeMsgPopupEvent>{POPUP}{REJECTED}</SubscribeMsgPopupEvent>",
        Receipt(reference="T1,T2", delivered=False, status="accept,reject"),
        "",
    ),
    (
        "subscribe_msg_change_event",
        f"<SubscribeMsgChangeEvent>{REJECTED}</SubscribeMsgChangeEvent>",
        Receipt(reference="T2", delivered=False, status="reject"),
        "",
    ),
    (
        "subscribe_msg_sent_event",
        f"<SubscribeMsgSentEvent>{SENT}</SubscribeMsgSentEvent>",
        Receipt(reference="88", delivered=True, status="ok"),
        "",
    ),
]


@pytest.mark.parametrize(("event", "fields", "content", "key"), EVENTS)
def test_every_event_is_read_and_keyed_without_a_msgid(event, fields, content, key):
    xml = compose(**HEAD, MsgType="event", Event=event).replace("</xml>", fields + "</xml>")
    message = receive(plain_post(xml)).message
    assert message.content == content
    assert message.key == f"wechat:oA-秀英:{CREATED}:{event}{key}"


@pytest.mark.parametrize("event", ["VIEW", "view_miniprogram", "LOCATION", "scancode_push", "MASSSENDJOBFINISH", "new"])
def test_an_event_that_asks_for_nothing_is_answered_success(event):
    answer = receive(plain_post(compose(**HEAD, MsgType="event", Event=event, EventKey="http://u", Latitude=1.0)))
    assert (answer.status, answer.body) == (200, b"success")


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x07"])
def test_nothing_to_say_is_success(text):
    answer = receive(plain_post(text_xml())).answer(text)
    assert (answer.status, answer.body) == (200, b"success")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a]]>b", "a]]>b"),
        ("]]>]]>", "]]>]]>"),
        ("]]></Content><Content><![CDATA[forged", "]]></Content><Content><![CDATA[forged"),
        ("<b>&amp;", "<b>&amp;"),
        ("响\x07铃\x1b[31m\ufffe\ud800", "响铃[31m"),
        ("一\n二\t三", "一\n二\t三"),
    ],
)
def test_no_text_breaks_out_of_the_reply(text, shown):
    reply = said(receive(plain_post(text_xml())).answer(text))
    assert reply["Content"] == shown
    assert list(reply) == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]


@pytest.mark.parametrize(("text", "size"), [("米" * 666, 1998), ("米" * 667, 2001), ("a" + "👌" * 600, 2401)])
def test_a_long_reply_is_cut_between_characters(text, size):
    assert len(text.encode()) == size
    cut = said(receive(plain_post(text_xml())).answer(text))["Content"]
    assert len(cut.encode()) <= 2000
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]) and len(cut.encode()) > 1990)


def _line_ends(text: str) -> str:
    """As XML reads them: one line feed for whatever ends a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(), st.integers(3, 60))
def test_any_text_fits_and_is_sound_xml(text, limit):
    cut = fit(text, limit)
    assert len(cut.encode()) <= limit
    reply = receive(plain_post(text_xml())).answer(text)
    if reply.body != b"success":
        assert xmltodict.parse(reply.body, strip_whitespace=False)["xml"]["Content"] == _line_ends(fit(text))


@pytest.mark.parametrize(
    ("content", "window"),
    [
        (Text(text="a"), AFTER_MESSAGE),
        (Voice(), AFTER_MESSAGE),
        (Unreadable(kind="video"), AFTER_MESSAGE),
        (Followed(), AFTER_EVENT),
        (Scanned(scene="x"), AFTER_EVENT),
        (Clicked(key="x"), AFTER_EVENT),
        (Left(), None),
        (Receipt(reference="1", delivered=True), None),
    ],
)
def test_what_a_person_does_opens_a_window(content, window):
    channel = WechatChannel(WechatAccount(token="t"), redis=None, windows=None)
    assert channel.window(content) == window
    assert channel.ways == ()


def test_reading_and_answering_is_cheap():
    request = plain_post(text_xml())
    started = time.process_time()
    for _ in range(200):
        receive(request).answer("好的，两袋大米，一共 96 元。回 1 确认")
    assert (time.process_time() - started) / 200 < 0.001
