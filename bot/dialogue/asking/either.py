"""海天还是李锦记? Who cannot choose between two of what is offered is shown these."""

from __future__ import annotations

import re

from bot.dialogue.asking.choice import Picked
from bot.dialogue.exchange import Exchange
from bot.dialogue.heard import Heard

_OR = re.compile("还是|或者?")
_LONGEST = 30


def either(ex: Exchange, heard: Heard, skus: tuple[str, ...]) -> Picked | None:
    """What of the offered articles the two descriptions fit; None where one of them fits none, or as much as both."""
    parts = [part.strip(" ，,。?？的") for part in _OR.split(heard.text)] if len(heard.text) <= _LONGEST else []
    if len(parts) < 2 or not all(parts):  # noqa: PLR2004  one side and the other
        return None
    fitting = [set(ex.facts.shop.narrow(part, skus)) for part in parts]
    both = set().union(*fitting)
    if not all(fitting) or any(fits == both for fits in fitting):
        return None
    return Picked(groups=(tuple(sku for sku in skus if sku in both),))
