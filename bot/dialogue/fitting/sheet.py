"""明天装机单: the day's visits, of the whole county for its centre, else of the manager's own station."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in
from bot.dialogue.saying import PERIODS, brief, day_said, time_said
from bot.domain.installation import Visit
from bot.domain.phone import dialled
from bot.domain.readiness import notes
from intents.values.dates import read_schedule

MOST = 40


def asked(ex: Exchange) -> bool:
    """Say the sheet where a manager asks for it; of today where no day is named."""
    if not (ex.facts.person.manages and said_in("fitting_sheet", ex.text)):
        return False
    said = read_schedule(ex.text, ex.facts.at)
    today = ex.facts.at.date()
    day = date.fromisoformat(said.schedule.date) if said is not None and said.dated else today
    stations = filter(None, map(ex.facts.station, ex.facts.person.manages))
    visits = list({v.order.number: v for station in stations for v in ex.facts.fitters.visits(station, day)}.values())
    if visits:
        rows = "\n".join(_rows(ex, visits[:MOST]))
        ex.say("fitting.sheet", day=day_said(day, today), count=len(visits), rows=rows)
    else:
        ex.say("fitting.sheet_none", day=day_said(day, today))
    return True


def _rows(ex: Exchange, visits: list[Visit]) -> Iterator[str]:
    row = "{half}{time} {slip}号{who} {goods}，{where}{phone}{notes}"
    for visit in visits:
        order, agreed = visit.order, visit.order.installation
        phone = dialled(ex.facts.phone_of(order.person)) if order.person else ""
        told = "、".join(notes(visit.readiness))
        yield row.format(
            half=PERIODS[visit.half],
            time=time_said(agreed.time, after=PERIODS[visit.half]) if agreed else "",
            slip=order.slip,
            who=order.recipient,
            goods=brief(order, 16),
            where=order.address,
            phone=f" {phone}" if phone else "",
            notes=f"（{told}）" if told else "",
        )
