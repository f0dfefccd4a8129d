"""A written message as acts: what understanding makes of it, and what bare words mean at this point of the talk."""

from __future__ import annotations

import re
from time import perf_counter

from bot.dialogue.basket.amounts import said_amount
from bot.dialogue.counter import behalf, deeds, named_orders
from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers import own_station
from bot.dialogue.heard import Heard
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer, TellOfOffer
from bot.dialogue.questions import ChooseArticle, Offer, SurveyAsk
from intents.acts import Act, AskPrice, CancelOrder, Deny, Greet, OrderFor, Reorder, Search, Sell, Unknown
from intents.goods.mentions import find_mentions
from intents.text.clauses import bare_of
from intents.text.words import said
from intents.understand import Explained, explain
from intents.utterance import Utterance

_FACES = re.compile(r"\[[^\[\]]{1,6}\]")
"""WeChat writes its faces as [呲牙]."""


def understood(ex: Exchange) -> tuple[Act, ...]:
    """At least one act; Unknown where nothing was understood."""
    facts = ex.facts
    heard = Utterance(
        text=ex.text,
        at=facts.at,
        channel="sms" if ex.sms else "wechat",
        role="manager" if facts.person.manages else "villager",
        at_counter=True,
        people=_waiting(ex),
        words=facts.local_words(),
    )
    begun = perf_counter()
    explained = explain(heard, facts.shop)
    ex.understood_in = perf_counter() - begun
    spoken = explained.decoded if ex.text.isascii() else ex.text
    if ex.talk.asking is None and said_whole("leave", spoken):
        return (Deny() if said_whole("back", spoken) else CancelOrder(),)
    if person := behalf.begun(ex):  # 帮李叔下单 checks nothing out
        return (OrderFor(person=person),)
    _spell_out(ex, explained)
    if asked := named_orders.asked(ex, explained.acts):
        return asked
    if any(not isinstance(act, Unknown) for act in explained.acts):
        return explained.acts
    return (_lacking(ex, explained) or _bare(ex),)


def _lacking(ex: Exchange, explained: Explained) -> Act | None:
    """“家里没盐了” orders nothing, but whoever says so is shown what there is."""
    if not said("lacks", "told").search(bare_of(explained.decoded)):
        return None
    items = tuple(one.item for one in find_mentions(explained.decoded, ex.facts.shop) if one.named and one.item.skus)
    return Search(items=items[:1]) if items else None


def _waiting(ex: Exchange) -> frozenset[str]:
    """Who has something ordered at the manager's station, or fetched it just now, where the message may name one of them."""
    if not ex.facts.person.manages or not said_in("of_parcels", ex.text):
        return frozenset()
    return frozenset(order.recipient for order in (*own_station.open_orders(ex), *deeds.handed_over(ex)))


def _spell_out(ex: Exchange, explained: Explained) -> None:
    """Typed pinyin that answers, refuses, sells or counts, “lai liang ping”, is heard as the words it stands for."""
    typed = ex.text.isascii() and not explained.decoded.isascii()
    offers = isinstance(ex.talk.asking, DescribeOffer | ConfirmOffer | TellOfOffer | SurveyAsk)
    chooses = isinstance(ex.talk.asking, ChooseArticle | Offer) and all(isinstance(x, Unknown) for x in explained.acts)
    refuses = all(isinstance(act, Deny) for act in explained.acts)
    sells = any(isinstance(act, Sell) for act in explained.acts)
    if typed and (chooses or refuses or sells or offers or said_amount(explained.decoded)):
        ex.text = explained.decoded


def _bare(ex: Exchange) -> Act:
    """What words that say nothing by themselves mean at this point: a price of what was shown, a no to nothing. A smile
    greets."""
    if ex.talk.shown and said_in("price", ex.text):
        return AskPrice()
    if ex.talk.asking is None and said_whole("the_last_again", ex.text):
        return Reorder()
    if ex.talk.asking is None and Heard(text=ex.text, acts=()).digit == 0:
        return Deny()
    if ex.talk.asking is None and not any(c.isalnum() for c in _FACES.sub("", ex.text)):
        return Greet()
    return Unknown()
