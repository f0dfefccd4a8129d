"""What is said of parents and children: 绑定我妈 138…, 给我妈买两袋盐, 让小芳付. Words are data: `config/family.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from bot.domain.codes import mobile_in
from bot.domain.family import RULES, kin


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MY = r"(?:我|俺|咱|阮|额)?们?(?:家|的)?"
_PARENTS = _any(word for same in RULES.parents.values() for word in same)
_CHILDREN = _any(RULES.children)
_NUMBER = re.compile(r"[+\d][\d -]{9,}\d")
_GAP = r"[\s，,：:。!！]*"
_BIND = re.compile(
    rf"""我?(?:要|想|来)?(?P<how>绑定?上?|关联|添加|加上?|帮|替|给|为)?{_GAP}{_MY}(?P<kin>{_PARENTS})的?
    (?:手机|电话|联系方式)?号?码?(?:是|也是)?{_GAP}  # the number itself is taken out before
    (?:(?:我?(?:要|想))?(?:帮|替|给)(?:她|他|家里))?
    (?:下个?单|订货|买东西|付钱|付款|绑定)?吧?{_GAP}""",
    re.VERBOSE,
)
_HOW = re.compile(
    rf"""(?:怎么|咋|咋个|怎样|如何|能不能|能|可以|可不可以).*
        (?:(?:给|帮|替).*(?:{_PARENTS}|老人|家里|家人).*(?:下单|买|付).{{0,3}}  # 怎么给我妈下单
        |让.*(?:{_CHILDREN}).*(?:帮|替|给)我.*)  # 能不能让儿子帮我买
    |(?:我?(?:要|想))?(?:绑定|添加)(?:老人|家人|家里人|亲人|父母|长辈|亲情|孩子){_GAP}""",
    re.VERBOSE,
)
_TYPED = {
    r"bang ?ding": "绑定",
    r"wo ?ma": "我妈",
    r"wo ?ba": "我爸",
    r"wo ?nai ?nai": "我奶奶",
    r"wo ?ye ?ye": "我爷爷",
}
_FOR = rf"我?(?:要|想|来|再|请)?(?:帮|替|给|为){_MY}(?P<whom>{_PARENTS}|%s)(?P<wish>.*)"
_NEEDS = rf"{_MY}(?P<whom>{_PARENTS}|%s)(?:那边|那里|家里|家)?(?P<wish>(?:还?想?要|缺|照旧|老样子|来).*)"
_PERHAPS = re.compile(
    rf"""^我?(?:要|想|来|再|请)?[帮替给为]
    |(?:我|俺|咱|阮|额)们?家?(?:{_PARENTS})
    |^(?![我俺咱还再不想就只也都先]).{{2,4}}(?:要|缺|照旧|老样子)  # a name, as the child calls them
    """,
    re.VERBOSE,
)
_ORDERS = re.compile(rf"{_GAP}(?:再|也|先|网上|在网上)?(?:下一?个?(?:订单|单子|单)|买点?东西|订点?货|点东西){_GAP}")
_MYSELF = re.compile(
    rf"""我?(?:要|想)?(?:给|帮|替)?(?:我自己|自己|我本人|咱自己)(?=买|来|要|下|订|拿)
    (?:下一?个?单)?{_GAP}(?P<wish>.*)""",
    re.DOTALL | re.VERBOSE,
)
_PAYS = re.compile(
    rf"""(?:我?(?:要|想))?(?:让|叫|请|喊|找){_MY}(?P<who>{_CHILDREN}|[一-鿿]{{1,4}}?)
    (?:来)?(?:帮|替|给)?我?(?:代)?付(?:一下)?(?:钱|款|账|[这那]一?个?单)?(?:吧|了)?{_GAP}""",
    re.VERBOSE,
)
_PAYS_NOW = re.compile(
    rf"(?:我|俺)?(?:来|要|想|现在)?(?:(?:帮|替|给){_MY}(?:{_PARENTS}))?(?:付钱|付款|付账|来付|支付|付){_GAP}"
)
_HELPS = re.compile(
    rf"""(?:我?(?:要|想))?(?:让|叫|请|喊){_MY}(?:{_CHILDREN})(?:来|以后)?(?:帮|替|给)我?
    (?:忙|下个?单|买东西|买|订货|网购)?(?:吧|了)?{_GAP}""",
    re.VERBOSE,
)
_CODE = re.compile(
    r"""(?:我的|我妈的|我爸的)?(?:亲情码|qin[ ]?qing[ ]?ma)\s*(?:是)?[:：,，]?
    \s*(?P<code>\d[\d\s-]{5,12}\d)\s*(?P<word>[一-鿿]{0,4})[。!！]?""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = re.compile(
    rf"""我?(?:要|想)?(?:解除|取消|断开|去掉|不要)(?:跟|和|与)?(?P<one>.{{0,8}}?)的?
        (?:绑定|亲情绑定|亲情)(?P<whom>.{{0,8}}?){_GAP}  # 解除跟小芳的绑定, 解除绑定小芳
    |(?:解绑|解除)(?P<who>.{{0,8}}?){_GAP}
    |(?:把|跟|和|与)(?P<other>.{{1,8}}?)(?:解除绑定|解绑|的绑定解除|解除){_GAP}""",
    re.VERBOSE,
)
_STOPS = re.compile(
    rf"""(?:不|别|莫)(?:(?:要|再|用|想)?(?:让|叫|准)|要){_MY}(?P<who>.{{1,6}}?)
    (?:再|来)?(?:帮|替|给)我(?:下单|买东西|买|付钱|付|订货).{{0,2}}""",
    re.VERBOSE,
)

_SELF = ("我", "俺", "咱", "你", "您")
_NO_PERSON = ("手机", "电话", "号码", "微信")


class Wish(msgspec.Struct, frozen=True):
    whom: str
    """A word of kinship, or a name."""
    text: str
    """What is wished for them."""


def parent_told(text: str) -> tuple[str, str, bool] | None:
    """(kin, E.164 phone or '', whether it was said how) of 绑定我妈 13800000000; None where it is not that."""
    for typed, word in _TYPED.items() if text.isascii() else ():
        text = re.sub(typed, word, text, flags=re.IGNORECASE)
    phone = mobile_in(text)
    said = _BIND.fullmatch(_NUMBER.sub(" ", text).strip() if phone else text.strip())
    if said is None or not (phone or said["how"]):
        return None
    return kin(said["kin"]), phone, (said["how"] or "").startswith(("绑", "关", "添", "加"))


def asks_how(text: str) -> bool:
    """怎么给我妈下单, 绑定老人, 怎么让孩子帮我买."""
    return _HOW.fullmatch(text.strip()) is not None


def names_parent(text: str, word: str) -> bool:
    """Whether the words speak of one's own parent, anywhere: 两袋盐给我妈."""
    return any(f"{me}{same}" in text for me in ("我", "俺", "咱", "我家") for same in RULES.parents.get(word, ()))


def wish_for(text: str, names: Iterable[str]) -> Wish | None:
    """给我妈买两袋盐, 我妈要酱油: for whom, and what. `names` are those of the parents."""
    known = _any(names) or r"(?!)"
    for pattern in (_FOR, _NEEDS):
        said = re.compile(pattern % known, re.DOTALL).fullmatch(text.strip())
        if said is not None:
            wish = said["wish"]
            begun = _ORDERS.match(wish)
            return Wish(said["whom"], wish[begun.end() :] if begun else wish.lstrip("，,：: "))
    return None


def wish_for_oneself(text: str) -> str | None:
    """给我自己买两袋盐: what is wished; None where it is not that."""
    said = _MYSELF.fullmatch(text.strip())
    return said["wish"] if said else None


def who_pays(text: str) -> str | None:
    """让小芳付, 让儿子帮我付钱: who; None where it is not that."""
    said = _PAYS.fullmatch(text.strip())
    return said["who"] if said and not said["who"].startswith(_SELF) else None


def wants_to_pay(text: str) -> bool:
    """付钱, 我来付, 替我妈付钱."""
    return _PAYS_NOW.fullmatch(text.strip()) is not None


def wants_help(text: str) -> bool:
    """让孩子帮我下单."""
    return _HELPS.fullmatch(text.strip()) is not None


def code_told(text: str) -> tuple[str, str] | None:
    """(digits, kin or '') of 亲情码 4821 7735 我妈."""
    said = _CODE.fullmatch(text.strip())
    return (re.sub(r"\D", "", said["code"]), kin(said["word"].removeprefix("我"))) if said else None


def whose_end(text: str) -> str | None:
    """解除绑定小芳, 不让小芳替我下单了: with whom, '' where that was not said; None where it is not that."""
    said = _ENDS.fullmatch(text.strip()) or _STOPS.fullmatch(text.strip())
    if said is None:
        return None
    whom = next((word for word in said.groups() if word), "")
    if whom.startswith(_NO_PERSON):
        return None
    return re.sub(rf"^{_MY}", "", whom)


def is_child(word: str) -> bool:
    """Whether it is what children are called, 儿子."""
    return word in RULES.children


def may_be_for_a_parent(text: str) -> bool:
    """Whether it is worth looking at who the parents are: the cheap look, before any query."""
    return _PERHAPS.search(text) is not None
