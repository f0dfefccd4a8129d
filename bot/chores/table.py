"""All chores, each with how often it is done."""

from __future__ import annotations

from bot.chores.campaigns import CAMPAIGNS
from bot.chores.chore import Chore
from bot.chores.coverage import COVERAGE, SALES
from bot.chores.escalation import ESCALATION
from bot.chores.fitters import FITTERS
from bot.chores.insights import INSIGHTS
from bot.chores.late import LATE
from bot.chores.lessons import LESSONS
from bot.chores.low_stock import LOW_STOCK
from bot.chores.overdue import OVERDUE
from bot.chores.passed_visits import PASSED_VISITS
from bot.chores.running_out import RUNNING_OUT
from bot.chores.selling import SELLING
from bot.chores.surveys import SURVEYS

CHORES: tuple[Chore, ...] = (
    LATE,
    OVERDUE,
    ESCALATION,
    LOW_STOCK,
    FITTERS,
    PASSED_VISITS,
    LESSONS,
    INSIGHTS,
    SURVEYS,
    CAMPAIGNS,
    SALES,
    COVERAGE,
    SELLING,
    RUNNING_OUT,
)
