"""What sellers and buyers of villagers' goods hear."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.market import saying
from bot.dialogue.notices.around import Around, Writers
from bot.dialogue.replies import render
from bot.dialogue.saying import amount, short_day
from bot.domain.events import (
    GroupClosed,
    ListingInspected,
    ListingMoved,
    ListingOrdered,
    SaleCancelled,
    SaleHanded,
    SellerPaid,
)
from bot.domain.letter import Letter
from bot.domain.listing import RULES
from bot.domain.money import yuan

_MOVES = {
    "refused": "sell_refused",
    "expired": "sell_expired",
    "paused": "sell_paused",
    "approved": "sell_resumed",
}
_HOW = {how: word for word, how in RULES.paid_by.items()}


def _moved(event: ListingMoved, around: Around) -> Iterable[Letter]:
    listing = event.listing
    notice = _MOVES.get(event.to)
    if notice is None or event.by == "seller":
        return
    said = {"goods": listing.goods, "reason": event.reason, "left": amount(listing.left, listing.unit)}
    once = f":{event.at.timestamp():.0f}" if event.to in ("paused", "approved") else ""  # it may be paused again
    yield _letter(around, f"{listing.key}:{event.to}{once}", listing.seller, notice, said)


def _inspected(event: ListingInspected, around: Around) -> Iterable[Letter]:
    listing = event.listing
    what = f"{saying.graded(listing.goods, event.grade)}{amount(event.quantity, listing.unit)}"
    said = {"goods": listing.goods, "what": what, "price": saying.priced(event.price_fen, listing.unit)}
    notice = "sell_published"
    if listing.price_fen not in (None, event.price_fen):
        notice = "sell_published_at"
        said["asked"] = saying.priced(listing.price_fen or 0, listing.unit)
    yield _letter(around, f"{listing.key}:approved", listing.seller, notice, said)


def _ordered(event: ListingOrdered, around: Around) -> Iterable[Letter]:
    """What is only pledged counts when the group buy has come together."""
    listing, sale = event.listing, event.sale
    if sale.status != "open":
        return
    rest = listing.left - sale.quantity
    left = render("notices.sell_left", "wechat", left=amount(rest, sale.unit)) if rest else _gone()
    what = f"{listing.goods}{amount(sale.quantity, sale.unit)}"
    said = {"goods": listing.goods, "what": what, "day": short_day(sale.bring_by, around.at.date()), "left": left}
    yield _letter(around, f"{sale.key}:sold", listing.seller, "sell_sold", said)


def _group_closed(event: GroupClosed, around: Around) -> Iterable[Letter]:
    listing, end = event.listing, "reached" if event.reached else "lapsed"
    once = f"{listing.key}:{end}:{event.at.timestamp():.0f}"
    day = short_day(event.bring_by, around.at.date())
    said = {"goods": listing.goods, "what": f"{listing.goods}{amount(listing.sold, listing.unit)}", "day": day}
    yield _letter(around, once, listing.seller, f"sell_group_{end}", said)
    for sale in event.pledged:
        if sale.buyer:
            what = f"{listing.goods}{amount(sale.quantity, sale.unit)}"
            mine = said | {"what": what, "refund": _refund(sale.paid_fen)}
            yield _letter(around, f"{sale.key}:{end}", sale.buyer, f"buy_group_{end}", mine)


def _cancelled(event: SaleCancelled, around: Around) -> Iterable[Letter]:
    """Of what was only pledged the seller never heard."""
    sale, listing = event.sold.sale, event.sold.listing
    said = {"goods": listing.goods, "what": saying.ordered_of(event.sold)}
    if sale.status == "open" and event.by != "seller":
        notice = "sell_cancelled" if event.by == "buyer" else "sell_called_off"
        yield _letter(around, f"{sale.key}:cancelled", listing.seller, notice, said)
    if sale.buyer and event.by != "buyer":
        back = said | {"refund": _refund(sale.paid_fen)}
        yield _letter(around, f"{sale.key}:failed", sale.buyer, "buy_failed", back)


def _handed(event: SaleHanded, around: Around) -> Iterable[Letter]:
    sale, listing = event.sold.sale, event.sold.listing
    what = f"{listing.goods}{amount(event.weight, sale.unit)}"
    said = {"goods": listing.goods, "what": what, **saying.sums(event.sums)}
    yield _letter(around, f"{sale.key}:weighed:seller", listing.seller, "sell_weighed", said)
    if sale.buyer:
        home = around.station
        notice = "buy_weighed_here" if home and home.code == listing.station else "buy_weighed"
        said |= {"station": home.name if home else "您站里", "due": yuan(event.sums.amount_fen - sale.paid_fen)}
        yield _letter(around, f"{sale.key}:weighed:buyer", sale.buyer, notice, said)


def _paid(event: SellerPaid, around: Around) -> Iterable[Letter]:
    settlement = event.settlement
    said = {"goods": "货款", "net": yuan(settlement.sums.net_fen), "how": _HOW.get(settlement.how, settlement.how)}
    yield _letter(around, f"{settlement.key}:paid", settlement.seller, "sell_paid", said)


def _refund(paid_fen: int) -> str:
    """'' where nothing was paid in advance."""
    return render("notices.buy_refund", "wechat", refund=yuan(paid_fen)) if paid_fen else ""


def _gone() -> str:
    return render("notices.sell_sold_out", "wechat")


def _letter(around: Around, key: str, to: str, notice: str, said: dict[str, str]) -> Letter:
    return Letter(
        key=f"market:{key}",
        to=to,
        notice=notice,
        text=render(f"notices.{notice}", "wechat", **said),
        sms=render(f"notices.{notice}", "sms", **said),
        params={"thing": said["goods"][:20], "time": f"{around.at:%Y-%m-%d %H:%M}"},
    )


WRITERS: Writers = {
    ListingMoved: _moved,
    ListingInspected: _inspected,
    ListingOrdered: _ordered,
    GroupClosed: _group_closed,
    SaleCancelled: _cancelled,
    SaleHanded: _handed,
    SellerPaid: _paid,
}
