"""What sellers say of what they sell: 我卖的, 改价一块八, 还剩两百斤, 先不卖了, 又有了, 卖出去了吗, 卖了多少钱."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import is_question
from bot.dialogue.lexicon import said_in, said_whole, without
from bot.dialogue.market import called, drafting, going, left, saying, statement, weights
from bot.dialogue.market.meant import on_one, says_only, without_own
from bot.dialogue.market.questions import ConfirmOffer, DescribeOffer, TellOfOffer
from bot.dialogue.market.reading import amount_in, number_alone, plain, price_in
from bot.dialogue.saying import amount, numbered
from bot.domain.events import ListingChanged
from bot.domain.listing import LIVE, WAITING, Listing
from bot.domain.order import OPEN
from intents.offers import read_amount, read_offer, read_price
from intents.text.normalise import normalise
from intents.typed.reading import decode

MOST_SHOWN = 5
_REPRICES = re.compile("^.*?(?:改价|价钱改|价格改|单价改|改成每[一-鿿]?|降价|降到|涨价|涨到)[价钱格成为到回]*")
_BESIDE_A_PRICE = re.compile(
    r"[我俺咱家的把再给吧了啊嘛都也先价钱格到为\d.零一二两三四五六七八九十百千半块毛元 ,，。!！]"
)
_LETTERS = re.compile(r"[A-Za-z]{2}")
LIKE = 2
"""A bare number that is up to so many times the price may be another price."""
LONGEST, LONGEST_TYPED = 30, 60
"""Longer messages say something else."""


def told(ex: Exchange) -> bool:
    """Whether the message was about what the person sells; False leaves it to be understood otherwise."""
    return _told(ex) or _told_in_letters(ex)


def _told_in_letters(ex: Exchange) -> bool:
    """Pinyin of who sells something, hai you 200 jin, is read as the words it stands for."""
    typed = ex.text
    if not _LETTERS.search(typed) or not typed.isascii() or len(typed) > LONGEST_TYPED or not ex.facts.market.own():
        return False
    signs = called.in_signs(typed, [one.goods for one in ex.facts.market.own()])
    decoded = decode(normalise(signs), ex.facts.shop).text
    own = any(called.spoken(one.goods, decoded) for one in ex.facts.market.own())
    for heard in (decoded, decoded.replace("买", "卖") if own else decoded):  # both are typed mai
        ex.text = heard
        if heard != typed and _told(ex):
            return True
    ex.text = typed
    return False


def _told(ex: Exchange) -> bool:
    sections = _said(ex.text)
    if not sections:
        return _offers_more(ex)
    if not ex.facts.market.own():
        return sections[0] in _WHOLE and _nothing_yet(ex)
    done = any(_DEEDS[section](ex) for section in sections)
    if done and isinstance(ex.talk.asking, TellOfOffer):
        ex.settled()  # what was still to be told of an offer is overtaken
    return done


def _nothing_yet(ex: Exchange) -> bool:
    """A manager who asks how much was sold means his station."""
    if said_whole("mine_on_its_way", ex.text) and ex.facts.orders():
        return False  # 我的货: what she bought
    if not ex.facts.person.manages:
        ex.say("selling.none_yet")
    return not ex.facts.person.manages


def _said(text: str) -> list[str]:
    """The sections that may be meant; questions, and longer messages, say something else: 酱油不卖了吗."""
    whole = [section for section in _WHOLE if said_whole(section, text)]
    if whole or len(text) > LONGEST:
        return whole
    words = plain(text)
    within = [section for section in _DEEDS if section not in _WHOLE and said_in(section, words)]
    asks = bool(within) and is_question(text)
    return [section for section in within if not asks or section in _LIKE_QUESTIONS]


def _show(ex: Exchange) -> bool:
    """What was withdrawn before anybody looked at it, or said anew, is no more."""
    own = [one for one in ex.facts.market.own() if one.status != "expired" or one.published_at is not None]
    if not own:
        return _nothing_yet(ex)
    rows = [f"{saying.brief(one)}，{saying.status(one, ex.facts.channel)}" for one in own]
    ex.say("selling.mine", rows=numbered(rows[:MOST_SHOWN]))
    return True


def _money(ex: Exchange) -> bool:
    """钱呢, of who sold something."""
    if not says_only(ex, "sell_money") or not ex.facts.market.sales():
        return False
    statement.told(ex)
    return True


def _why(ex: Exchange) -> bool:
    """蜂蜜咋没收: what the station said of it."""
    refused = [one for one in ex.facts.market.own() if one.status == "refused"]
    meant = next(iter(called.named(refused, ex.text, lambda one: one.goods) or refused), None)
    if meant is None or not says_only(ex, "sell_why"):
        return False
    ex.say("selling.why_refused", goods=meant.goods, reason=meant.reason)
    return True


def _offers_more(ex: Exchange) -> bool:
    """鸭蛋一块五一个，100个, whatever stands before it; only an amount with a price is looked at."""
    text = plain(ex.text)
    span, price, _ = read_price(text) if len(text) <= LONGEST else (None, None, None)
    if price is None or read_amount(text, span)[1] is None:
        return False
    return not is_question(text) and not said_in("no_name", text) and _another(ex)


def _another(ex: Exchange) -> bool:
    """还有核桃一百斤，12块: beside what was offered lately, with an amount and a price, it is an offer as well."""
    lately = any(ex.facts.at - one.created_at <= drafting.LATELY for one in ex.facts.market.own())
    if not lately or ex.talk.basket.lines or isinstance(ex.talk.asking, DescribeOffer | ConfirmOffer):
        return False
    offer = read_offer(plain(ex.text))
    draft = drafting.of(offer) if offer else None
    if draft is None or not draft.goods or draft.quantity is None or draft.price_fen is None:
        return False
    drafting.take(ex, draft)
    return True


def _statement(ex: Exchange) -> bool:
    statement.told(ex)
    return True


def _reprice(ex: Exchange) -> bool:
    if "价" not in ex.text and not _says_a_price(ex):
        return False  # 酱油涨到三块了
    price = price_in(ex.text) or price_in(_REPRICES.sub("", plain(ex.text)), bare=True)
    return _reprice_one(ex, price) if price else False


def _reprice_one(ex: Exchange, price: tuple[int, str]) -> bool:
    """Said of what is being offered just now, it is that question's answer."""
    if isinstance(ex.talk.asking, DescribeOffer | ConfirmOffer):
        return False
    return on_one(ex, (*LIVE, *WAITING), lambda one: _new_price(ex, one, price))


def _new_price(ex: Exchange, listing: Listing, price: tuple[int, str]) -> None:
    said, unit = price
    per = weights.meant(said, unit or listing.unit)
    fen = weights.priced(said, per, listing.unit)
    if fen is None:
        ex.say("selling.price_unit", unit=listing.unit)
        return
    ex.cause(ListingChanged(listing=listing.key, price_fen=fen))
    now = saying.in_both(saying.priced(said, per), saying.priced(fen, listing.unit))
    if listing.status not in WAITING:
        ex.say("selling.repriced", goods=listing.goods, price=now)
        return
    ex.say("selling.repriced_waiting", goods=listing.goods, price=now)
    what = f"{listing.goods}，改价{now}"  # whoever comes to look at it heard of another price
    ex.alert("listing", "info", "manager.listing", about=f"{listing.key}:{fen}", what=what)


def _price_now(ex: Exchange) -> bool:
    if ex.talk.basket.lines or not _says_a_price(ex):
        return False
    price = price_in(ex.text) or _bare_price(ex)
    return _reprice_one(ex, price) if price else False


def _says_a_price(ex: Exchange) -> bool:
    """Whether nothing is said but own goods and a price: 我有两百斤红薯要卖，八毛一斤 is another offer."""
    said = plain(ex.text)
    price = read_price(said)[0]
    if read_amount(said, price)[0] is not None:
        return False
    rest = without_own(ex, said[: price[0]] + " " + said[price[1] :] if price else said)
    rest = without("sell_reprices", without("sell_price_now", without("sell_corrects", rest)))
    return not _BESIDE_A_PRICE.sub("", rest)


def _bare_price(ex: Exchange) -> tuple[int, str] | None:
    """那改成90, right after an offer of about that price, and with nothing ordered of the shop."""
    said = without_own(ex, plain(ex.text))
    number = number_alone(without("sell_price_now", without("sell_corrects", said)).strip(" ,，的把吧了"))
    lately = [one for one in ex.facts.market.own() if ex.facts.at - one.created_at <= drafting.LATELY and one.price_fen]
    if number is None or any(order.status in OPEN for order in ex.facts.orders()):
        return None
    near = any(1 <= LIKE * number * 100 / (one.price_fen or 1) <= LIKE * LIKE for one in lately)
    return (int(number * 100), "") if near else None


def _group_wished(ex: Exchange) -> bool:
    """六十斤成团, of who sells: the station begins it."""
    on_sale = [one for one in ex.facts.market.own() if one.status == "approved"]
    meant = called.named(on_sale, ex.text, lambda one: one.goods) or on_sale
    wished = amount_in(ex.text)
    if ex.facts.person.manages or not meant or wished is None:
        return False
    ex.say("selling.group_wished", goods=meant[0].goods, minimum=amount(*wished))
    return True


_DEEDS: dict[str, Callable[[Exchange], bool]] = {
    "sell_mine": _show,
    "sell_earned": _statement,
    "sell_sold": going.sold_so_far,
    "sell_stops": going.pause,
    "sell_stops_one": going.pause_named,
    "sell_gone": going.gone,
    "sell_used_up": going.used_up,
    "sell_lost": going.lost,
    "sell_stops_typed": going.pause_typed,
    "sell_goes_on": going.go_on,
    "sell_again": going.again,
    "sell_reprices": _reprice,
    "sell_price_now": _price_now,
    "sell_left": left.told,
    "sell_left_now": left.told_alone,
    "sell_amount_now": left.changed,
    "sell_groups": _group_wished,
    "sell_money": _money,
    "sell_why": _why,
    "sell_more": _another,
}
_WHOLE = ("sell_mine", "sell_earned")
_LIKE_QUESTIONS = ("sell_sold", "sell_used_up", "sell_lost", "sell_money", "sell_why")
"""卖了没 is a question itself, and 苹果没有了 only looks like one."""
