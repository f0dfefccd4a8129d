"""What people ask of the shop rather than of goods: invoices, hours, freight. Told kindly; nothing is ordered or searched."""

from __future__ import annotations

import re
from functools import cache

from bot.dialogue.exchange import Exchange
from config.data import read_yaml
from intents.normalise import normalise
from intents.pinyin import decode

LONGEST = 40
"""Characters, of typed pinyin; whoever writes more asks about something of his own."""
_AROUND = re.compile(r"^(?:老板娘?|请问|问一?下|那|我想问问?)?[,， ]*|[\s,，。!！?？吗啊呀呢吧哦嘛的]+$")

_NO_LETTERS = re.compile("[^a-z]+")


def answered(ex: Exchange) -> bool:
    """Whether the message is such a question and nothing else, and was answered. What is open stays open."""
    if len(ex.text) > LONGEST:
        return False
    words = _AROUND.sub("", decode(normalise(ex.text), ex.facts.shop).text)
    typed = _NO_LETTERS.sub("", ex.text.lower()) if ex.text.isascii() else words
    topic = next(
        (topic for topic, asked in _questions().items() if asked.fullmatch(words) or asked.fullmatch(typed)), ""
    )
    if not topic or (topic == "returns" and ex.facts.orders()) or (topic == "brought" and not _is_asked(ex)):
        return False
    ex.say(f"faq.{topic}")
    return True


def _is_asked(ex: Exchange) -> bool:
    """Whether home delivery is asked about, not wished for: 送货上门吗, 送不送货."""
    return re.search(r"[吗么?？]|不(?:送|$|呀|啊)|能不能|可不可以|ma\W*$", ex.text) is not None


@cache
def _questions() -> dict[str, re.Pattern[str]]:
    return {topic: re.compile("|".join(lines)) for topic, lines in read_yaml("lexicon/faq.yaml").items()}
