"""Words the dialogue itself listens for, as data: `config/lexicon/dialogue.yaml`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from config.data import read_yaml
from intents.typed.syllables import spellings

_STOPS = " \t\n。！!？?，,.～~"
_CLOSING = _STOPS + "了啊吧呀哦嘛呢"


@cache
def _words(section: str) -> tuple[str, ...]:
    return tuple(str(word) for word in read_yaml("lexicon/dialogue.yaml")[section])


@cache
def _whole(section: str) -> frozenset[str]:
    return frozenset(_words(section))


@cache
def _typed(section: str) -> frozenset[str]:
    """The section's words as they are typed with nine keys: daochuwodeshuju for 导出我的数据. One sign alone is too little,
    for suan is garlic, too; and mai is to buy as well as to sell."""
    signs = (word for word in _words(section) if len(word) > 1 and "卖" not in word)
    return frozenset("".join(spoken) for word in signs for spoken in spellings(word))


@cache
def _any(section: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words(section))))


@lru_cache(maxsize=64)
def _plain(text: str) -> frozenset[str]:
    """The message without what may stand at its ends, asked for by every section in turn."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = plain.strip(_STOPS)
    typed = {bare.replace(" ", "")} if bare.isascii() else ()  # tui cun huo is tuicunhuo
    return frozenset((plain.strip(_CLOSING), bare, *typed))


def said_whole(section: str, text: str) -> bool:
    """Whether the whole message is one of the section's words, also typed in pinyin."""
    plain = _plain(text)
    return not _whole(section).isdisjoint(plain) or (text.isascii() and not _typed(section).isdisjoint(plain))


def said_in(section: str, text: str) -> bool:
    """Whether a word of the section stands anywhere in the message."""
    return _any(section).search(text) is not None


def marks_in(section: str, text: str) -> list[str]:
    """The section's words that stand in the message."""
    return [word for word in _words(section) if word in text]


def before(section: str, text: str) -> str:
    """What stands in front of the first of the section's words; '' where none of them is said."""
    found = _any(section).search(text)
    return text[: found.start()] if found else ""


def without(section: str, text: str) -> str:
    """The message without the section's words, longest first."""
    for word in sorted(_words(section), key=len, reverse=True):
        text = text.replace(word, "")
    return text


def apart(section: str, text: str) -> str:
    """The message with blanks in place of the section's words, longest first: what stood on their two sides stays apart."""
    for word in sorted(_words(section), key=len, reverse=True):
        text = text.replace(word, " ")
    return text
