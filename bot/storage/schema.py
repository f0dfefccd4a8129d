"""All tables. Core only: rows are turned into the domain's structs by the repositories beside this file."""

from __future__ import annotations

from bot.storage.tables.base import (
    COMING,
    HELPED,
    IS_DEAD,
    IS_PENDING,
    NOT_DONE,
    PLAIN,
    STILL_OPEN,
    TO_COME,
    UNANSWERED,
    WAITING,
    WEIGHTY,
    metadata,
)
from bot.storage.tables.campaigns import campaign_ends, campaign_orders, campaign_people, campaigns, offer_consents
from bot.storage.tables.chores import chores
from bot.storage.tables.console import answers, audit, seen
from bot.storage.tables.counter import broadcasts, cash_entries
from bot.storage.tables.coverage import coverage, sales
from bot.storage.tables.families import family_codes, family_ties
from bot.storage.tables.goods import meta, products, stock, stock_moves
from bot.storage.tables.insights import insight_cells, insight_marks, insight_totals, merchant_tokens
from bot.storage.tables.installations import installation_bookings, installation_slots, installation_teams
from bot.storage.tables.loads import kept_promises, load_items, loads, promises
from bot.storage.tables.messages import alerts, county_words, demand, idempotency, inbox, outbox
from bot.storage.tables.network import appointments, invites, villages
from bot.storage.tables.orders import order_events, order_lines, orders, pickup_attempts, shipments
from bot.storage.tables.payments import payments
from bot.storage.tables.people import contacts, persons, station_keys, stations
from bot.storage.tables.reminders import reminder_wishes, reminders, suggestions
from bot.storage.tables.selling import listing_sales, listings, settlements
from bot.storage.tables.sms import sms_bills
from bot.storage.tables.surveys import survey_answers, survey_consents, survey_ends, survey_people
from bot.storage.tables.training import certificates, course_progress, lesson_reminders

__all__ = [
    "COMING",
    "HELPED",
    "IS_DEAD",
    "IS_PENDING",
    "NOT_DONE",
    "PLAIN",
    "STILL_OPEN",
    "TO_COME",
    "UNANSWERED",
    "WAITING",
    "WEIGHTY",
    "alerts",
    "answers",
    "appointments",
    "audit",
    "broadcasts",
    "campaign_ends",
    "campaign_orders",
    "campaign_people",
    "campaigns",
    "cash_entries",
    "certificates",
    "chores",
    "contacts",
    "county_words",
    "course_progress",
    "coverage",
    "demand",
    "family_codes",
    "family_ties",
    "idempotency",
    "inbox",
    "insight_cells",
    "insight_marks",
    "insight_totals",
    "installation_bookings",
    "installation_slots",
    "installation_teams",
    "invites",
    "kept_promises",
    "lesson_reminders",
    "listing_sales",
    "listings",
    "load_items",
    "loads",
    "merchant_tokens",
    "meta",
    "metadata",
    "offer_consents",
    "order_events",
    "order_lines",
    "orders",
    "outbox",
    "payments",
    "persons",
    "pickup_attempts",
    "products",
    "promises",
    "reminder_wishes",
    "reminders",
    "sales",
    "seen",
    "settlements",
    "shipments",
    "sms_bills",
    "station_keys",
    "stations",
    "stock",
    "stock_moves",
    "suggestions",
    "survey_answers",
    "survey_consents",
    "survey_ends",
    "survey_people",
    "villages",
]
