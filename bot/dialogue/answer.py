"""What follows from the acts of a message: the open question first, then every request, then what is still missing."""

from __future__ import annotations

from itertools import groupby

from bot.dialogue import addresses, rolls
from bot.dialogue.asking.table import ASKING
from bot.dialogue.bare_amount import take_amount
from bot.dialogue.exchange import Exchange
from bot.dialogue.facts import Facts
from bot.dialogue.handlers.table import HANDLERS, MANAGER_HANDLERS
from bot.dialogue.heard import Heard
from bot.dialogue.next_step import next_question
from bot.dialogue.questions import ChooseDay, GiveAddress, WhichStation
from bot.dialogue.setting_aside import in_words
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from intents.acts import Act, BindStation, Bye, Checkout, Confirm, DeliveryMode, Deny, Greet, Schedule, Thanks, Unknown

_COURTESY = (Greet, Thanks, Bye)
_ABOUT_THE_WHOLE = (BindStation, DeliveryMode, Schedule, Checkout)
_BARE = (*_COURTESY, Confirm, Deny, Unknown)


def answer(talk: Talk, acts: tuple[Act, ...], facts: Facts, text: str = "") -> Turn:
    """A turn from acts as they were understood; `text` is what was written."""
    ex = Exchange(talk, facts, text)
    respond(ex, acts)
    return ex.turn()


def respond(ex: Exchange, acts: tuple[Act, ...]) -> None:
    heard = Heard(text=ex.text, acts=acts)
    ex.heard = tuple(act.intent for act in acts)
    rest = _answer_question(ex, heard)
    if not (rest == heard.acts and heard.puzzling and take_amount(ex)):
        _do(ex, rest)
    _go_on(ex)


def _do(ex: Exchange, acts: tuple[Act, ...]) -> None:
    """Every request, goods first; then the door that was told beside them."""
    door = addresses.said_address(ex) if acts else None
    if door is not None:
        acts = tuple(act for act in acts if not addresses.is_told_by(act, door))
    for kind, said in groupby(_in_order(acts), type):
        _handle(ex, kind, tuple(said))
    if door is not None:
        addresses.note(ex, door)


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


def _go_on(ex: Exchange) -> None:
    """Put the question that is next: one set in this turn, the one that was interrupted, or what the basket lacks."""
    if ex.asked or ex.quiet:
        if ex.shopping and isinstance(ex.talk.asking, WhichStation) and ex.talk.basket.lines:
            ex.say("ask.noted", goods=in_words(ex))
        return
    question = ex.talk.asking
    if question is None and not ex.shopping:
        question = rolls.next_question(ex)
    if question is None and ex.shopping:
        question = next_question(ex)
        if isinstance(question, WhichStation if ex.sms else WhichStation | GiveAddress | ChooseDay):
            ex.say("ask.noted", goods=in_words(ex))
    if question is not None:
        ASKING[type(question)].ask(ex, question)
    elif ex.shopping and not ex.said:
        ex.say("cart.empty")
