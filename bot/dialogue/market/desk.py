"""What managers do about what villagers sell: 收 苹果 老张 480斤 一等, 不收 有虫, 老张送来 苹果 52斤, 成团, 给老张结账."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from bot.dialogue.exchange import Exchange
from bot.dialogue.lexicon import said_in, said_whole
from bot.dialogue.market import called, failing, fetching, pausing, payout, saying, weights
from bot.dialogue.market.inspecting import MOST_SHOWN, accept, code_of, meant, refuse, refuse_said, waiting_at, which
from bot.dialogue.market.reading import amount_in, plain
from bot.dialogue.market.weighing import brought
from bot.dialogue.saying import amount, numbered, short_day
from bot.domain.events import GroupBegun
from bot.domain.listing import RULES

_ACCEPTED = re.compile(r"^(?P<rest>.{1,12}?(?:收了|收下|验了).{2,40})$")
_NOT_TAKEN = re.compile(r"^(?!.*(?:(\w)不\1|吗[?？。]?$))(?P<rest>.{1,16}?(?:不收|不行|不要).{0,40})$")
"""With the goods first: 苹果收了480斤一等, 老张的苹果不行，有虫; 老张的苹果收不收 only asks."""
_ACCEPTS = re.compile(r"^(?:验收|收下|收)(?!到|钱|款|货款|现)\s*(?P<rest>.+)$")
_REFUSES = re.compile(r"^(?:不收|拒收)(?P<rest>.+)$")
_GROUPS = re.compile(r"^成团\s*(?P<rest>.+)$")
_GROUPED = re.compile(r"^(?P<rest>.{1,20}?成团.{0,8})$")
"""With the goods first: 脐橙满50斤成团，3天."""
_BROUGHT = re.compile(r"^(?P<rest>.{1,20}?(?:送来|拿来|拉来|背来|挑来).{0,30})$")
_DAYS = re.compile(r"(\d{1,2})\s*天")
_NAMED = re.compile(r"成团|[\d.零一二两三四五六七八九十百千半]+\s*(?:公?斤|[个只头袋箱筐天])|[\s,，。、满够到就吧了的]")
"""What names no goods beside an amount."""
MOST_DAYS = 30


def told(ex: Exchange) -> bool:
    """Whether a manager dealt with a villager's goods; False leaves the message to be understood otherwise."""
    if not ex.facts.person.manages or ex.station is None:
        return False
    text = plain(ex.text)
    if said_whole("to_inspect", text):
        _list(ex)
        return True
    if said_in("desk_who_ordered", text):
        return _ordered(ex, text)
    matched = ((pattern.match(text), do) for pattern, do in _DEEDS)
    return any(found is not None and do(ex, found["rest"]) for found, do in matched) or any(
        told_of(ex) for told_of in _IN_ANY_ORDER
    )


def _list(ex: Exchange) -> None:
    rows = [saying.offered_by(one) for one in waiting_at(ex)[:MOST_SHOWN]]
    bring = [saying.to_bring_by(one) for one in ex.facts.market.to_bring(code_of(ex))]
    if rows:
        ex.say("selling.desk_waiting", rows=numbered(rows))
    if bring:
        ex.say("selling.desk_to_bring", rows="\n".join(bring[:MOST_SHOWN]))
    if not rows and not bring:
        ex.say("selling.desk_nothing")


def _ordered(ex: Exchange, text: str) -> bool:
    """木耳谁订了: of goods that are named what is ordered; False where nobody sells such."""
    here = called.named(ex.facts.market.at_station(code_of(ex)), text, lambda one: one.goods)
    bring = called.named(ex.facts.market.to_bring(code_of(ex)), text, lambda one: one.listing.goods)
    if bring:
        ex.say("selling.desk_to_bring", rows="\n".join(saying.to_bring_by(one) for one in bring[:MOST_SHOWN]))
    elif here:
        ex.say("selling.desk_none_ordered", what=saying.whose(here[0], here[0].goods))
    return bool(here or bring)


def _group(ex: Exchange, words: str) -> bool:
    on_sale = [one for one in ex.facts.market.at_station(code_of(ex)) if one.status == "approved" and not one.sold]
    found, told = meant(on_sale, words), amount_in(_DAYS.sub(" ", words))
    if not found and told is not None and not _NAMED.sub("", words):  # 六十斤成团, of what is on sale
        found = on_sale
        if not on_sale:
            ex.say("selling.desk_none_on_sale")
            return True
    if not found or told is None:
        return False
    listing = found[0]
    if len(found) > 1:
        which(ex, found)
        return True
    minimum = weights.reckoned(*told, listing.unit)
    if minimum is None or minimum > listing.left:
        ex.say("selling.only_left", goods=listing.goods, left=amount(listing.left, listing.unit))
        return True
    said = _DAYS.search(words)
    days = min(max(int(said[1]), 1), MOST_DAYS) if said else RULES.group_days
    until = min(ex.facts.at + timedelta(days=days), listing.expires_at or ex.facts.at)
    ex.cause(GroupBegun(listing=listing, minimum=minimum, until=until))
    ex.say(
        "selling.desk_group",
        what=listing.goods,
        minimum=amount(minimum, listing.unit),
        until=short_day(until.date()),
    )
    return True


_DEEDS: tuple[tuple[re.Pattern[str], Callable[[Exchange, str], bool]], ...] = (
    (_REFUSES, refuse_said),
    (_ACCEPTS, accept),
    (_GROUPS, _group),
    (_GROUPED, _group),
    (_BROUGHT, brought),
    (_NOT_TAKEN, refuse),
    (_ACCEPTED, accept),
)
_IN_ANY_ORDER: tuple[Callable[[Exchange], bool], ...] = (
    payout.told,
    fetching.told,
    fetching.refused,
    failing.told_by_manager,
    pausing.told,
)
"""After the deeds above, which have their words in an order."""
