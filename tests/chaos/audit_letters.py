"""Every letter arrives once, or nobody knows: villagers', managers' and the county's; and every notice that is promised is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from books import Books
from finding import Finding
from sqlalchemy import Row

from bot.channels import sms, wechat_xml
from bot.demo.village import Village
from bot.domain.order import Status

Address = tuple[str, str]
"""Where a text arrived, and the text."""
PROMISED = (Status.AT_STATION, Status.RETURNED, Status.REFUNDED)
"""Steps of an order that its villager hears of by a letter."""
WENT = ("sent", "uncertain")


def audit_letters(books: Books, village: Village) -> Iterator[Finding]:
    """`village` has the platforms that took them."""
    got: Counter[Address] = Counter((sent.openid, sent.text) for sent in village.wechat.sent)
    got.update((_phone(sent.to), sent.text) for sent in village.gateway.sent)
    least, most = _expected(books)
    broken = [
        f"{address} got {got[address, text]} of {least[address, text]} to {most[address, text]}: {text[:60]}"
        for address, text in most
        if not least[address, text] <= got[address, text] <= most[address, text]
    ]
    yield Finding("a letter arrives once, or nobody knows", sum(most.values()), broken)
    yield Finding(
        "nothing arrives that was not written", sum(got.values()), [f"{one}" for one in got if one not in most]
    )
    yield _promised(books)


def _expected(books: Books) -> tuple[Counter[Address], Counter[Address]]:
    """How often each text arrives where, at least and at most; letters that went as one count as one."""
    least: Counter[Address] = Counter()
    most: Counter[Address] = Counter()
    for together in _as_they_went(books):
        first = together[0]
        begun = first.begun_at is not None
        for channel, address in books.addresses_of(first).items():
            by_this = begun_by(first.way) == channel
            where = (address, _text(books, together, channel))
            least[where] += by_this and first.status == "sent"
            most[where] += by_this and (first.status in WENT or begun)
    return least, most


def begun_by(way: str) -> str:
    """The channel of a way: `wechat_uncounted` is WeChat's, too."""
    return way.partition("_")[0]


def _as_they_went(books: Books) -> Iterator[list[Row[Any]]]:
    """Letters of one bundle that went together share their reference and their end."""
    together: defaultdict[tuple[object, ...], list[Row[Any]]] = defaultdict(list)
    for row in books.letters:
        alone = row.id if not row.reference else ""
        together[row.recipient, row.contact, row.reference, row.status, row.sent_at, row.begun_at, alone].append(row)
    return iter(together.values())


def _text(books: Books, together: list[Row[Any]], channel: str) -> str:
    """What the platform was given."""
    if channel == "wechat":
        return wechat_xml.fit("\n".join(books.seal.reveal(row.text) for row in together))
    return sms.fit("\n".join(books.seal.reveal(row.sms) or books.seal.reveal(row.text) for row in together))


def _phone(to: str) -> str:
    return f"+86{to[-11:]}"


def _promised(books: Books) -> Finding:
    """The villager hears of each step, the station's manager of each order: once, by letters that are in the outbox."""
    letters = Counter(row.key for row in books.letters)
    alerted = Counter(row.key.rpartition(":")[0] for row in books.letters if row.key.startswith("alert:"))
    cases, broken = 0, []
    for row in books.orders:
        told = [letters[f"{row.number}:{step}"] for step in books.steps[row.number] if step in PROMISED]
        told += [alerted[f"alert:order_placed:{row.number}"], f"order_placed:{row.number}" in books.alerts]
        cases += len(told)
        if any(times != 1 for times in told):
            broken.append(f"{row.number}: {told}")
    return Finding("each notice that is promised is written once", cases, broken)
