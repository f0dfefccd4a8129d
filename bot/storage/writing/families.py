"""Writes down who may order for whom."""

from __future__ import annotations

from bot.domain import events as happened
from bot.storage.persons import families
from bot.storage.writing.pen import Writers

WRITERS: Writers = {
    happened.TieAsked: lambda pen, event: families.ask(pen.conn, event),
    happened.TieAnswered: lambda pen, event: families.answer(pen.conn, event),
    happened.TieEnded: lambda pen, event: families.end(pen.conn, event),
    happened.TieNamed: lambda pen, event: families.name(pen.conn, event),
    happened.FamilyCodeMade: lambda pen, event: families.make_code(pen.conn, pen.seal, event),
    happened.FamilyCodeUsed: lambda pen, event: families.use_code(pen.conn, pen.seal, event),
    happened.PaymentWished: lambda _pen, _event: None,
}
