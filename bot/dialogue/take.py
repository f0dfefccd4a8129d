"""The entry of the dialogue: a message in, a turn out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.dialogue import (
    awaited,
    behalf,
    campaigns,
    deeds,
    elsewhere,
    exporting,
    faq,
    fitted,
    fitting_moves,
    fitting_sheet,
    inviting,
    joining,
    late_list,
    linking,
    naming,
    paid,
    passed_visit,
    paying,
    readiness,
    reminders,
    silence,
    suggesting,
    surveys,
    troubled,
)
from bot.dialogue.answer import respond
from bot.dialogue.asking import survey
from bot.dialogue.asking.table import ASKING
from bot.dialogue.asking.telling import photo_taken
from bot.dialogue.exchange import Exchange
from bot.dialogue.facts import Facts
from bot.dialogue.family import shopping, words
from bot.dialogue.lexicon import said_whole
from bot.dialogue.market import bought, buying, desk, editing, failing, of_seller
from bot.dialogue.readable import LONGEST_TEXT, readable
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
    elif (
        naming.named(ex)
        or shopping.turned_to(ex)
        or behalf.turned_to(ex)
        or deeds.taken_back(ex)
        or campaigns.took(ex)
        or suggesting.took(ex)
    ):
        respond(ex, ())
    elif not (
        _command(ex)
        or words.told(ex)
        or linking.phone_or_code(ex)
        or inviting.redeemed(ex)
        or silence.handed_back(ex)
        or _of_fitters(ex)
        or _of_sellers(ex)
        or surveys.asked(ex)
        or campaigns.asked(ex)
        or reminders.asked(ex)
        or suggesting.refused(ex)
        or paid.told(ex)
        or paying.asked(ex)
        or exporting.asked(ex)
    ):
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


def _of_fitters(ex: Exchange) -> bool:
    """Words about those who install what is ordered."""
    return (
        readiness.dropped(ex)
        or passed_visit.answered(ex)
        or fitted.answered(ex)
        or fitting_sheet.asked(ex)
        or late_list.asked(ex)
        or fitting_moves.asked(ex)
        or troubled.answered(ex)
        or faq.answered(ex)
    )


def _of_sellers(ex: Exchange) -> bool:
    """Words about what villagers sell."""
    return (
        desk.told(ex)
        or failing.told(ex)
        or editing.told(ex)
        or bought.called_off(ex)
        or bought.told(ex)
        or of_seller.ordered(ex)
        or buying.looked(ex)
    )


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
