"""Numbers and lengths: what every SMS platform shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import sms


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800000000", "+8613800000000"),
        ("8613800000000", "+8613800000000"),
        ("008613800000000", "+8613800000000"),
        ("+8613800000000", "+8613800000000"),
        (" 8613800000000", "+8613800000000"),  # a plus sign that a query string turned into a space
        ("138 0000-0000", "+8613800000000"),
        ("05301234567", "+865301234567"),
        ("+447700900123", "+447700900123"),
        ("00447700900123", "+447700900123"),
        ("10086", None),
        ("106900001234", None),
        ("+86106900001234", None),
        ("95588", None),
        ("12345678901", None),
        ("1380000000", None),
        ("+861380000000", None),
        ("CMCC", None),
        ("١٣٨٠٠٠٠٠٠٠٠", None),
        ("", None),
        ("+", None),
    ],
)
def test_a_phone_is_one_number_however_it_is_written(written, number):
    assert sms.phone(written) == number


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 0),
        ("米", 1, 1),
        ("a" * 70, 70, 1),
        ("米" * 70, 70, 1),
        ("米" * 71, 71, 2),
        ("米" * 134, 134, 2),
        ("米" * 135, 135, 3),
        ("👌" * 35, 70, 1),
        ("𠮷" * 36, 72, 2),
        ("米" * 66 + "👌" + "米" * 10, 78, 2),
        # The pair would straddle unit 67, so it moves on, and a unit of the first part stays empty.
        ("米" * 66 + "👌" + "米" * 65, 133, 2),
        ("米" * 66 + "👌" + "米" * 66, 134, 3),
    ],
)
def test_length_is_counted_in_utf16_units(text, units, parts):
    assert (sms.units(text), sms.parts(text)) == (units, parts)


@given(st.text(alphabet="米a👌𠮷\n", max_size=400))
def test_parts_hold_the_whole_text_and_none_is_too_long(text):
    pieces = sms.split(text)
    assert "".join(pieces) == text
    assert all(0 < sms.units(piece) <= (70 if len(pieces) == 1 else 67) for piece in pieces)


@given(st.text(max_size=400), st.sampled_from(["", "【村口】"]))
def test_what_is_sent_is_never_more_than_two_parts(text, signature):
    fitting = sms.fit(text, signature)
    assert fitting.startswith(signature)
    assert sms.parts(fitting) <= 2
    if sms.parts(signature + sms.clean(text)) <= 2:
        assert fitting == signature + sms.clean(text)
    else:
        assert fitting.endswith("…")


def test_the_signature_counts():
    assert sms.parts(sms.fit("米" * 66, "【村口】")) == 1
    assert sms.parts(sms.fit("米" * 67, "【村口】")) == 2
