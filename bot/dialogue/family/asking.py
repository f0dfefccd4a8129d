"""绑定我妈 13800000000: a child asks a parent, who answers by the phone itself, so nobody else can agree for them.

Whatever becomes of it, the child hears the same: nothing tells whether a number is known to cunkou.
"""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.family import reading
from bot.dialogue.family.people import own_name, parents, signed, theirs
from bot.dialogue.family.questions import OwnName, ParentPhone
from bot.domain.codes import mobile_in
from bot.domain.events import TieAsked
from bot.domain.family import hindrance


def told(ex: Exchange) -> bool:
    """Whether the message was about being tied to a parent, and is dealt with."""
    if isinstance(ex.talk.asking, ParentPhone) and mobile_in(ex.text):
        word, phone, binds = ex.talk.asking.word, mobile_in(ex.text), True
    elif (said := reading.parent_told(ex.text)) is not None:
        word, phone, binds = said
        if not phone and reading.wants_to_pay(ex.text) and parents(ex):
            return False
    elif reading.asks_how(ex.text):
        ex.say("family.how")
        return True
    else:
        return False
    if phone:
        ask(ex, word, phone)
    elif binds or not _means_something_else(ex):
        _how(ex, word)
    else:
        return False
    return True


def ask(ex: Exchange, word: str, phone: str) -> None:
    """Send the ask, once the child's name is known."""
    parent, me = ex.facts.family.owner(phone), ex.facts.person.id
    mine = [tie for tie in ex.facts.family.ties() if tie.child == me]
    why = hindrance(mine, parent, ex.facts.family.heard_lately(parent), ex.facts.at)
    if parent == me:
        ex.settled()
        ex.say("family.yourself")
    elif why:
        ex.settled()
        ex.say(f"family.not_asked_{why}", whose=word)
    elif not own_name(ex):
        ex.ask(OwnName(word=word, phone=phone), "family.your_name", whose=word)
    else:
        ex.settled()
        ex.cause(TieAsked(parent=parent, child=me, phone=phone, word=word, name=signed(ex), at=ex.facts.at))
        ex.say("family.asked", tail=phone[-4:], whose=word)


def _how(ex: Exchange, word: str) -> None:
    """The number is missing; whoever is tied already is told how to order."""
    known = [tie for tie in parents(ex) if tie.word == word]
    if known:
        ex.say("family.tied_already", whose=theirs(ex, known[0]), word=word)
    else:
        ex.ask(ParentPhone(word=word), "family.which_phone", whose=word)


def _means_something_else(ex: Exchange) -> bool:
    """给我妈下单 with goods in the basket: a mother who lives here, and whose salt is in it. From a manager it is an order for
    somebody of the village."""
    return bool(ex.talk.basket.lines or ex.talk.todo or ex.talk.asking or ex.facts.person.manages)
