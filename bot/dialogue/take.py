"""The entry of the dialogue: a message in, a turn out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.dialogue import faq, stumbling
from bot.dialogue.answer import respond
from bot.dialogue.asking import survey
from bot.dialogue.asking.table import ASKING
from bot.dialogue.asking.telling import photo_taken
from bot.dialogue.counter import behalf, deeds, late_list, named_orders, spoiled
from bot.dialogue.exchange import Exchange
from bot.dialogue.facts import Facts
from bot.dialogue.family import shopping, words
from bot.dialogue.fitting import fitted, passed_visit, readiness, rebooking, sheet
from bot.dialogue.lexicon import said_whole
from bot.dialogue.market import bought, buying, desk, editing, failing, of_seller
from bot.dialogue.merchants import campaigns, surveys
from bot.dialogue.orders import awaited, faulty, paid, paying, troubled
from bot.dialogue.person import elsewhere, exporting, inviting, joining, linking, naming, silence
from bot.dialogue.readable import LONGEST_TEXT, readable
from bot.dialogue.reminding import reminders, suggesting
from bot.dialogue.setting_aside import restore, stale
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.dialogue.understood import understood
from bot.domain.message import (
    AnyContent,
    Clicked,
    Content,
    Followed,
    Left,
    Link,
    Picture,
    Place,
    Receipt,
    Scanned,
    Text,
    Unreadable,
    Voice,
)
from intents.acts import (
    Act,
    Browse,
    Checkout,
    Help,
    Human,
    OrderStatus,
    ViewCart,
)

MENU: dict[str, Act] = {
    "browse": Browse(),
    "cart": ViewCart(),
    "checkout": Checkout(),
    "orders": OrderStatus(),
    "help": Help(),
    "human": Human(),
}
"""Keys of the account's menu buttons."""


def take_turn(talk: Talk, content: AnyContent, facts: Facts) -> Turn:
    """What a message leads to: the talk afterwards, the reply, and what happened. Pure."""
    ex = Exchange(talk, facts, readable(content.text) if isinstance(content, Text) else "")
    if not silence.keeps_silent(ex, content):
        READERS[type(content)](ex, content)
    return ex.turn()


def _text(ex: Exchange, _content: Text) -> None:
    if not ex.text:
        ex.say("kinds.empty")
        respond(ex, ())
    elif len(ex.text) > LONGEST_TEXT:
        ex.say("kinds.too_long")
        respond(ex, ())
    elif any(took(ex) for took in BEFORE_THE_QUESTION):
        respond(ex, ())
    elif not any(took(ex) for took in WHOLE_MESSAGES):
        naming.noted_beside(ex)
        elsewhere.told(ex)
        acts = understood(ex)
        if not (stale(ex, acts) or awaited.meant(ex, acts)):
            respond(ex, acts)


def _command(ex: Exchange) -> bool:
    """Words that belong to the conversation itself: M for more, 恢复."""
    if said_whole("more", ex.text):
        question = ex.talk.asking
        more = ASKING[type(question)].more if question else None
        if ex.talk.pages:
            ex.turn_page()
        elif more:
            more(ex, question)
        else:
            ex.say("kinds.no_more")
        return True
    if said_whole("restore", ex.text) and (ex.talk.shelved is not None or not ex.facts.person.opted_out):
        restore(ex)
        respond(ex, ())
        return True
    return False


def _clicked(ex: Exchange, content: Clicked) -> None:
    respond(ex, (MENU.get(content.key, Help()),))


def _followed(ex: Exchange, content: Followed) -> None:
    joining.by_code(ex, content.scene, new=True)


def _scanned(ex: Exchange, content: Scanned) -> None:
    joining.by_code(ex, content.scene, new=False)
    respond(ex, ())


def _place(ex: Exchange, content: Place) -> None:
    if not joining.by_place(ex, content):
        _kindly("kinds.place")(ex, content)


def _picture(ex: Exchange, content: Picture) -> None:
    if not (survey.photo(ex, content) or photo_taken(ex, content.url or content.media_id)):
        _kindly("kinds.picture")(ex, content)


def _left(ex: Exchange, _content: Left) -> None:
    ex.talk = Talk()


def _nothing(ex: Exchange, content: Receipt) -> None:
    """Nobody is there to be answered."""


def _kindly(key: str) -> Callable[[Exchange, Content], None]:
    """Say why this cannot be read, and put an open question once more."""

    def answer(ex: Exchange, _content: Content) -> None:
        ex.say(key)
        respond(ex, ())

    return answer


READERS: dict[type[Content], Callable[[Exchange, Any], None]] = {
    Text: _text,
    Voice: _kindly("kinds.voice"),
    Picture: _picture,
    Place: _place,
    Link: _kindly("kinds.link"),
    Unreadable: _kindly("kinds.unreadable"),
    Followed: _followed,
    Scanned: _scanned,
    Clicked: _clicked,
    Left: _left,
    Receipt: _nothing,
}

Takes = Callable[[Exchange], bool]
"""Does what a message asks where it asks for just that, and tells whether it was so."""

BEFORE_THE_QUESTION: tuple[Takes, ...] = (
    naming.named,
    shopping.turned_to,
    named_orders.visit_moved,
    behalf.turned_to,
    deeds.taken_back,
    spoiled.told,
    campaigns.took,
    suggesting.took,
    stumbling.explained,
    faulty.exchanged,
)
"""After these an open question is put once more."""
_OF_FITTERS: tuple[Takes, ...] = (
    readiness.dropped,
    passed_visit.answered,
    fitted.answered,
    sheet.asked,
    late_list.asked,
    rebooking.asked,
    troubled.answered,
    faq.answered,
)
_OF_SELLERS: tuple[Takes, ...] = (
    desk.told,
    failing.told,
    editing.told,
    bought.called_off,
    bought.told,
    of_seller.ordered,
    buying.looked,
)
WHOLE_MESSAGES: tuple[Takes, ...] = (
    _command,
    named_orders.told,
    words.told,
    linking.phone_or_code,
    inviting.redeemed,
    silence.handed_back,
    *_OF_FITTERS,
    *_OF_SELLERS,
    surveys.asked,
    campaigns.asked,
    reminders.asked,
    suggesting.refused,
    paid.told,
    paying.asked,
    exporting.asked,
    elsewhere.asked,
)
"""Who asks for one of these asks for nothing else; the first that takes a message has it."""
