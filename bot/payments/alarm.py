"""A refund that does not come about is nobody's but the county's: it hears of it once, and so does the log."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import Connection

from bot.dialogue.replies import render
from bot.domain.events import AlertRaised
from bot.domain.money import yuan
from bot.domain.payment import Entry
from bot.storage.network import alerts, stations
from bot.storage.privacy.seal import Seal
from bot.storage.trade import orders

log = structlog.get_logger()


def alarm(conn: Connection, seal: Seal, refund: Entry) -> Sequence[AlertRaised]:
    """The alert to the county centre; to the order's own station where the county has none. Nothing if raised before."""
    key = f"refund:{refund.refund}"
    if alerts.raised(conn, key):
        return []
    log.error("refund_given_up", refund=refund.refund, mend="pay it back by hand and note it in the books")
    order = orders.find(conn, seal, refund.number)
    if order is None:
        return []
    station = stations.find(conn, seal, order.station)
    centre = stations.centre_of(conn, seal, station) if station else None
    said = {"who": order.recipient or "乡亲", "money": yuan(refund.amount_fen), "number": order.number}
    raised = AlertRaised(
        station=centre.code if centre else order.station,
        kind="refund_failed",
        level="urgent",
        text=render("manager.refund_failed", "wechat", **said),
        key=key,
        person=order.person,
    )
    return [raised]
