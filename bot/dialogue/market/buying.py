"""村货: what other villagers of the county sell, shown with where it is and how fresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import marks_in, said_in, said_whole, without
from bot.dialogue.market import saying
from bot.dialogue.market.called import in_signs, spoken
from bot.dialogue.market.facts import OnSale
from bot.dialogue.market.questions import ChooseListing
from bot.dialogue.market.reading import plain
from bot.dialogue.questions import Offer
from bot.dialogue.replies import render
from bot.dialogue.saying import amount, numbered, short_day
from bot.domain.listing import Listing
from intents.goods.mentions import find_mentions
from intents.text.normalise import normalise
from intents.typed.reading import decode

MOST_SHOWN, MOST_SHOWN_SMS = 5, 2
MOST_NAMED = 3
LONGEST_GOODS, LONGEST_ASKED = 10, 25
_WHOSE = ("谁家", "哪家", "村里")
_AROUND = " 的:：?？。"
_FRESH = ("今天", "昨天", "前天")


def looked(ex: Exchange) -> bool:
    """村货, 村货 苹果: False where the message is about something else."""
    text = plain(ex.text)
    if ex.station is None:
        return False
    found = _of_villagers(ex, text)
    if found is None and (wanted := _by_other_words(ex, text)):
        found = wanted
    if found is None and said_whole("village_groups", text):
        ex.say("selling.no_group")
        return True
    if found is None and (goods := _goods_asked(text)) is not None:
        found = _called(ex, goods)
    if found is None:
        _ask_the_shop(ex, text)
        return False
    _show(ex, found)
    return True


def _show(ex: Exchange, found: Sequence[OnSale]) -> None:
    if found:
        put(ex, found)
    else:
        _drop_what_was_offered(ex)
        ex.say("selling.nothing_around")


def _called(ex: Exchange, goods: str) -> Sequence[OnSale]:
    """What is called so, in letters too; all there is where nothing is named."""
    if goods and goods.isascii():
        goods = in_signs(goods, [one.listing.goods for one in on_sale(ex)])
        goods = decode(normalise(goods), ex.facts.shop).text
    return [one for one in on_sale(ex) if goods in one.listing.goods or (goods and spoken(one.listing.goods, goods))]


def _drop_what_was_offered(ex: Exchange) -> None:
    """A digit that comes next means nothing of the shop's list before."""
    if isinstance(ex.talk.asking, Offer):
        ex.settled()


def _ask_the_shop(ex: Exchange, text: str) -> None:
    """谁家有土鸡蛋, and nobody has: the shop may."""
    asks = text.startswith(_WHOSE) and any(text.startswith(word) for word in marks_in("village_goods_who", text))
    goods = without("village_goods_who", text).strip(_AROUND + "吗呢啊卖") if asks else ""
    if 0 < len(goods) <= LONGEST_GOODS:
        ex.text = f"有没有{goods}"


def _of_villagers(ex: Exchange, text: str) -> Sequence[OnSale] | None:
    """我要村里的苹果: those that villagers sell, said to be theirs; None where it is about something else."""
    rest = without("village_goods_wants", text)
    _, marked, named = rest.partition(next(iter(marks_in("of_villagers", text)), " "))
    if not marked.strip() or len(text) > LONGEST_ASKED:
        return None
    found = [one for one in on_sale(ex) if spoken(one.listing.goods, named)]
    wants_goods = rest != text and bool(find_mentions(named, ex.facts.shop))
    return found if found or wants_goods else None


def _by_other_words(ex: Exchange, text: str) -> Sequence[OnSale]:
    """谁家卖苹果, 老张的苹果给我留十斤, 团购: () where nobody sells such, and the shop may."""
    if said_whole("village_groups", text):
        return [one for one in on_sale(ex) if one.listing.group_min is not None]
    asks = any(text.startswith(word) for word in marks_in("village_goods_who", text))
    keeps = said_in("village_goods_keep", text) and "的" in text  # 鸡蛋给我留一板 is an order of the shop
    if not (asks or keeps) or len(text) > LONGEST_ASKED:
        return ()
    named = text if asks else text.partition("的")[2]
    return [one for one in on_sale(ex) if _is_named(one.listing.goods, named, asks=bool(asks))]


def _is_named(goods: str, text: str, *, asks: bool) -> bool:
    """Whoever asks may say less of the name: 谁家卖鸡 of 老母鸡."""
    if not asks:
        return text.startswith(goods)
    words = without("village_goods_who", text).rstrip("的吗呢啊?？。 卖")
    return goods in text or (bool(words) and goods.endswith(words))


def on_sale(ex: Exchange) -> Sequence[OnSale]:
    """What others sell in the county and is not gone, nearest first."""
    if ex.station is None:
        return ()
    around = ex.facts.market.around(ex.station)
    return [one for one in around if one.listing.seller != ex.facts.person.id and one.listing.left > 0]


def put(ex: Exchange, found: Sequence[OnSale], start: int = 0) -> None:
    most = MOST_SHOWN_SMS if ex.sms else MOST_SHOWN
    start = start if start < len(found) else 0
    question = ChooseListing(keys=tuple(one.listing.key for one in found), start=start)
    rows = numbered((row(ex, one) for one in found[start : start + most]), start + 1)
    ex.ask(question, "selling.around_more" if len(found) > most else "selling.around", rows=rows)


def next_page(ex: Exchange, question: ChooseListing, found: Sequence[OnSale]) -> None:
    put(ex, found, question.start + (MOST_SHOWN_SMS if ex.sms else MOST_SHOWN))


def row(ex: Exchange, one: OnSale) -> str:
    """`苹果（一等）2元/斤，还有480斤，大湾村站12公里，今天上的`; a group buy says what it lacks."""
    listing = one.listing
    price = saying.priced(listing.price_fen or 0, listing.unit)
    parts = [f"{saying.goods(listing)}{price}"]
    if listing.group_min is None:
        parts.append(f"还有{amount(listing.left, listing.unit)}")
    else:
        parts.append(group(ex, listing))
    if not ex.sms:
        away = f"{round(one.km)}公里" if one.km is not None and one.km >= 1 else ""
        parts += [f"{one.station}{away}", *_fresh(ex.facts.at, listing.published_at)]
    return "，".join(parts)


def group(ex: Exchange, listing: Listing) -> str:
    """`差30斤成团，11月28日截止`."""
    until = listing.group_until.astimezone(ex.facts.at.tzinfo).date() if listing.group_until else ex.facts.at.date()
    left = amount(listing.lacking, listing.unit)
    return render("selling.group", ex.facts.channel, lacking=left, until=short_day(until))


def mention(ex: Exchange, names: Sequence[str]) -> None:
    """Beside what the shop has or lacks: villagers sell that too."""
    around = on_sale(ex) if names else ()
    found = [one for one in around if any(_same(one.listing.goods, name) for name in names)]
    if found:
        ex.say("selling.also", goods=found[0].listing.goods, row=row(ex, found[0]))


def _same(goods: str, name: str) -> bool:
    return goods in name or name in goods


def mention_any(ex: Exchange) -> None:
    """Beside the shop's kinds of goods; by SMS there is no room for it."""
    found = () if ex.sms else on_sale(ex)
    if found:
        names = dict.fromkeys(one.listing.goods for one in found)
        ex.say("selling.browse_also", goods="、".join(list(names)[:MOST_NAMED]))


def enough(listing: Listing, quantity: Decimal) -> bool:
    return 0 < quantity <= listing.left


def _fresh(at: datetime, published: datetime | None) -> list[str]:
    days = (at.date() - published.astimezone(at.tzinfo).date()).days if published else len(_FRESH)
    return [f"{_FRESH[days]}上的"] if 0 <= days < len(_FRESH) else []


def _goods_asked(text: str) -> str | None:
    """'' for everything; None where it is not asked what villagers sell."""
    if said_whole("village_goods", text):
        return ""
    head = next((word for word in marks_in("village_goods", text) if text.startswith(word)), None)
    if head is None:
        return None
    goods = without("what_of_it", text.removeprefix(head)).strip(_AROUND)
    return goods if len(goods) <= LONGEST_GOODS else None
