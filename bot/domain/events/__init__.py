"""What a turn, the API or a carrier causes. Names are in the past tense; each is recorded in one transaction.

An event says what happened, never how it is stored or who is told: `bot.storage.record` writes it down and
`bot.dialogue.notices` says who hears of it.
"""

from __future__ import annotations

from bot.domain.events.base import Event
from bot.domain.events.campaigns import CampaignTold, OffersAllowed, OfferTaken
from bot.domain.events.counter import AlertEscalated, AlertsAcknowledged, CashEntered
from bot.domain.events.families import (
    FamilyCodeMade,
    FamilyCodeUsed,
    PaymentWished,
    TieAnswered,
    TieAsked,
    TieEnded,
    TieNamed,
)
from bot.domain.events.installations import (
    FitterAnnounced,
    InstallationConfirmed,
    InstallationDropped,
    InstallationMoved,
    ReadinessTold,
    VisitPassed,
)
from bot.domain.events.managers import ManagerAppointed, ManagerDismissed
from bot.domain.events.orders import (
    OrderDelayed,
    OrderMoved,
    OrderMoveUndone,
    OrderPlaced,
    ParcelWaited,
    PickupRefused,
)
from bot.domain.events.parcels import ParcelMoved
from bot.domain.events.payments import OrderPaid, RefundSettled
from bot.domain.events.people import (
    AddressGiven,
    ErasureRequested,
    HandoffClosed,
    HandoffOpened,
    OptedIn,
    OptedOut,
    PersonNamed,
    PhoneCodeSent,
    PhoneLinked,
    SignInCodeSent,
    StationBound,
    VillagerAnswered,
)
from bot.domain.events.reminders import GoodsLookedAt, GoodsSuggested, RemindersWished, SuggestionsRefused
from bot.domain.events.selling import (
    Caller,
    GroupBegun,
    GroupClosed,
    ListingChanged,
    ListingDescribed,
    ListingInspected,
    ListingMoved,
    ListingOffered,
    ListingOrdered,
    SaleCancelled,
    SaleFetched,
    SaleHanded,
    SellerPaid,
)
from bot.domain.events.stations import (
    AlertKind,
    AlertLevel,
    AlertRaised,
    BroadcastSent,
    StockMoved,
    WordForgotten,
    WordTaught,
)
from bot.domain.events.surveys import (
    SurveyAnswered,
    SurveyClosed,
    SurveyInvited,
    SurveyJoined,
    SurveyLeft,
    SurveyReminded,
    SurveysAllowed,
)
from bot.domain.events.trade import DemandHeard, SearchHeard, WeekClosed
from bot.domain.events.training import CertificateEarned, LessonReminded, QuizAnswered

__all__ = [
    "AddressGiven",
    "AlertEscalated",
    "AlertKind",
    "AlertLevel",
    "AlertRaised",
    "AlertsAcknowledged",
    "BroadcastSent",
    "Caller",
    "CampaignTold",
    "CashEntered",
    "CertificateEarned",
    "DemandHeard",
    "ErasureRequested",
    "Event",
    "FamilyCodeMade",
    "FamilyCodeUsed",
    "FitterAnnounced",
    "GoodsLookedAt",
    "GoodsSuggested",
    "GroupBegun",
    "GroupClosed",
    "HandoffClosed",
    "HandoffOpened",
    "InstallationConfirmed",
    "InstallationDropped",
    "InstallationMoved",
    "LessonReminded",
    "ListingChanged",
    "ListingDescribed",
    "ListingInspected",
    "ListingMoved",
    "ListingOffered",
    "ListingOrdered",
    "ManagerAppointed",
    "ManagerDismissed",
    "OfferTaken",
    "OffersAllowed",
    "OptedIn",
    "OptedOut",
    "OrderDelayed",
    "OrderMoveUndone",
    "OrderMoved",
    "OrderPaid",
    "OrderPlaced",
    "ParcelMoved",
    "ParcelWaited",
    "PaymentWished",
    "PersonNamed",
    "PhoneCodeSent",
    "PhoneLinked",
    "PickupRefused",
    "QuizAnswered",
    "ReadinessTold",
    "RefundSettled",
    "RemindersWished",
    "SaleCancelled",
    "SaleFetched",
    "SaleHanded",
    "SearchHeard",
    "SellerPaid",
    "SignInCodeSent",
    "StationBound",
    "StockMoved",
    "SuggestionsRefused",
    "SurveyAnswered",
    "SurveyClosed",
    "SurveyInvited",
    "SurveyJoined",
    "SurveyLeft",
    "SurveyReminded",
    "SurveysAllowed",
    "TieAnswered",
    "TieAsked",
    "TieEnded",
    "TieNamed",
    "VillagerAnswered",
    "VisitPassed",
    "WeekClosed",
    "WordForgotten",
    "WordTaught",
]
