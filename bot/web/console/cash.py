"""The cash in a manager's hands: taken, handed in, one entry reversed by another; and the last deed taken back."""

from __future__ import annotations

from decimal import Decimal

from aiohttp import web
from sqlalchemy import Connection

from bot.dialogue.counter import deeds
from bot.dialogue.counter.cash import enter_taken
from bot.dialogue.counter.questions import ConfirmCash
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.counter import MOST_NAME, cash_handed_in, cash_taken
from bot.domain.cash import MOST_FEN, Entry, reversal
from bot.domain.events import CashEntered
from bot.domain.money import yuan
from bot.storage.money import cash
from bot.storage.money.cash import Entered
from bot.storage.sql.cursor import Page
from bot.web.console import day, goods
from bot.web.console.acting import Done, act_and_show
from bot.web.console.guard import field, seat
from bot.web.keys import DATABASE
from bot.web.pages import Refusal, render, words
from intents.acts import CashHandedIn, CashTaken

PATH = "/console/station/cash"
A_PAGE, LONGEST, LONGEST_KEY = 50, 12, 60
UNDO = "撤销"


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(
    request: web.Request, *, status: int = 200, said: str = "", amount: str = "", who: str = ""
) -> web.Response:
    code, after = seat(request).station.code, request.query.get("after") or None

    def work(conn: Connection) -> tuple[int, Page[Entered], set[str]]:
        page = cash.page(conn, code, limit=A_PAGE, after=after)
        return cash.balance_fen(conn, code), page, cash.reversed_of(conn, [one.entry.key for one in page.rows])

    hand, page, gone = await request.app[DATABASE].run(work)
    typed = {"said": said, "amount": amount, "who": who}
    return render(request, "console/cash.j2", status=status, hand=hand, page=page, gone=gone, typed=typed)


async def enter(request: web.Request) -> web.Response:
    """Taken from somebody, or handed in to the county: as by chat, with the same words and limits."""
    written, who = field(request, "amount", LONGEST), field(request, "who", MOST_NAME)
    amount = _sum(written)
    hands_in = field(request, "do", LONGEST) == "handed_in"
    if not amount:
        said = words("said.bad_sum", most=yuan(MOST_FEN))
        return await _page(request, status=422, said=said, amount=written, who=who)

    def action(ex: Exchange, _: Connection) -> Done | None:
        if hands_in:
            cash_handed_in(ex, (CashHandedIn(amount=amount),))
        else:
            cash_taken(ex, (CashTaken(amount=amount, person=who),))
            _enter_as_told(ex)
        entered = [event.entry for event in ex.events if isinstance(event, CashEntered)]
        return Done(f"cash_{entered[0].kind}", f"{who} {yuan(abs(entered[0].amount_fen))}元") if entered else None

    return await act_and_show(request, action, PATH)


async def reverse(request: web.Request) -> web.Response:
    """Nothing is erased: an entry of its own takes the first back."""
    key = field(request, "key", LONGEST_KEY)

    def action(ex: Exchange, conn: Connection) -> Done | None:
        (code,) = ex.facts.person.manages
        entry = cash.find(conn, code, key)
        if entry is None or entry.kind == "reversal" or cash.reversed_of(conn, [key]):
            raise Refusal(409, "cash_changed")
        left = ex.facts.cash_fen(code) - entry.amount_fen
        if left < 0 < entry.amount_fen:
            ex.said.append(words("said.cash_gone", hand=yuan(ex.facts.cash_fen(code))))
            return None
        ex.cause(CashEntered(entry=reversal(entry), by=ex.facts.person.id, at=ex.facts.at))
        _forget(ex, entry)
        ex.said.append(words("said.cash_reversed", hand=yuan(left)))
        return Done("cash_reversed", f"{entry.person} {yuan(abs(entry.amount_fen))}元")

    return await act_and_show(request, action, PATH)


async def undo(request: web.Request) -> web.Response:
    """What 撤销 does in chat: the newest deed of the last ten minutes, wherever it was told."""

    def action(ex: Exchange, _: Connection) -> Done | None:
        newest = deeds.last_within(ex)
        ex.text = UNDO
        deeds.taken_back(ex)
        return Done("undone", newest.words) if newest and ex.events else None

    return await act_and_show(request, action, day.PATH)


def _enter_as_told(ex: Exchange) -> None:
    """Where the sum is not what the parcel handed over just now costs, chat asks first; here it is entered, and said."""
    asked = ex.talk.asking
    if isinstance(asked, ConfirmCash):
        ex.said.clear()
        enter_taken(ex, asked.amount_fen, asked.person, asked.number)
        ex.said.append(words("said.cash_differs", due=yuan(asked.due_fen)))


def _sum(text: str) -> Decimal:
    """In yuan; 0 where it is no whole number of fen, or too much for one entry."""
    fen = (goods.quantity(text, "元") or Decimal(0)) * 100
    return fen / 100 if fen == int(fen) and fen <= MOST_FEN else Decimal(0)


def _forget(ex: Exchange, entry: Entry) -> None:
    """It cannot be taken back a second time."""
    if any(one.key == entry.key for deed in ex.talk.deeds[-1:] for one in deed.cash):
        deeds.forget_last(ex)
