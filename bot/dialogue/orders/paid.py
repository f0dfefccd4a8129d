"""付了没, 退款到哪了: whether the money arrived, and whether it went back, as the ledger of what is paid online says."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.saying import brief
from bot.domain.money import yuan
from bot.domain.order import OPEN, RECEIVED, Order, Status

LONGEST = 16
_PERHAPS = re.compile(r"[付退]|fu|tui")
_ENDS = r"[。！!？?，, ]*"
_PAID = re.compile(
    rf"""(?:我|俺|咱|孩子|儿子|闺女|女儿)?(?:的)?(?:[这那]?一?个?单子?)?(?:的)?(?:钱|款|货款)?  # whose, and of what
        (?:我)?(?:是不是|有没有|到底)?(?:已经|早就|都|早|刚才?)?
        (?:付过?(?:钱|款|账)?(?:了|没有?)|付(?:钱|款|账)?过了?|付[好完成上](?:钱|款)?了?|不是付过?(?:钱)?了)
        (?:没有?|吗|嘛|么|不|呀|吧|的)?{_ENDS}
    |(?:qian[ ])?fu[ ](?:hao[ ]|guo[ ])?(?:le|guo)(?:[ ]ma|[ ]mei)?{_ENDS}""",
    re.VERBOSE,
)
_BACK = re.compile(r"退.{0,3}[钱款]|[钱款].{0,8}退|tui ?(?:kuan|qian)|qian.{0,8}tui")
_WHETHER = re.compile(r"吗|没|呢|哪|什么时候|啥时候|几时|几天|多久|多会儿?|怎么|咋|到账|回来|ma$|mei|na ?li|nar")
_WISHES = re.compile(r"要退|想退|[能可会]|坏|怎么退|咋退|不[好合对]|换")


def told(ex: Exchange) -> bool:
    """Whether the message asks after money that was paid or goes back, and is dealt with."""
    if ex.facts.person.manages or len(ex.text) > LONGEST or not _PERHAPS.search(ex.text):
        return False
    if _PAID.fullmatch(ex.text.strip()):
        return _paid(ex)
    if _BACK.search(ex.text) and _WHETHER.search(ex.text) and not _WISHES.search(ex.text):
        told = [_went_back(ex, order) for order in ex.facts.orders()[:2]]
        return any(told)
    return False


def of_open(ex: Exchange) -> bool:
    """Say of an order under way that it is paid, where it is."""
    paid = next((order for order in ex.facts.orders() if order.status in OPEN and order.paid_fen), None)
    if paid is not None:
        _say_paid(ex, paid)
    return paid is not None


def goes_back(ex: Exchange, order: Order) -> None:
    """Beside a cancelled order: what was paid for it comes back."""
    if order.paid_fen:
        ex.say("paying.goes_back", back=yuan(order.paid_fen))


def _paid(ex: Exchange) -> bool:
    """Of the newest order; where that went wrong, what became of its money."""
    order = next(iter(ex.facts.orders()), None)
    if order is None:
        return False
    if order.status in (*OPEN, *RECEIVED) and order.paid_fen:
        _say_paid(ex, order)
    elif order.status in OPEN and (link := ex.facts.pay_link(order, _me(ex, order))):
        ex.say("paying.not_seen", goods=brief(order, 12 if ex.sms else 24), link=link)
    else:
        return _went_back(ex, order)
    return True


def _say_paid(ex: Exchange, order: Order) -> None:
    key = "paying.paid" if order.is_paid else "paying.paid_part"
    ex.say(
        key,
        goods=brief(order, 12 if ex.sms else 24),
        number=order.number,
        paid=yuan(order.paid_fen),
        due=yuan(order.due_fen),
    )


def _went_back(ex: Exchange, order: Order) -> bool:
    """Say what of an order's money is on its way back, or back; False where there is none."""
    coming, came = ex.facts.given_back(order.number)
    if coming:
        ex.say("paying.coming_back", number=order.number, back=yuan(coming))
    if came:
        ex.say("paying.came_back", number=order.number, back=yuan(came))
    stuck = order.status in (Status.CANCELLED, Status.REFUNDED) and order.paid_fen > 0
    if stuck:  # the platform gave it up, and the county was told
        ex.say("paying.stuck", number=order.number, back=yuan(order.paid_fen))
    return bool(coming or came or stuck)


def _me(ex: Exchange, order: Order) -> str:
    """Whose own link it is: a child's, for what the child ordered."""
    return ex.facts.person.id if order.helper == ex.facts.person.id else ""
