"""给我妈买两袋盐: what is said goes into a basket of hers, in her name and to her village. It is read back for whom."""

from __future__ import annotations

from bot.dialogue.counter import errands
from bot.dialogue.exchange import Exchange
from bot.dialogue.family import reading
from bot.dialogue.family.people import name_of, named, parents, recipient, theirs
from bot.dialogue.family.questions import ParentWord
from bot.dialogue.lexicon import said_in
from bot.domain.cart import Basket
from bot.domain.events import TieNamed
from bot.domain.family import RULES, Tie, kin
from bot.domain.order import Order
from intents.acts import Add, AskPrice, Browse, Checkout, Reorder, Search, SetQuantity
from intents.understand import understand
from intents.utterance import Utterance

_SHOPS = (Add, SetQuantity, Search, AskPrice, Browse, Reorder, Checkout)


def turned_to(ex: Exchange) -> bool:
    """Take up the basket of the one who is meant, and leave only the wish in `ex.text`. True where all is answered."""
    if not still_tied(ex):
        drop(ex)
        ex.text = ""  # it was said to what is gone
        return True
    if ex.talk.basket.family and (own := reading.wish_for_oneself(ex.text)) is not None:
        turn(ex, None)
        ex.text = own or ex.text
        return False
    if not reading.may_be_for_a_parent(ex.text):
        return False
    ties = parents(ex)
    return bool(ties) and (_told_first(ex, ties) or _told_beside(ex, ties))


def _told_beside(ex: Exchange, ties: list[Tie]) -> bool:
    """两袋盐给我妈, 我妈家盐没了，来两袋: the wish is the whole message."""
    meant = [tie for tie in ties if reading.names_parent(ex.text, tie.word)]
    word = next((word for word in RULES.parents if reading.names_parent(ex.text, word)), "")
    meant = meant or _not_called_yet(ties, word)
    if len(meant) == 1 and ex.talk.basket.family != meant[0].parent and _shops(ex, ex.text):
        _call(ex, meant[0], word)
        turn(ex, meant[0])
    return False


def _told_first(ex: Exchange, ties: list[Tie]) -> bool:
    """给我妈买两袋盐: the wish is what comes after."""
    wish = reading.wish_for(ex.text, [name for tie in ties if (name := name_of(ex, tie.parent))])
    if wish is None:
        return False
    meant = named(ex, ties, wish.whom) or _not_called_yet(ties, kin(wish.whom))
    if len(meant) != 1:
        return _nobody(ex, wish)
    if wish.text and not _shops(ex, wish.text):
        return False
    _call(ex, meant[0], kin(wish.whom))
    turn(ex, meant[0])
    ex.text = wish.text
    if not wish.text:
        ex.say("family.what_for", whose=theirs(ex, meant[0]))
    return not wish.text


def _not_called_yet(ties: list[Tie], word: str) -> list[Tie]:
    """Whoever is tied and was never called anything is who is meant by 妈 where no other is: else the goods would go to the
    child's own place. The read-back says the name."""
    return [tie for tie in ties if not tie.word] if word else []


def _call(ex: Exchange, tie: Tie, word: str) -> None:
    """给我妈买盐 also answers what the child calls them, where that is asked just now."""
    asked = ex.talk.asking
    if not tie.word and isinstance(asked, ParentWord) and asked.parent == tie.parent:
        ex.cause(TieNamed(parent=tie.parent, child=ex.facts.person.id, word=word, at=ex.facts.at))
        ex.settled()


def turn(ex: Exchange, tie: Tie | None) -> None:
    """From now on it is bought for this parent, or (None) for oneself. A basket for somebody else waits."""
    family = tie.parent if tie else ""
    if ex.talk.basket.family == family:
        return
    errands.put_off_current(ex)
    ex.change(basket=Basket(family=family, recipient=recipient(ex, tie) if tie else ""))


def tie_of(ex: Exchange, order: Order) -> Tie | None:
    """The tie by which the person placed this order for a parent; None where it is their own, or the tie ended."""
    if order.helper != ex.facts.person.id:
        return None
    return next((tie for tie in parents(ex) if tie.parent == order.person), None)


def still_tied(ex: Exchange) -> bool:
    """Whether the basket in hand may be ordered: the parent can have ended it meanwhile."""
    family = ex.talk.basket.family
    return not family or any(tie.parent == family for tie in parents(ex))


def drop(ex: Exchange) -> None:
    """The parent wants it no more."""
    who = ex.talk.basket.recipient
    ex.change(basket=Basket(), todo=(), asking=None)
    ex.say("family.ended_meanwhile", who=who)
    errands.next_errand(ex)


def _nobody(ex: Exchange, wish: reading.Wish) -> bool:
    """Tied to others, but not to the one named: said only where nothing else is wanted."""
    if wish.text or not kin(wish.whom):
        return False
    ex.say("family.not_tied", word=wish.whom)
    return True


def _shops(ex: Exchange, wish: str) -> bool:
    """Whether it is about goods: 给我妈打电话 is not."""
    if said_in("paying", wish):
        return False
    facts = ex.facts
    heard = Utterance(text=wish, at=facts.at, channel="sms" if ex.sms else "wechat", words=facts.local_words())
    return any(isinstance(act, _SHOPS) for act in understand(heard, facts.shop))
