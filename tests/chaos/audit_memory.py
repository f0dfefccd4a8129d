"""Nobody's conversation is stuck, and Redis remembers nothing that the database knows otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from books import Books
from finding import Finding

from bot.dialogue.talk import Talk
from bot.storage.privacy.seal import BrokenSeal
from bot.storage.redis.talk_seal import TalkSeal


def audit_memory(books: Books) -> Iterator[Finding]:
    """Of the time after the siege, when all is quiet."""
    yield _orders_again(books)
    yield Finding("nobody's seat stays taken", len(books.people), books.memory.seats)
    yield _talks(books)


def _orders_again(books: Books) -> Finding:
    """Whoever shops once more, orders."""
    last = {
        person: max((row.placed_at for row in books.orders if row.person == person), default=None)
        for person in books.people
    }
    back = {person: villager for person, villager in books.people.items() if villager.quiet_since}
    stuck = [
        f"{villager.contact}: {[books.reply_to(said) for said in villager.said[-2:]]}"
        for person, villager in back.items()
        if (placed := last[person]) is None or placed < villager.quiet_since.replace(microsecond=0)
    ]
    return Finding("afterwards everybody can order again", len(back), stuck)


def _talks(books: Books) -> Finding:
    """A conversation is one of a person there is, can be read, and holds no basket that was ordered already."""
    drafts = {row.draft: row.number for row in books.orders}
    seal, broken = TalkSeal(books.seal), []
    for person, kept in books.memory.talks.items():
        try:
            talk = msgspec.json.decode(seal.open(person, kept), type=Talk)
        except (BrokenSeal, msgspec.MsgspecError) as error:
            broken.append(f"{person}: {error}")
            continue
        if person not in books.persons:
            broken.append(f"{person}: nobody")
        if talk.basket.draft in drafts:
            broken.append(f"{person}: the basket of {drafts[talk.basket.draft]}")
    return Finding("what Redis remembers, the database knows", len(books.memory.talks), broken)
