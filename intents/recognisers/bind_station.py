"""Which station a villager belongs to: 我是杨柳青村的, 绑定东岗服务站."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from config.data import read_yaml
from intents.acts import BindStation
from intents.mentions import find_mentions
from intents.message import Made, Message
from intents.typed_self import begins_with_goods, told_in
from intents.words import said

_KIND = r"(?:村(?:委会|部)?|屯|寨|庄|沟|镇|乡|社区|街道|服务站|服务点|站|营|堡|岭|坪|铺|湾|坳|坝|店|集|山|河|桥|坡|湖|塘|冲|圩|堂|窑|洼|组|队|台|口|滩|崖|畈|埠|场)"
_PLACE = rf"(?P<place>[一-鿿0-9]{{1,10}}?{_KIND}(?:[一二三四五六七八九十0-9]+(?:组|队|社))?)"
_NUMBER = "[0-9一二三四五六七八九十]+"
_ANY = r"(?P<place>[一-鿿]{2,8}?)"
_NO_SHOP = r"(?!(?:里头?|里面|上)?(?:现在|还|都)*(?:有|卖))"
"""加多宝店里有现货吗 asks for a drink whose name begins like 加入."""
_SAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:绑定?|加入|加|注册|登记|关联|换|改|转|嫁|搬|迁|落户|挂|入|选|认|设)(?:到|成|为|在|去|了|我的|我|服务站|站点|村|:|是)*{_PLACE}{_NO_SHOP}(?:服务站|服务点|站)?(?:那边|这边|那头|那儿|这儿)?(?:的|了|吧|去|来|上|里|$|,|。)",
        rf"(?:绑定?|加入|关联)(?:到|成|为|一下|在)*{_ANY}(?:服务站|服务点|的?站点|村|站)?(?:吧|了|$)",
        rf"(?:我们?(?:家|屋)?|俺们?(?:家)?|咱们?|家|本人|人)(?:就|都|也|现在|如今)?(?:是|住|在|属|归|来自|搬到了?|搬去了?|嫁到了?|住在|属于|归属)(?:于|在|的)?{_PLACE}(?:的|[东西南北](?:头|边|面)|这边|这里|这儿|人|上|里|头|住|那边|了|,|。|$)",
        rf"^(?:我|俺)?(?:是|在|住)?{_PLACE}(?:的|人|这边的|的人)$",
        r"^我们?(?:是|属于|归)(?P<place>(?!新|本地|外地|做|买|来|种|打|老|管|男|女|负责|第|谁|什么|开|卖|要|在|你|他|个|一|说|想)[一-鿿]{2,4})(?:那边|这边)?的$",
        rf"(?:^|[,。])(?:就|也|都|家)?住(?:在|到)?{_PLACE}(?:[东西南北](?:头|边|面))?(?:的|这边|那边)?(?:,|。|$)",
        rf"(?:现在|如今|今后|以后)(?:住在?|住到|在|到|归|属|去){_PLACE}",
        rf"(?:以后|今后|往后|从今)[^,。]{{0,3}}(?:我们?家?|咱家?)?(?:的|里)?(?:东西|货|快递|包裹|单子)?(?:都|全|就)?(?:放|挂|归|记|算|走|发|寄|送|落|搁|存|在|去|转)(?:到|在|去|给)?{_PLACE}(?:服务站|服务点|站)?(?:名下|那边|那儿|取|拿|领|管|去|的|吧|了|,|。|$)",
        rf"(?:归|属|属于){_PLACE}(?:管|负责|这边|那边)",
        r"^(?P<place>(?![住在是])[一-鿿]{1,4}(?:沟|岭|湾|坪|坝|铺|营|堡|坳|冲|塘|洼|窑))$",
        r"^(?P<place>(?!.{0,6}(?:送到|送去|[斤袋瓶箱桶包盒]))[一-鿿]{1,8}(?:村|屯|寨|庄|社区|服务站))$",
        rf"^{_PLACE}(?:的)?(?:,|$).{{0,6}}(?:绑|加入|归|哪个站|服务站)",
        rf"(?:我们?|家)(?:的)?(?:村|站|屯|寨|庄|湾)(?:子|里)?(?:是|叫|在){_ANY}(?:的|$|,)",
    )
)
_SURNAMES = read_yaml("lexicon/people.yaml")["surnames"]
_BESIDE = re.compile(
    r"^(?:我们?|俺们?)?(?:家)?(?:是|在|住在?)?(?P<place>[一-鿿]{1,7}(?:村|屯|寨|庄|社区))"
    rf"(?:{_NUMBER}[组队社](?:{_NUMBER}号)?)?(?:的|那边|这边)?(?:的?[{_SURNAMES}][一-鿿]{{1,2}})?"
    "(?=$|要|来|买|拿|订|想|给我|称)"
)
"""How a clause begins beside others, or an order: 马家坡村王桂花,盐两袋; 马家坡村要两袋盐."""
_NOT = re.compile(
    r"的|^到|[来要买拿给称订]|^手机|^电话|^号码|^微信|^账|^的|^(?:什么|哪|这|那|你|我|他|她|它|个|一)|[妈爸爹娘]是|怎么|哪个|自己|门口|村口|路口|家里|超市|商店|本站|到站|几个|^服务|^站|^村|^绑|^加入"
)


_TYPED = re.compile(
    r"(?:wo(?: ?men)? ?(?:jia)? ?(?:shi|zhu ?zai|zai|zhu)|bang(?: ?ding)?(?: ?dao)?|huan ?dao|jia ?ru|zhuan ?dao) ?"
    r"(?P<place>[a-z ]{2,24}?(?:cun|tun|zhuang|zhai|gou|zhen))(?= |$|de|[,.])",
    re.IGNORECASE,
)
"""Names of villages cannot be guessed from pinyin; they are taken as typed."""


def recognise(message: Message) -> tuple[Made, tuple[int, int]] | None:
    """The village, and where the words stand that say it is one's own; what is ordered in the same clause stands outside."""
    if message.pinyin and (told := _typed(message)):
        return told
    for pattern in _SAYS:
        for match in _everywhere(pattern, message.text):
            start, end = match.span("place")
            place = message.text[start:end]
            if _NOT.search(place) or len(place) < 2:  # noqa: PLR2004  a name and its kind
                continue
            if place.endswith(("服务站", "服务点")) and len(place) > 4:  # noqa: PLR2004  more than the kind
                end -= 3
            return _made(message.said(start, end), message, match.span())
    return _beside(message) if message.role == "villager" else None


def _typed(message: Message) -> tuple[Made, tuple[int, int]] | None:
    source = message.wording.source
    told = told_in(source, message.shop)
    if told and (told.says_so or not begins_with_goods(source[slice(*told.place)], message.shop)):
        return _made(source[slice(*told.place)], message, _span_in_text(message, 0, told.end))
    typed = _TYPED.search(source)
    return _made(typed["place"], message, _span_in_text(message, *typed.span())) if typed else None


def _beside(message: Message) -> tuple[Made, tuple[int, int]] | None:
    """The village that a clause begins with, beside what is wanted; managers name villages for others."""
    for clause in message.clauses:
        found = _BESIDE.match(clause.text)
        if found and found["place"] not in message.shop.terms and not _NOT.search(found["place"]):
            start, end = (clause.start + place for place in found.span("place"))
            return _made(message.said(start, end), message, (clause.start, clause.start + found.end()))
    return None


def _made(place: str, message: Message, span: tuple[int, int]) -> tuple[Made, tuple[int, int]]:
    made = Made(BindStation(place=place.replace(" ", "")), "bind_station", span[0])
    start, end = span
    clause = next((c for c in message.clauses if c.start <= start < c.end), None)
    if clause is not None:
        start = start if _orders(message.text[clause.start : start], message) else clause.start
        end = end if _orders(message.text[end : clause.end], message) else max(end, clause.end)
    return made, (start, end)


def _orders(words: str, message: Message) -> bool:
    """Whether goods are ordered beside the village, without a comma."""
    led = said("add_verb").search(words)
    return any(m.quantity is not None or (led and m.item.skus) for m in find_mentions(words, message.shop))


def _span_in_text(message: Message, start: int, end: int) -> tuple[int, int]:
    """Where words of the source stand in the text."""
    starts = message.wording.starts
    return bisect_left(starts, start), bisect_left(starts, end)


def _everywhere(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that may overlap: 我是东岗村的,绑定服务站 names the place in the first of two."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)
