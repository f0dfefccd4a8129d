"""Twilio: its signature against the documented example, TwiML, and sending against a pretend platform."""

from urllib.parse import urlencode

import pytest
import xmltodict
from fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from wire import NOW, post

from bot.channels.sms_twilio import TwilioAccount, twilio_channel
from bot.channels.sms_twilio_hook import hooks, signature
from bot.demo.platform import Fault
from bot.domain.letter import Letter
from bot.domain.message import Receipt, Text
from bot.ports import HookAnswer, SendFailed, Sent

PUBLIC = "https://bot.example"
PHONE = "+447700900123"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
incoming, status = hooks(ACCOUNT, TOKEN, PUBLIC)
FORM = {
    "MessageSid": "SM1",
    "AccountSid": ACCOUNT,
    "From": PHONE,
    "To": "+15005550006",
    "Body": "来两袋大米&油 +1",
    "NumMedia": "0",
    "NumSegments": "1",
}


def receive(hook=incoming, form=FORM, parts=None, url=f"{PUBLIC}/hook/sms/twilio", token=TOKEN, signed=None):
    headers = {"x-twilio-signature": signature(token, url, form) if signed is None else signed}
    return hook.receive(post(urlencode(form), parts=parts, headers=headers))


def report(reference="17-ab", **more):
    form = FORM | {"MessageStatus": "delivered", "To": PHONE} | more
    return receive(status, form, {"reference": reference}, f"{PUBLIC}/hook/sms/twilio/status/{reference}")


def test_the_signature_is_the_documented_one():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    signed = signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form)
    assert signed == "GvWf1cFY/Q7PnoempGyD5oXAezc="


def test_a_message_comes_in_with_twilios_own_id():
    message = receive().message
    assert (message.key, message.contact, message.at) == ("sms:twilio:SM1", f"sms:{PHONE}", NOW)
    assert message.content == Text(text="来两袋大米&油 +1")
    assert not message.answered_apart


def test_the_answer_is_twiml_with_the_words_escaped():
    answer = receive().answer("大米 <5公斤> & 油")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert xmltodict.parse(answer.body) == {"Response": {"Message": "大米 <5公斤> & 油"}}
    assert receive().answer("").body == b"<Response/>"
    assert len(xmltodict.parse(receive().answer("米" * 500).body)["Response"]["Message"]) == 134


@pytest.mark.parametrize(
    "more",
    [
        {"signed": ""},
        {"signed": "é"},
        {"token": "another"},
        {"url": "http://bot.example/hook/sms/twilio"},
        {"form": FORM | {"AccountSid": "AC-another"}},
    ],
)
def test_what_twilio_did_not_sign_for_this_account_is_refused(more):
    assert receive(**more).status == 403


def test_without_a_token_nothing_comes_in():
    assert receive(hooks(ACCOUNT, "", PUBLIC)[0], token="").status == 403


def test_a_changed_field_breaks_the_signature():
    signed = signature(TOKEN, f"{PUBLIC}/hook/sms/twilio", FORM)
    assert receive(form=FORM | {"Body": "来二十袋大米"}, signed=signed).status == 403


@pytest.mark.parametrize("body", [b"\xff", b"a=1&" * 200, b"a=" + b"1" * 70_000])
def test_what_is_no_form_is_a_bad_request(body):
    assert incoming.receive(post(body)).status == 400


def test_a_short_code_is_not_talked_to():
    answer = receive(form=FORM | {"From": "12345"})
    assert isinstance(answer, HookAnswer)
    assert answer.body == b"<Response/>"


@pytest.mark.parametrize(
    ("more", "receipt"),
    [
        ({}, Receipt(reference="17-ab", delivered=True, status="delivered")),
        (
            {"MessageStatus": "undelivered", "ErrorCode": "30005"},
            Receipt(reference="17-ab", delivered=False, status="undelivered 30005", closed="no_number"),
        ),
        (
            {"MessageStatus": "failed", "ErrorCode": "21610"},
            Receipt(reference="17-ab", delivered=False, status="failed 21610", closed="opted_out"),
        ),
    ],
)
def test_a_final_status_is_a_receipt(more, receipt):
    received = report(**more)
    assert (received.message.content, received.message.contact) == (receipt, f"sms:{PHONE}")


@pytest.mark.parametrize("state", ["queued", "sent", "read", ""])
def test_a_status_from_half_way_tells_nothing(state):
    assert report(MessageStatus=state).body == b"<Response/>"


def test_a_report_with_another_reference_than_the_signed_one_is_refused():
    form = FORM | {"MessageStatus": "delivered"}
    assert receive(status, form, {"reference": "18"}, f"{PUBLIC}/hook/sms/twilio/status/17").status == 403


@pytest.fixture
async def platform():
    fake = FakeTwilio()
    await fake.start()
    yield fake
    await fake.close()


@pytest.fixture
async def opened(platform):
    made = []

    async def make(**more):
        account = {
            "account_sid": ACCOUNT,
            "auth_token": TOKEN,
            "sender": "+15005550006",
            "public_url": PUBLIC,
            "api_base": platform.url,
            "send_seconds": 0.5,
        }
        channel = twilio_channel(TwilioAccount(**(account | more)))
        await channel.start()
        made.append(channel)
        return channel.ways[0]

    yield make
    for channel in made:
        await channel.close()


def letter(text="货到了 & 取货码 3721"):
    return Letter(key="k", to="p1", notice="n", text="long", sms=text)


async def test_a_message_goes_with_the_address_of_its_reports(opened, platform):
    assert await (await opened()).send(letter(), PHONE, "17-ab") == Sent("17-ab", "twilio", 1)
    assert platform.sent == [
        {
            "To": PHONE,
            "From": "+15005550006",
            "Body": "货到了 & 取货码 3721",
            "StatusCallback": f"{PUBLIC}/hook/sms/twilio/status/17-ab",
        }
    ]


async def test_a_messaging_service_sends_too(opened, platform):
    await (await opened(sender="MG1")).send(letter(), PHONE, "m1")
    assert platform.sent[0]["MessagingServiceSid"] == "MG1"


async def test_free_text_does_not_go_to_a_chinese_number(opened):
    way = await opened()
    with pytest.raises(SendFailed, match="Chinese number"):
        await way.can_send(letter(), "+8613800000001")
    assert await way.can_send(letter(), PHONE)


@pytest.mark.parametrize(
    ("fault", "code", "outcome"),
    [
        (Fault(status=429, body='{"code":20429}'), "twilio_20429", "retry"),
        (Fault(status=429), "http_429", "retry"),
        (Fault(status=400, body='{"code":21606}'), "http_400", "never"),
        (Fault(status=500), "http_500", "uncertain"),
        (Fault(status=200), "unreadable_answer", "uncertain"),
        (Fault(hang=1), "no_answer", "uncertain"),
        (Fault(carried_out=True, status=502), "http_502", "uncertain"),
    ],
)
async def test_every_answer_is_sorted(opened, platform, fault, code, outcome):
    way = await opened()
    platform.fail(MESSAGES, fault)
    with pytest.raises(SendFailed) as caught:
        await way.send(letter(), PHONE, "m1")
    assert (caught.value.code, caught.value.outcome) == (code, outcome)


async def test_a_wrong_token_waits_for_its_owner_and_is_not_told(opened):
    with pytest.raises(SendFailed) as caught:
        await (await opened(auth_token="wrong")).send(letter(), PHONE, "m1")
    assert (str(caught.value), caught.value.outcome) == ("twilio_20003", "retry")


async def test_who_sent_stop_is_left_alone(opened, platform):
    platform.stopped.add(PHONE)
    with pytest.raises(SendFailed) as caught:
        await (await opened()).send(letter(), PHONE, "m1")
    assert (caught.value.closes, caught.value.outcome) == ("opted_out", "never")
