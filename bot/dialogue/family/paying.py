"""让小芳付: a parent asks a child to pay, who gets the link; 付钱 stays with the goods in hand where nobody does."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import choosing, reading
from bot.dialogue.family.people import children, name_of, named, own_name
from bot.dialogue.family.questions import WhichTie
from bot.dialogue.lexicon import said_whole
from bot.dialogue.orders import paid
from bot.domain.events import PaymentWished
from bot.domain.family import Tie
from bot.domain.money import yuan
from bot.domain.order import OPEN, Order


def told(ex: Exchange) -> bool:
    """Whether a child who is tied shall pay, and is asked to. Without one the link is for passing on (see paying)."""
    who = reading.who_pays(ex.text) or reading.who_pays(f"让{ex.text}")
    if who is None and not said_whole("paid_by_child", ex.text):
        return False
    ties = children(ex)
    if not ties:
        return False
    order = payable(ex)
    meant = named(ex, ties, who or "")
    if not meant and reading.who_pays(ex.text) is None and not said_whole("paid_by_child", ex.text):
        return False  # 我付钱, 张三付钱: not somebody who is asked
    meant = meant or ties
    if order is None:
        if not paid.of_open(ex):
            ex.say("family.nothing_to_pay")
    elif len(meant) == 1:
        wish(ex, meant[0], order)
    else:
        choosing.ask(ex, WhichTie(aim="pay", ties=choosing.among(meant), number=order.number))
    return True


def payable(ex: Exchange) -> Order | None:
    """The newest open order that can be paid online and is not."""
    return next((o for o in ex.facts.orders() if o.status in OPEN and ex.facts.pay_link(o)), None)


def wish(ex: Exchange, tie: Tie, order: Order) -> None:
    ex.cause(
        PaymentWished(
            parent=tie.parent,
            child=tie.child,
            number=order.number,
            link=ex.facts.pay_link(order, tie.child),
            name=own_name(ex) or "家里老人",
            at=ex.facts.at,
        )
    )
    ex.say("family.pay_wished", child=name_of(ex, tie.child) or "孩子", total=yuan(order.due_fen))
