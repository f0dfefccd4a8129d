"""Personal data is sealed, and found by keyed indexes."""

from __future__ import annotations

import pytest

from bot.storage.privacy.seal import BrokenSeal, Seal

OTHER = Seal("another secret, also longer than thirty-two characters")


@pytest.mark.parametrize("plain", ["+8613800000000", "oOpenId_-1", "杨柳村东头第三家", "", "x" * 10_000])
def test_what_is_sealed_opens_again(seal, plain):
    assert seal.unseal(seal.seal(plain)) == plain


def test_the_same_text_sealed_twice_looks_different(seal):
    assert seal.seal("+8613800000000") != seal.seal("+8613800000000")


def test_a_sealed_text_does_not_show_what_it_holds(seal):
    assert "138" not in seal.seal("+8613800000000")


def test_another_secret_opens_nothing(seal):
    with pytest.raises(BrokenSeal):
        OTHER.unseal(seal.seal("+8613800000000"))


@pytest.mark.parametrize("broken", ["nonsense", "AAAA", "锁", "QUJD" * 10])
def test_what_was_never_sealed_is_told_plainly(seal, broken):
    with pytest.raises(BrokenSeal):
        seal.unseal(broken)


def test_an_index_is_the_same_for_the_same_secret_only(seal):
    assert seal.index("sms:+8613800000000") == seal.index("sms:+8613800000000")
    assert seal.index("sms:+8613800000000") != OTHER.index("sms:+8613800000000")
    assert seal.index("sms:+8613800000000") != seal.index("sms:+8613800000001")


def test_a_person_id_is_short_and_always_the_same(seal):
    person = seal.person_id_of("wechat:oMother")
    assert person == seal.person_id_of("wechat:oMother")
    assert len(person) == 13
    assert person.startswith("p")
