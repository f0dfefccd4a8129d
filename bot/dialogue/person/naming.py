"""我叫王秀英: by this name the manager knows whose parcel it is."""

from __future__ import annotations

import re

from bot.dialogue.exchange import Exchange
from bot.dialogue.person.linking import phone_or_code
from bot.domain.events import PersonNamed
from config.data import read_yaml
from intents.goods.mentions import find_mentions
from intents.typed.myself import spelled, surnames_typed, told_in
from intents.typed.syllables import syllables
from intents.values.people import introduced

_NAME = re.compile(
    r"(?:我(?:的)?(?:名字|姓名)?(?:叫|喊|喊作|是叫)|(?:名字|姓名|收货人|收件人)[:： ]?(?:是|叫)?)\s*"
    r"([\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?)[。!！]?"
)
_PHONE = re.compile(
    r"[,，、 ]*(?:我的?)?(?:联系)?(?:电话|手机号?码?|号码)?[是:： ]*(?P<phone>1[3-9]\d{9})[。!！ ]*$", re.ASCII
)
"""我叫王秀英，电话13800000000: the phone shall be hers, too."""
_SOMEBODY = re.compile(r"[我你他她谁啥不]|什么|儿子|闺女|女儿|姑娘|老伴|老公|老婆|孩子|娃|孙子|人")
"""我叫儿子来: somebody is called for, and nobody named."""
_SURNAMES = read_yaml("lexicon/people.yaml")["surnames"]
_BESIDE = re.compile(
    r"(?:(?:^|[,，。 ])我叫(?P<called>[\u4e00-\u9fff]{2,4})|(?:村|屯|寨|庄)的?"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?<![村庄屯寨坡湾沟组队家人])))(?=[,，。！! ]|$|[要买来拿订想给称])"
)
"""我是马家坡村的王桂花，盐两袋"""

_TYPED = re.compile(r"wo ?jiao ([a-z]{2,6}(?: ?[a-z]{2,6}){1,2})[.!]?")
_DEEDS = {"lai", "qu"}
"""wo jiao ren lai qu: somebody comes for it."""


def noted_beside(ex: Exchange) -> None:
    """The name that somebody whose name is not known says beside what is wanted."""
    if ex.facts.person.name or ex.facts.person.manages:
        return
    found = _BESIDE.search(ex.text)
    name = (found["called"] or found["name"]) if found else ""
    if not name and (told := introduced(ex.text)):
        name = told["name"]
    if not name and ex.text.isascii() and (typed := told_in(ex.text, ex.facts.shop)) and typed.name:
        ex.cause(PersonNamed(person=ex.facts.person.id, name=spelled(ex.text[slice(*typed.name)])))
        return
    if name and not _SOMEBODY.match(name) and not any(goods.item.skus for goods in find_mentions(name, ex.facts.shop)):
        ex.cause(PersonNamed(person=ex.facts.person.id, name=name))


def named(ex: Exchange) -> bool:
    """Whether the message tells the person's name, and is dealt with."""
    if (typed := _typed(ex.text.lower())) is not None:
        ex.cause(PersonNamed(person=ex.facts.person.id, name=typed))
        ex.say("courtesy.named", name=typed)
        return True
    found = _NAME.fullmatch(_PHONE.sub("", ex.text))
    if found is None or found[1].endswith(("村", "站", "的")) or _SOMEBODY.match(found[1]):
        return False
    ex.cause(PersonNamed(person=ex.facts.person.id, name=found[1]))
    ex.say("courtesy.named", name=found[1])
    if phone := _PHONE.search(ex.text):
        ex.text = phone["phone"]
        phone_or_code(ex)
    ex.text = ""  # heard already: what is open is asked again, and takes the name for no village
    return True


def _typed(text: str) -> str | None:
    """A name in pinyin is kept as it was typed, for its Hanzi cannot be guessed; it begins with a surname."""
    found = _TYPED.fullmatch(text) if text.isascii() else None
    parts = found[1].split() if found else []
    if len(parts) < 2 or not {*parts} <= syllables() - _DEEDS or parts[0] not in surnames_typed():  # noqa: PLR2004 surname, name
        return None
    return " ".join(part.capitalize() for part in parts)
