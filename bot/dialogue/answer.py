"""What follows from the acts of a message: the open question first, then every request, then what is still missing."""

from __future__ import annotations

from itertools import groupby

import msgspec

from bot.dialogue.asking.table import ASKING
from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import said_amount
from bot.dialogue.basket.bare_amount import take_amount
from bot.dialogue.basket.next_step import next_question
from bot.dialogue.basket.quote import order_lines
from bot.dialogue.basket.recounting import recounted
from bot.dialogue.basket.told_goods import take_told
from bot.dialogue.counter import rolls, unbooked
from bot.dialogue.exchange import Exchange
from bot.dialogue.facts import Facts
from bot.dialogue.handlers.table import HANDLERS, MANAGER_HANDLERS
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in
from bot.dialogue.market.drafting import left_open
from bot.dialogue.merchants import surveys
from bot.dialogue.person import addresses
from bot.dialogue.questions import (
    AnyQuestion,
    ChooseArticle,
    ChooseDay,
    GiveAddress,
    HowMany,
    RightAddress,
    WhichStation,
)
from bot.dialogue.saying import amount, called
from bot.dialogue.setting_aside import in_words
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from intents.acts import Act, BindStation, Bye, Checkout, Confirm, DeliveryMode, Deny, Greet, Schedule, Thanks, Unknown

_COURTESY = (Greet, Thanks, Bye)
_ABOUT_THE_WHOLE = (BindStation, DeliveryMode, Schedule, Checkout)
MOST_NOTED = 3
LONGEST_NAME = 8
_BARE = (*_COURTESY, Confirm, Deny, Unknown)


def answer(talk: Talk, acts: tuple[Act, ...], facts: Facts, text: str = "") -> Turn:
    """A turn from acts as they were understood; `text` is what was written."""
    ex = Exchange(talk, facts, text)
    respond(ex, acts)
    return ex.turn()


def respond(ex: Exchange, acts: tuple[Act, ...]) -> None:
    heard = Heard(text=ex.text, acts=tuple(map(_no_place, acts)))
    ex.heard = tuple(act.intent for act in acts)
    if _thinks_it_over(ex, heard):
        return
    if not recounted(ex):
        rest = _answer_question(ex, heard)
        if not (rest == heard.acts and _may_be_amount(heard) and (take_amount(ex) or take_told(ex, heard))):
            _do(ex, rest)
    unbooked.overtaken(ex)
    _go_on(ex)


def _may_be_amount(heard: Heard) -> bool:
    """“两罐”, or “不对，是两罐” of what was just ordered."""
    return heard.puzzling or all(isinstance(act, Deny | Unknown) for act in heard.acts)


def _no_place(act: Act) -> Act:
    """“改成两台” without goods reads as another village; none is called so."""
    return Unknown() if isinstance(act, BindStation) and said_amount(act.place) else act


def _thinks_it_over(ex: Exchange, heard: Heard) -> bool:
    """“算了，我再想想”: what is open stays open, and is not read out once more."""
    if ex.talk.asking is None or heard.digit is not None or heard.rest or not said_in("thinks", heard.text):
        return False
    ex.say("ask.no_hurry")
    return True


def _do(ex: Exchange, acts: tuple[Act, ...]) -> None:
    """Every request, goods first; then the door that was told beside them."""
    door = addresses.said_address(ex) if acts else None
    if door is not None:
        acts = tuple(act for act in acts if not addresses.is_told_by(ex, act, door))
    for kind, said in groupby(_in_order(acts), type):
        _handle(ex, kind, tuple(said))
    if door is not None:
        addresses.note(ex, door)
    elif ex.shopping and (place := addresses.doubtful(ex)):
        ex.touch(msgspec.structs.replace(ex.talk.basket, delivery="home"))
        ex.change(asking=RightAddress(place=place))


def _answer_question(ex: Exchange, heard: Heard) -> tuple[Act, ...]:
    """The acts that are left when the open question has heard them. A question that does not come back ends here."""
    question = ex.talk.asking
    if question is None:
        return heard.acts
    asking = ASKING[type(question)]
    rest = asking.answer(ex, question, heard)
    if rest is not None:
        if not asking.returns and ex.talk.basket.lines and not ex.quiet:
            ex.shopping = True
        return rest
    if not asking.returns and not heard.light:
        ex.settled()
    return heard.acts


def _in_order(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Greetings beside a request are no request; a yes beside a change confirms nothing. Goods come before what is said
    of the whole order, “明天送到家，盐两袋”."""
    requests = [act for act in acts if not isinstance(act, _BARE)]
    return tuple(sorted(requests, key=lambda act: isinstance(act, _ABOUT_THE_WHOLE))) or acts[-1:]


def _handle(ex: Exchange, kind: type[Act], said: tuple[Act, ...]) -> None:
    handler = HANDLERS.get(kind)
    if handler is None:
        handler = MANAGER_HANDLERS[kind] if ex.facts.person.manages else HANDLERS[Unknown]
    handler(ex, said)


def _waiting(ex: Exchange) -> str:
    """What this message named that will be asked about after something else."""
    new = [wanted for wanted in ex.talk.todo[1:] if wanted not in ex.before.todo]
    names = [called(wanted.mention, goods.products(ex, wanted.skus)) for wanted in new[:MOST_NOTED]]
    return "、".join(name[:LONGEST_NAME] for name in names)


def _added(ex: Exchange) -> str:
    """What this message put into the basket, in words; before something else is asked it is said."""
    basket = ex.talk.basket
    taken_up = ex.facts.order(basket.replaces) if basket.replaces != ex.before.basket.replaces else None
    known = taken_up.lines if taken_up else ex.before.basket.lines
    lines = [
        line for line in order_lines(ex) if not any(x.sku == line.sku and x.quantity == line.quantity for x in known)
    ]
    return "、".join(f"{line.name} {amount(line.quantity, line.unit)}" for line in lines[:MOST_NOTED])


def _go_on(ex: Exchange) -> None:
    """Put the question that is next: one set in this turn, the one that was interrupted, or what the basket lacks."""
    if ex.asked or ex.quiet:
        if ex.shopping and (ex.quiet or isinstance(ex.talk.asking, WhichStation)) and (added := _added(ex)):
            ex.say("ask.noted", goods=added)
        return
    question = (
        ex.talk.asking
        or (next_question(ex) if ex.shopping else rolls.next_question(ex))
        or left_open(ex)
        or surveys.left_open(ex)
    )
    if question is not None:
        _acknowledge(ex, question)
        ASKING[type(question)].ask(ex, question)
    elif ex.shopping and not goods.offer_like_it(ex) and not ex.said:
        ex.say("cart.empty")


def _acknowledge(ex: Exchange, question: AnyQuestion) -> None:
    """Say which goods are noted before something else is asked; by SMS where there is room beside the question."""
    if isinstance(question, HowMany if ex.sms else HowMany | ChooseArticle):
        noted = _added(ex)
    elif isinstance(question, WhichStation if ex.sms else WhichStation | GiveAddress | ChooseDay):
        noted = in_words(ex) if ex.shopping and ex.talk.basket != ex.before.basket else ""
    else:
        noted = ""
    if noted:
        ex.say("ask.noted", goods=noted)
    if isinstance(question, HowMany | ChooseArticle) and (waiting := _waiting(ex)):
        ex.say("ask.later", goods=waiting)
