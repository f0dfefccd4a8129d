"""What a manager says or asks of somebody's order, by the number on its slip or by a name: 1号的酱油到了，盐没到;
4号的师傅改到周日下午; 老李的钱给了没."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.counter import deeds, recipients
from bot.dialogue.exchange import Exchange
from bot.dialogue.fitting import rebooking
from bot.dialogue.handlers.own_station import open_orders
from bot.dialogue.lexicon import said_in
from bot.dialogue.replies import render
from bot.domain.money import yuan
from bot.domain.order import ON_THE_WAY, Order, Status
from intents.acts import Act, OrderStatus, ParcelOf, ViewCart
from intents.text.normalise import normalise
from intents.values.dates import read_schedule

LONGEST = 30
"""Characters; more is a story."""
MOST_SHOWN = 5
_SLIP = re.compile(r"(?:把|那个|刚才)?(?P<slip>\d{1,3})\s*[号单](?!\d)(?:那?单|家)?的?")
_WHO = re.compile(r"(?:把|那个|刚才)?(?P<who>[一-鿿]{2,6}?)(?:他|她)?(?:家|那单|这单|那边)?(?:的|，|,|那个|那台|$)")
_SOME_CAME = re.compile(r"(?:到|来)(?:了|齐|货)")
_SOME_LACKS = re.compile(r"没有?(?:到|来|见)|未到|还没|还缺|缺了?|差了?|少了?")
_PAID = re.compile(
    r"(?:把|那个|刚才)?(?P<of>.{1,8}?)(?:的|那单|家|那边)*(?:给|付|交)?(?:钱|款子?)(?:都|也|还)?(?:给|付|交|收|结)?(?:了|过|齐|清)*(?:没有|没得|没|吗|不)[了啊呀呢。？?]*"
)
_NOT_PAID = re.compile(
    r"(?:还有)?(?:谁|哪些人?|哪几[个家]|哪家)(?:还)?(?:没|未|欠|没有)(?:着)?(?:给|付|交)?(?:过)?(?:钱|款)(?:的)?[了啊呀呢。？?]*"
)


def told(ex: Exchange) -> bool:
    """Whether it was dealt with; False leaves the message to be understood otherwise."""
    if not ex.facts.person.manages or len(ex.text) > LONGEST:
        return False
    return _came_in_part(ex) or _payment_asked(ex)


def asked(ex: Exchange, acts: Sequence[Act]) -> tuple[Act, ...]:
    """孙二娘啥时候能拿到: a question for an order, or what is in it, that begins with somebody is for theirs; () where it is not."""
    about = acts and all(isinstance(act, OrderStatus | ViewCart) for act in acts)
    if not about or not ex.facts.person.manages or len(ex.text) > LONGEST:
        return ()
    orders = open_orders(ex)
    called = recipients.said_as(order.recipient for order in orders)
    words = max((words for words in called if len(words) > 1 and ex.text.startswith(words)), key=len, default="")
    found, rest = _meant(ex, orders)
    people = called[words] if words else dict.fromkeys(order.recipient for order in found if rest)
    return (ParcelOf(people=tuple(people), fate="asked"),) if people else ()


def _came_in_part(ex: Exchange) -> bool:
    """An order is here when all of it is; until then nobody is called."""
    if not (_SOME_CAME.search(ex.text) and _SOME_LACKS.search(ex.text)) or "?" in ex.text or "？" in ex.text:
        return False
    found, rest = _meant(ex, open_orders(ex))
    if len(found) != 1 or not ("," in rest or "，" in rest):
        return False
    order = found[0]
    if order.status not in (*ON_THE_WAY, Status.AT_STATION):
        return False
    key = "manager.came_in_part" if order.status in ON_THE_WAY else "manager.here_in_part"
    ex.say(key, slip=order.slip, who=order.recipient)
    return True


def visit_moved(ex: Exchange) -> bool:
    """The villager hears of it. An open question is put once more."""
    if not ex.facts.person.manages or len(ex.text) > LONGEST:
        return False
    if not (said_in("fitter", ex.text) or "装" in ex.text) or not said_in("fitting_wish", ex.text):
        return False
    found, rest = _meant(ex, open_orders(ex))
    said = read_schedule(normalise(rest).text, ex.facts.at) if rest else None
    if said is None or not (found or _SLIP.match(ex.text)):
        return False
    fitted = [order for order in found if order.installation]
    if len(fitted) == 1:
        ex.text = rest
        rebooking.move(ex, fitted[0], rebooking.wished(ex, fitted[0], said.schedule))
    else:
        _say_no_one_visit(ex, found, fitted)
    ex.text = ""  # heard already
    return True


def _say_no_one_visit(ex: Exchange, found: Sequence[Order], fitted: Sequence[Order]) -> None:
    """Nobody is called so, nothing of theirs is fitted, or several things are."""
    if not found:
        ex.say("manager.not_found", number=f"{_slip(ex)}号")
    elif not fitted:
        ex.say("manager.no_visit", slip=found[0].slip, who=found[0].recipient)
    else:
        rows = "、".join(f"{order.slip}号{order.recipient}" for order in fitted[:MOST_SHOWN])
        ex.say("manager.which_visit", rows=rows)


def _payment_asked(ex: Exchange) -> bool:
    """Whoever did not pay online pays when it is fetched."""
    text = ex.text.strip()
    everybody = _NOT_PAID.fullmatch(text)
    asked = None if everybody else _PAID.fullmatch(text)
    if not everybody and asked is None:
        return False
    known = [*open_orders(ex), *deeds.handed_over(ex)]
    found = [o for o in known if o.status is Status.AT_STATION and not o.is_paid] if everybody else []
    if asked is not None:
        slip = _SLIP.fullmatch(asked["of"])
        found = list(recipients.meant(ex, slip["slip"] if slip else asked["of"].rstrip("家的"), known).orders)
    if not found and (everybody or _SLIP.match(text)):
        ex.say("manager.all_paid" if everybody else "manager.not_found", number=f"{_slip(ex)}号")
        return True
    ex.said += [_paid_row(ex, order) for order in found[:MOST_SHOWN]]
    return bool(found)


def _paid_row(ex: Exchange, order: Order) -> str:
    if order.is_paid:
        key = "manager.paid_online"
    elif order.status is Status.COLLECTED:
        key = "manager.paid_over_counter" if _cash_of(ex, order) else "manager.no_cash_entered"
    else:
        key = "manager.pays_when_fetched"
    return render(key, ex.facts.channel, slip=order.slip, who=order.recipient, due=yuan(order.due_fen))


def _cash_of(ex: Exchange, order: Order) -> bool:
    """Whether cash was entered for it, as far as this talk remembers."""
    entries = [entry for deed in ex.talk.deeds for entry in deed.cash]
    return any(entry.number == order.number or entry.person == order.recipient for entry in entries)


def _slip(ex: Exchange) -> str:
    found = _SLIP.match(ex.text)
    return found["slip"] if found else ""


def _meant(ex: Exchange, orders: Sequence[Order]) -> tuple[Sequence[Order], str]:
    """The orders of whoever the message begins with, and the words behind; no words where it begins with nobody."""
    if slip := _SLIP.match(ex.text):
        return recipients.meant(ex, slip["slip"], orders).orders, ex.text[slip.end() :]
    who = _WHO.match(ex.text)
    found = recipients.meant(ex, who["who"], orders).orders if who else ()
    return found, ex.text[who.end() :] if who and found else ""
