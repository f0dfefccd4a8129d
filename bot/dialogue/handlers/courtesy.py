"""你好、谢谢、再见、怎么用: kind words, and the way to what one came for."""

from __future__ import annotations

from bot.dialogue.exchange import Exchange
from bot.dialogue.family.people import parents, recipient, theirs
from bot.dialogue.lexicon import said_in
from bot.dialogue.market.questions import ChooseListing, ConfirmPurchase, HowMuchOf
from bot.dialogue.orders import faulty, paying
from bot.dialogue.questions import ReadBack, WhichStation
from bot.dialogue.stumbling import stumble
from intents.acts import Bye, Greet, Help, Thanks, Unknown
from intents.text.words import said

LONGEST_QUOTE = 12


def greet(ex: Exchange, _said: tuple[Greet, ...]) -> None:
    if ex.station is None and ex.talk.asking is None and (ties := parents(ex)):
        ex.say("family.greet", whose=theirs(ex, ties[0]), word=ties[0].word or recipient(ex, ties[0]))
    elif ex.station is None and ex.talk.asking is None:
        ex.ask(WhichStation(), "courtesy.greet_where")
    else:
        ex.say("courtesy.greet_manager" if ex.facts.person.manages else "courtesy.greet")


def thanks(ex: Exchange, _said: tuple[Thanks, ...]) -> None:
    ex.quiet = True
    ex.say("courtesy.thanks")


def bye(ex: Exchange, _said: tuple[Bye, ...]) -> None:
    ex.quiet = True
    if isinstance(ex.talk.asking, ReadBack):
        ex.say("courtesy.bye_read")
    else:
        ex.say("courtesy.bye_basket" if ex.talk.basket.lines else "courtesy.bye")


def help_(ex: Exchange, _said: tuple[Help, ...]) -> None:
    if said_in("paying", ex.text) and not ex.facts.person.manages:
        paying.told(ex)
        return
    ex.say("courtesy.help_manager" if ex.facts.person.manages else "courtesy.help")


def unknown(ex: Exchange, _said: tuple[Unknown, ...]) -> None:
    if said_in("bargains", ex.text):
        of_villagers = isinstance(ex.talk.asking, ChooseListing | HowMuchOf | ConfirmPurchase)
        ex.say("selling.seller_sets_price" if of_villagers else "courtesy.fixed_price")
    elif said_in("machine", ex.text):
        ex.say("courtesy.machine")
    elif said("services").search(ex.text):
        ex.say("courtesy.no_such_service")
    elif _tells_how(ex) or (ex.talk.asking is None and faulty.told(ex)):
        return
    elif ex.facts.person.manages and said_in("fetched", ex.text):
        ex.say("manager.which_code")
    elif ex.talk.asking is not None:
        stumble(ex, "courtesy.not_an_answer", words=ex.text[:LONGEST_QUOTE])
    elif not ex.said:
        stumble(ex, "courtesy.unknown_manager" if ex.facts.person.manages else "courtesy.unknown")


def _tells_how(ex: Exchange) -> bool:
    """Whether a manager only said the verb, or no amount, and is shown how goods are told."""
    opening = ex.text[:4] if ex.facts.person.manages else ""
    if said_in("says_count", opening):
        ex.say("manager.how_count")
    elif said_in("says_stock_in", opening):
        ex.say("manager.how_stock_in")
    else:
        return False
    return True
