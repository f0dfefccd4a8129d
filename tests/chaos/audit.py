"""What must be true of the books once the dust has settled: of messages and orders. Asks the bot nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from audit_counter import audit_counter
from audit_letters import audit_letters
from audit_memory import audit_memory
from books import Books
from finding import Finding
from goods import PLACED

from bot.demo.village import Village


def audit(books: Books, village: Village, supply: dict[str, int]) -> list[Finding]:
    """All promises, over everything that was said. `supply`: what there was of scarce goods at the beginning."""
    return [
        *_messages(books),
        _in_order(books),
        *_orders(books),
        _goods(books),
        *audit_counter(books, supply),
        *audit_letters(books, village),
        *audit_memory(books),
    ]


def _messages(books: Books) -> Iterator[Finding]:
    taken = [said for said in books.crowd.said() if said.acknowledged]
    lost = [said.key for said in taken if books.row_of(said) is None]
    yield Finding("what was acknowledged is stored", len(taken), lost)
    unhandled = [
        f"{row.key} {row.status} {row.error[-300:]}" for row in books.messages.values() if row.status != "done"
    ]
    yield Finding("what is stored was handled", len(books.messages), unhandled)
    repeated = [said for said in taken if said.deliveries > 1]
    torn = [f"{said.key}: {sorted(said.answers)}" for said in repeated if len(said.answers) > 1]
    yield Finding("a message delivered again is answered alike", len(repeated), torn)


def _in_order(books: Books) -> Finding:
    """Who waits for an answer before saying more is heard in that order."""
    cases, broken = 0, []
    for voice in books.crowd.voices():
        one_by_one = [said for said in voice.said if said.waited_for and said.in_time and said.key]
        ids = [row.id for said in one_by_one if (row := books.row_of(said))]
        cases += len(ids)
        if ids != sorted(ids):
            broken.append(voice.contact)
    return Finding("messages of one person are heard in order", cases, broken)


def _orders(books: Books) -> Iterator[Finding]:
    replies = {key: books.seal.reveal(row.reply) for key, row in books.messages.items()}
    told = {key: PLACED.findall(reply) for key, reply in replies.items() if PLACED.search(reply)}
    numbers = {number for each in told.values() for number in each}
    placed = {row.number for row in books.orders}
    yield Finding("an order that was told of exists", len(numbers), sorted(numbers - placed))
    silent = [row.number for row in books.orders if row.person in books.people and row.number not in numbers]
    yield Finding("an order that exists was told of", len(placed), silent)
    # Where Redis forgot that a basket was ordered, the next yes to it is told of the same order again: that is no second one.
    yield Finding("one confirmation, one order", len(told), [key for key, each in told.items() if len(each) > 1])
    drafts = Counter(row.draft for row in books.orders)
    yield Finding("one basket, one order", len(drafts), [draft for draft, times in drafts.items() if times > 1])
    amounts: Counter[str] = Counter()
    for line in books.lines:
        amounts[line.number] += round(line.quantity * line.price_fen)
    wrong = [row.number for row in books.orders if amounts[row.number] != row.total_fen]
    yield Finding("an order's lines are whole", len(placed), wrong)


def _goods(books: Books) -> Finding:
    """Nobody gets more of anything than they asked for, counting every message once."""
    owner = {row.number: row.person for row in books.orders}
    ordered: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in books.lines:
        ordered[owner[line.number]][line.sku] += line.quantity
    broken = [
        f"{villager.contact}: {dict(more)}"
        for person, villager in books.people.items()
        if (more := ordered[person] - villager.named())
    ]
    return Finding("nothing was ordered that was not asked for", len(books.lines), broken)
