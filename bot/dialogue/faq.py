"""What people ask of the shop rather than of goods: invoices, hours, freight. Told kindly; nothing is ordered or searched."""

from __future__ import annotations

import re
from functools import cache

from bot.dialogue.exchange import Exchange
from bot.dialogue.handlers.order_status import order_status
from bot.dialogue.market.meant import says_only
from bot.dialogue.questions import WhichStation
from bot.domain.order import Status
from bot.domain.phone import dialled
from config.data import read_yaml
from intents.acts import OrderStatus
from intents.text.normalise import normalise
from intents.typed.reading import decode

LONGEST = 40
"""Characters, of typed pinyin; whoever writes more asks about something of his own."""
_AROUND = re.compile(r"^(?:老板娘?|请问|问一?下|那|我想问问?)?[,， ]*|[\s,，。!！?？吗啊呀呢吧哦嘛的]+$")

_WISHES = ("brought", "fitting", "anyone")
"""What is a wish where nobody asks: 送货上门, 上门装, 让我儿子去拿."""
_NO_LETTERS = re.compile("[^a-z]+")


def answered(ex: Exchange) -> bool:
    """Whether the message is such a question and nothing else, and was answered. What is open stays open."""
    if len(ex.text) > LONGEST:
        return False
    asked = _questions().fullmatch(_NO_LETTERS.sub("", ex.text.lower())) if ex.text.isascii() else None
    if asked is None:
        asked = _questions().fullmatch(_AROUND.sub("", decode(normalise(ex.text), ex.facts.shop).text))
    topic = asked.lastgroup if asked else None
    if topic is None or (topic in _WISHES and not _is_asked(ex)) or _is_of_an_order(ex, topic):
        return False
    if topic == "where":
        _tell_where(ex)
    else:
        ex.say(f"faq.{topic}")
    return True


def _tell_where(ex: Exchange) -> None:
    """The own station, and the code of what lies there; where no station is known, the village is asked for."""
    if any(order.status == Status.AT_STATION for order in ex.facts.orders()):
        order_status(ex, (OrderStatus(),))
        return
    station = ex.station
    if station is None:
        ex.ask(WhichStation(), "faq.where_lives")
        return
    village = "" if station.village[:-1] in station.name else station.village
    phone = dialled(station.manager_phone)
    keeper = f"，站长{station.manager_name}{phone}" if station.manager_name else ""
    ex.say("faq.where", station=f"{village}{station.name}", keeper=keeper)


def _is_of_an_order(ex: Exchange, topic: str) -> bool:
    """Whether what is asked in general can be told of the person's own order: what goes back, or waits at the station."""
    if topic == "returns":
        return bool(ex.facts.orders())
    if topic == "sale_goes":
        return says_only(ex, "sell_money") and bool(ex.facts.market.sales())
    return topic == "anyone" and any(order.status == Status.AT_STATION for order in ex.facts.orders())


def _is_asked(ex: Exchange) -> bool:
    """Whether something is asked about, not wished for: 送货上门吗, 送不送货, 装要钱不."""
    return (
        re.search(r"[吗么?？]|不(?:送|装|包|管|$|呀|啊|咯)|([行成中])不\1|能不能|可不可以|多少钱?|ma\W*$", ex.text)
        is not None
    )


@cache
def _questions() -> re.Pattern[str]:
    """A group for each topic; it closes after those that its lines may have, so it is the last."""
    topics = read_yaml("lexicon/faq.yaml").items()
    return re.compile("|".join(f"(?P<{topic}>{'|'.join(lines)})" for topic, lines in topics))
