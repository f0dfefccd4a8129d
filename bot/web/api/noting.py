"""The audit rows of what programs did with the API's token: written with the deed, in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.storage import audit
from bot.storage.audit import Deed

_API = "/api/v1"
DEEDS: Mapping[tuple[str, str], str] = {
    ("POST", f"{_API}/orders/{{number}}/events"): "moved",
    ("POST", f"{_API}/orders/{{number}}/refunds"): "refund_asked",
    ("POST", f"{_API}/orders/{{number}}/shipments"): "parcel_named",
    ("POST", f"{_API}/shipments/loads"): "loaded",
    ("POST", f"{_API}/shipments/loads/{{load}}/events"): "run_moved",
    ("POST", f"{_API}/installations/{{number}}"): "visit_moved",
    ("POST", f"{_API}/stations/{{code}}/invites"): "invited",
    ("DELETE", f"{_API}/stations/{{code}}/manager"): "dismissed",
    ("POST", f"{_API}/stations/{{code}}/close"): "closed",
    ("POST", f"{_API}/listings/{{id}}/inspection"): "goods_inspected",
    ("POST", f"{_API}/listings/{{id}}/orders"): "goods_ordered",
    ("POST", f"{_API}/alerts/{{id}}/acknowledge"): "acknowledged",
    ("DELETE", f"{_API}/words/{{id}}"): "word_revoked",
    ("POST", f"{_API}/campaigns"): "offer_proposed",
    ("POST", f"{_API}/campaigns/{{campaign}}/decision"): "offer_decided",
}
"""Method and path → a name of config/console.yaml, `actions`."""
NOTED_BY_ITSELF = frozenset({("POST", f"{_API}/outbox/{{id}}/retry")})


def note(conn: Connection, request: web.Request) -> None:
    """Write the row of the deed that this request asks for, where it is one; what it is about must still be there."""
    resource = request.match_info.route.resource
    path = resource.canonical if resource else ""
    if (action := DEEDS.get((request.method, path))) is None:
        return
    subject = next(iter(request.match_info.values()), "")
    station, county = audit.place_of(conn, path.removeprefix(f"{_API}/").partition("/")[0], subject)
    deed = Deed(
        at=datetime.now(UTC), person="", role="api", action=action, subject=subject, station=station, county=county
    )
    audit.add(conn, deed)
