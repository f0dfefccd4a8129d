"""A letter that did not arrive is sent once more when somebody decides so, in its place among its person's letters."""

from __future__ import annotations

import pytest
from made import NOW, SECOND, a_letter
from sqlalchemy import event, select, update

from bot.domain.people import Station
from bot.storage.messages import dead_letters, outbox
from bot.storage.messages.dead_letters import NotRetryable
from bot.storage.network import stations
from bot.storage.network.county import County
from bot.storage.persons import people
from bot.storage.schema import outbox as table
from bot.storage.schema import persons

HERE = {"province": "山西省", "city": "临汾市", "county": "河湾县"}
STATION = Station(code="V1", name="杨柳站", manager_wechat="oManager", **HERE)
UNTIL = NOW + 90 * SECOND


@pytest.fixture
def do(database):
    return lambda function, *given, **named: database.run(lambda conn: function(conn, *given, **named))


@pytest.fixture
async def written(run, do):
    """`await written("a", "b")` writes letters to one villager; gives their ids."""
    mother = await run(people.find_or_make, "wechat:oMother", NOW)

    async def write(*keys: str) -> list[int]:
        await run(outbox.write, [a_letter(key, to=mother.id) for key in keys], now=NOW)
        query = select(table.c.id).where(table.c.key.in_(keys)).order_by(table.c.id)
        return await do(lambda conn: list(conn.execute(query).scalars()))

    return write


async def leased(run):
    return [one.letter.key for one in await run(outbox.lease, now=NOW, until=UNTIL)]


async def test_a_failed_letter_goes_again_from_its_first_way(run, do, written):
    [first] = await written("a")
    await run(outbox.lease, now=NOW, until=UNTIL)
    await do(outbox.begin, [first], way="sms", reference="r", now=NOW)
    await do(outbox.failed, [first], error="sms: isv.X")
    await do(dead_letters.retry, first, now=NOW)
    [again] = await run(outbox.lease, now=NOW, until=UNTIL)
    assert (again.id, again.way, again.attempts) == (first, "", 0)


async def test_it_goes_before_what_was_written_after_it(run, do, written):
    first, _ = await written("a", "b")
    await do(outbox.failed, [first], error="x")
    await do(dead_letters.retry, first, now=NOW)
    assert await leased(run) == ["a", "b"]


async def test_it_waits_while_its_person_is_being_sent_something(run, do, written):
    first, second = await written("a", "b")
    await do(outbox.failed, [first], error="x")
    assert await leased(run) == ["b"]
    await do(dead_letters.retry, first, now=NOW)
    assert await leased(run) == []
    await do(outbox.sent, [second], now=NOW)
    assert await leased(run) == ["a"]


@pytest.mark.parametrize(
    ("become", "given", "status"),
    [
        (lambda conn, one: outbox.sent(conn, [one], now=NOW), {}, "sent"),
        (lambda conn, one: outbox.sent(conn, [one], now=NOW), {"even_if_uncertain": True}, "sent"),
        (lambda conn, one: outbox.uncertain(conn, [one], error="x"), {}, "uncertain"),
        (lambda conn, one: outbox.cancelled(conn, [one], reason="x"), {"even_if_uncertain": True}, "cancelled"),
        (lambda conn, one: None, {}, "pending"),
    ],
)
async def test_what_is_not_dead_is_not_sent_again(do, written, become, given, status):
    [one] = await written("a")
    await do(become, one)
    with pytest.raises(NotRetryable) as refused:
        await do(dead_letters.retry, one, now=NOW, **given)
    assert refused.value.status == status


async def test_what_may_have_arrived_goes_again_only_when_that_is_asked(run, do, written):
    [one] = await written("a")
    await do(outbox.uncertain, [one], error="x")
    await do(dead_letters.retry, one, now=NOW, even_if_uncertain=True)
    assert await leased(run) == ["a"]


@pytest.mark.parametrize("values", [{"text": "", "sms": ""}, {"notice": "sign_in_code"}, {"notice": "phone_code"}])
async def test_a_letter_that_says_nothing_any_more_is_not_sent_again(do, written, values):
    [one] = await written("a")
    await do(outbox.failed, [one], error="x")
    await do(lambda conn: conn.execute(update(table).values(**values)))
    with pytest.raises(NotRetryable):
        await do(dead_letters.retry, one, now=NOW)


async def test_there_is_no_such_letter(do):
    with pytest.raises(LookupError):
        await do(dead_letters.retry, 12345, now=NOW)


DYING = {
    "failed": lambda conn, one: outbox.failed(conn, [one], error="x"),
    "uncertain": lambda conn, one: outbox.uncertain(conn, [one], error="x"),
    "its sender died": lambda conn, one: outbox.recover(conn, now=UNTIL, repeatable=()),
    "reported lost": lambda conn, one: (
        outbox.sent(conn, [one], now=NOW),
        outbox.receipt(conn, "r", delivered=False, status="UNDELIV"),
    ),
}


@pytest.mark.parametrize("how", DYING)
async def test_its_station_is_that_of_its_person_or_the_one_the_person_runs(run, do, written, how):
    await run(stations.save, [STATION], at=NOW)
    manager = await run(people.find_or_make, "wechat:oManager", NOW)
    [one] = await written("a")
    await run(outbox.write, [a_letter("m", to=manager.id)], now=NOW)
    await do(lambda conn: conn.execute(update(persons).where(persons.c.id != manager.id).values(station="V1")))
    await run(outbox.lease, now=NOW, until=UNTIL)
    for letter in (one, one + 1):
        await do(outbox.begin, [letter], way="sms", reference="r", now=NOW)
        assert await do(dead_letters.station_of, letter) == ("", "")
    for letter in (one, one + 1):
        await do(DYING[how], letter)
    for letter in (one, one + 1):
        assert await do(dead_letters.station_of, letter) == ("V1", "河湾县")


async def test_a_county_finds_its_own_among_those_of_all(sqlite, seal):
    """However many there are elsewhere: by the index of stations."""

    def plans(conn) -> list[str]:
        sent = []
        event.listen(conn, "before_cursor_execute", lambda _c, _u, query, given, _x, _m: sent.append((query, given)))
        here = County(HERE["province"], HERE["city"], HERE["county"])
        dead_letters.page(conn, seal, here, now=NOW)
        dead_letters.count(conn, here, now=NOW)
        steps = [conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", given) for query, given in list(sent)]
        return [row[3] for step in steps for row in step if "outbox" in row[3]]

    found = await sqlite.run(plans)
    assert len(found) == 2
    assert all(step.startswith("SEARCH outbox USING INDEX ix_outbox_dead_station") for step in found), found
