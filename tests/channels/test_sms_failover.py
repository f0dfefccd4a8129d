"""Several platforms as one way, and how fast each may be given messages."""

import pytest

from bot.channels.sms_failover import FailOver
from bot.channels.sms_rate import Bucket
from bot.domain.letter import Letter
from bot.ports import SendFailed, Sent

LETTER = Letter(key="k", to="p1", notice="n", text="货到了", sms="货到了")
PHONE = "+8613800000001"
RETRY, NEVER = SendFailed("busy", "retry"), SendFailed("bad", "never")


class Platform:
    """A way that does what it is told: a SendFailed is raised, anything else is returned."""

    name, channel, repeatable, last_resort = "sms", "sms", False, False

    def __init__(self, name, *does, can=True):
        self.called, self.does, self.can, self.calls = name, list(does), can, 0

    def fits(self, _letter):
        return True

    async def can_send(self, _letter, _address):
        if isinstance(self.can, SendFailed):
            raise self.can
        return self.can

    async def send(self, _letter, _address, reference):
        self.calls += 1
        if self.does and isinstance(failure := self.does.pop(0), SendFailed):
            raise failure
        return Sent(reference, self.called, 1)


async def send(*platforms):
    sent = await FailOver(platforms).send(LETTER, PHONE, "m1")
    return sent.provider


async def test_the_first_takes_what_it_can():
    assert await send(Platform("a"), other := Platform("b")) == "a"
    assert other.calls == 0


@pytest.mark.parametrize("failure", [RETRY, NEVER])
async def test_what_the_first_refused_the_next_one_takes(failure):
    assert await send(Platform("a", failure), Platform("b")) == "b"


@pytest.mark.parametrize("can", [False, SendFailed("no_template", "never")])
async def test_one_that_cannot_is_passed_over(can):
    assert await send(first := Platform("a", can=can), Platform("b")) == "b"
    assert first.calls == 0


@pytest.mark.parametrize(
    "failure",
    [
        SendFailed("no_answer", "uncertain"),
        SendFailed("known_again", "retry", dedupe_seconds=600),
        SendFailed("blacklisted", "never", closes="opted_out"),
        SendFailed("no_such_number", "never", closes="no_number"),
    ],
)
async def test_what_may_have_gone_or_is_not_wanted_goes_to_no_other(failure):
    other = Platform("b")
    with pytest.raises(SendFailed) as caught:
        await send(Platform("a", failure), other)
    assert caught.value is failure
    assert other.calls == 0


@pytest.mark.parametrize(
    ("failures", "raised"), [((NEVER, RETRY), RETRY), ((RETRY, NEVER), RETRY), ((NEVER, NEVER), NEVER)]
)
async def test_where_all_fail_it_is_tried_again_if_any_may(failures, raised):
    with pytest.raises(SendFailed) as caught:
        await send(Platform("a", failures[0]), Platform("b", failures[1]))
    assert caught.value is raised


async def test_where_none_can_the_first_says_why():
    first = SendFailed("no_template", "never", "order_late")
    way = FailOver([Platform("a", can=first), Platform("b", can=SendFailed("domestic", "never"))])
    with pytest.raises(SendFailed) as caught:
        await way.can_send(LETTER, PHONE)
    assert caught.value is first
    assert not await FailOver([Platform("a", can=False)]).can_send(LETTER, PHONE)


async def test_a_number_that_had_its_share_is_no_trouble_of_the_platforms():
    """Or whoever is answered often sends everybody's messages by the second one."""
    first, second = Platform("a", SendFailed("limit", "retry", of_number=True)), Platform("b")
    way = FailOver([first, second])
    assert (await way.send(LETTER, PHONE, "1")).provider == "b"
    assert (await way.send(LETTER, "+8613800000002", "2")).provider == "a"


async def test_a_platform_in_trouble_rests_and_comes_back():
    now = [0.0]
    first, second = Platform("a", RETRY), Platform("b")
    way = FailOver([first, second], lambda: now[0])
    assert (await way.send(LETTER, PHONE, "1")).provider == "b"
    now[0] = 29
    assert (await way.send(LETTER, PHONE, "2")).provider == "b"
    assert first.calls == 1
    now[0] = 31
    assert (await way.send(LETTER, PHONE, "3")).provider == "a"


def test_a_bucket_lets_a_second_of_messages_go_at_once_then_one_after_another():
    now = [100.0]
    bucket = Bucket(4, lambda: now[0])
    assert [round(bucket.wait(), 2) for _ in range(6)] == [0, 0, 0, 0, 0.25, 0.5]
    now[0] = 110
    assert bucket.wait() == 0


def test_who_would_wait_too_long_goes_back_to_the_outbox():
    bucket = Bucket(1, lambda: 0.0)
    for _ in range(11):
        bucket.wait()
    with pytest.raises(SendFailed) as caught:
        bucket.wait()
    assert (caught.value.code, caught.value.outcome) == ("rate", "retry")
