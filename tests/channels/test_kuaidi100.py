"""Kuaidi100's pushes as they come in: verified, read, and never believed too far."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from kuaidi import form, line, push

from bot.carriers.carrier import Told
from bot.carriers.kuaidi100 import hook, signature
from bot.domain.order import Status
from bot.ports import HookRequest

SECRET, SALT = "a-secret-path", "salt"
HOOK = hook(SECRET, SALT)


def receive(body: str | bytes, secret: str = SECRET):
    body = body if isinstance(body, bytes) else body.encode()
    return HOOK.receive(
        HookRequest(
            method="POST",
            parts={"secret": secret},
            query={},
            headers={},
            body=body,
            now=datetime(2026, 11, 25, tzinfo=UTC),
        )
    )


@pytest.mark.parametrize(
    ("state", "status", "stage"),
    [
        ("1", "揽收", Status.PACKED), ("103", "", Status.PACKED), ("0", "在途", Status.PACKED),
        ("1002", "干线", Status.PACKED), ("1001", "", Status.AT_COUNTY), ("0", "到达派件城市", Status.AT_COUNTY),
        ("5", "派件", Status.IN_TRANSIT), ("501", "", Status.AT_STATION), ("5", "投柜或驿站", Status.AT_STATION),
        ("3", "签收", Status.AT_STATION), ("304", "", Status.AT_STATION), ("301", "", Status.AT_STATION),
        ("99", "", None), ("", "", None), ("4", "退签", None), ("14", "", None), ("205", "", None),
    ],
)  # fmt: skip  # a table, a row a line
def test_a_state_brings_a_parcel_to_its_station_at_most(state, status, stage):
    told = receive(form(push(state, line("您的快件", status)), SALT))
    assert isinstance(told, Told)
    assert told.sighting.stage is stage
    assert (told.sighting.carrier, told.sighting.tracking_number) == ("shentong", "773012345678")
    assert told.accepted.body.decode() == '{"result":true,"returnCode":"200","message":"成功"}'


@pytest.mark.parametrize(
    ("state", "status", "trouble"),
    [("14", "polling", "14"), ("401", "shutdown", "401"), ("0", "abort", "abort"), ("3", "shutdown", "")],
)
def test_trouble_is_told_apart(state, status, trouble):
    assert receive(form(push(state, line("x"), status=status), SALT)).sighting.trouble == trouble


def test_an_advanced_code_on_the_newest_line_counts():
    told = receive(form(push("5", line("到站", statusCode="501"), line("揽收", statusCode=101)), SALT))
    assert told.sighting.stage is Status.AT_STATION
    assert [one.context for one in told.sighting.track] == ["到站", "揽收"]


def test_the_signature_is_that_of_the_param_as_it_came_with_any_spaces_and_either_case():
    param = '{"status": "polling",  "lastResult":{"com":"sto","nu":"1+2 ＆","state":"1","data":[]}}'
    assert receive(form(param, SALT)).sighting.tracking_number == "1+2 ＆"
    assert isinstance(receive(form(param, SALT).replace(signature(param, SALT), signature(param, SALT).lower())), Told)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (form(push("3"), "another salt"), 403),
        (form(push("3"), ""), 403),
        (form(push("3"), SALT).partition("&")[2], 403),
        ("", 403),
        (b"\xff\xfe", 400),
        ("&".join(["a=1"] * 50), 400),
        (form("no json", SALT), 400),
        (form("[]", SALT), 400),
        (form({"status": "polling"}, SALT), 400),
        (form(push("3", nu=""), SALT), 400),
        (form(push("3", nu="7" * 61), SALT), 400),
        (form(push("3", nu="7\x00"), SALT), 400),
        (form(push("3", com="a\nb"), SALT), 400),
        (form("[" * 5000, SALT), 400),
    ],
)
def test_what_is_not_signed_or_cannot_be_read_is_refused_in_kuaidis_own_words(body, status):
    answer = receive(body)
    assert answer.status == status
    assert answer.body.startswith(b'{"result":false,')


def test_a_wrong_secret_looks_like_no_path():
    assert receive(form(push("3"), SALT), secret="guess").status == 404
    assert receive(form(push("3"), SALT), secret="").status == 404


@pytest.mark.parametrize(("secret", "salt"), [("", "salt"), ("secret", ""), ("", "")])
def test_without_secret_and_salt_there_is_no_hook(secret, salt):
    with pytest.raises(ValueError, match="secret"):
        hook(secret, salt)
