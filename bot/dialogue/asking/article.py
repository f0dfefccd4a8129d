"""Several articles fit: which one?"""

from __future__ import annotations

import msgspec

from bot.dialogue.asking.choice import left_of, none_fits, pick, shows_again
from bot.dialogue.asking.either import either
from bot.dialogue.basket import goods
from bot.dialogue.basket.amounts import Said, units_of
from bot.dialogue.basket.bare_amount import take_amount
from bot.dialogue.counter import unbooked
from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import visiting
from bot.dialogue.heard import Heard, beside
from bot.dialogue.heard import goods as goods_of
from bot.dialogue.questions import ChooseArticle, Wanted
from bot.dialogue.saying import called
from bot.dialogue.stumbling import stumble
from intents.acts import Act


def ask(ex: Exchange, question: ChooseArticle) -> None:
    wanted = question.wanted
    page = goods.page(ex, wanted.skus, question.start)
    ex.change(shown=tuple(product.sku for product in page))
    ex.ask(
        question,
        goods.page_key(ex, "ask.article", wanted.skus, question.start),
        goods=called(wanted.mention, goods.products(ex, wanted.skus)),
        count=len(wanted.skus),
        rows=goods.rows(ex, page, question.start),
    )


def more(ex: Exchange, question: ChooseArticle) -> None:
    """The next page; after the last comes the first."""
    start = goods.next_start(ex, question.wanted.skus, question.start)
    ask(ex, msgspec.structs.replace(question, start=start))


def answer(ex: Exchange, question: ChooseArticle, heard: Heard) -> tuple[Act, ...] | None:
    wanted = question.wanted
    if shows_again(ex, heard) or visiting.unwanted(ex, heard, wanted.skus):
        return ()
    if not heard.leaves and (picked := either(ex, heard, wanted.skus) or pick(ex, heard, wanted.skus)).groups:
        chosen = [_picked(ex, wanted, skus, said) for skus, said in picked.counted]
        if len(chosen) == 1:
            _narrow(ex, wanted, chosen[0])
        else:
            _choose(ex, *chosen)
        return ()
    if left := left_of(heard, wanted.skus):
        _choose(ex, msgspec.structs.replace(wanted, skus=left))
        return ()
    if heard.no and heard.digit is None and take_amount(ex):
        return ()
    if heard.no or heard.leaves:
        _drop(ex, wanted, all_of_it=heard.leaves)
        return heard.rest_without(wanted.skus)
    if heard.yes:
        stumble(ex, "ask.pick_first")
        return ()
    rest = _named(ex, wanted, heard)
    return () if rest is None and none_fits(ex, heard) else rest


def _several_named(wanted: Wanted, heard: Heard) -> list[Wanted]:
    """“立白和汰渍的”: each of them; [] where anything else is said, or asked."""
    items = goods_of(heard.acts[0]) if len(heard.acts) == 1 and not heard.asks else ()
    listed = [(tuple(sku for sku in wanted.skus if sku in item.skus), item) for item in items]
    if len(listed) <= 1 or not all(skus for skus, _ in listed):
        return []
    return [
        msgspec.structs.replace(wanted, skus=skus, quantity=item.quantity or wanted.quantity) for skus, item in listed
    ]


def _named(ex: Exchange, wanted: Wanted, heard: Heard) -> tuple[Act, ...] | None:
    """Goods were named again, some of them on the list; the rest of the message is still to be done."""
    if several := _several_named(wanted, heard):
        return _choose(ex, *several)
    for act in heard.acts:
        for item in goods_of(act):
            if set(item.skus) & set(wanted.skus):
                _narrow(ex, wanted, goods.remember(wanted, item))
                return beside(heard.acts, item)
    return None


def _picked(ex: Exchange, wanted: Wanted, skus: tuple[str, ...], said: Said | None) -> Wanted:
    quantity = units_of(ex, said, *skus) if said else wanted.quantity
    return msgspec.structs.replace(wanted, skus=skus, quantity=quantity)


def _narrow(ex: Exchange, before: Wanted, after: Wanted) -> None:
    if len(after.skus) == len(before.skus) > 1:
        ex.say("ask.still_several")
    _choose(ex, after)


def _choose(ex: Exchange, *chosen: Wanted) -> tuple[Act, ...]:
    """Take these in place of what was asked about; goods that wait behind it come next."""
    waiting = ex.talk.todo[1:]
    ex.change(todo=(), asking=None)
    for wanted in chosen:
        goods.take(ex, wanted)
    ex.change(todo=(*ex.talk.todo, *waiting))
    if ex.talk.todo:
        ex.settled()
    ex.shopping = True
    return ()


def _drop(ex: Exchange, wanted: Wanted, *, all_of_it: bool) -> None:
    if all_of_it and wanted.aim in unbooked.AIMS:
        unbooked.drop(ex, "manager.not_booked")
        return
    ex.change(todo=ex.talk.todo[1:])
    ex.settled()
    ex.shopping = True
    key = "manager.not_booked" if wanted.aim in unbooked.AIMS else "ask.dropped"
    ex.say(key, goods=called(wanted.mention, goods.products(ex, wanted.skus)))
