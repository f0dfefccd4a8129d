"""Which station a villager belongs to: 我是杨柳青村的, 绑定东岗服务站."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.acts import BindStation
from intents.message import Made, Message

_KIND = r"(?:村(?:委会|部)?|屯|寨|庄|沟|镇|乡|社区|街道|服务站|服务点|站|营|堡|岭|坪|铺|湾|坳|坝|店|集|山|河|桥|坡|湖|塘|冲|圩|堂|窑|洼|组|队|台|口|滩|崖|畈|埠|场)"
_PLACE = rf"(?P<place>[一-鿿0-9]{{1,10}}?{_KIND}(?:[一二三四五六七八九十0-9]+(?:组|队|社))?)"
_ANY = r"(?P<place>[一-鿿]{2,8}?)"
_NO_SHOP = r"(?!(?:里头?|里面|上)?(?:现在|还|都)*(?:有|卖))"
"""加多宝店里有现货吗 asks for a drink whose name begins like 加入."""
_SAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:绑定?|加入|加|注册|登记|关联|换|改|转|嫁|搬|迁|落户|挂|入|选|认|设)(?:到|成|为|在|去|了|我的|我|服务站|站点|村|:|是)*{_PLACE}{_NO_SHOP}(?:服务站|服务点|站)?(?:那边|这边|那头|那儿|这儿)?(?:的|了|吧|去|来|上|里|$|,|。)",
        rf"(?:绑定?|加入|关联)(?:到|成|为|一下|在)*{_ANY}(?:服务站|服务点|的?站点|村|站)?(?:吧|了|$)",
        rf"(?:我们?(?:家|屋)?|俺们?(?:家)?|咱们?|家|本人|人)(?:就|都|也|现在|如今)?(?:是|住|在|属|归|来自|搬到了?|搬去了?|嫁到了?|住在|属于|归属)(?:于|在|的)?{_PLACE}(?:的|这边|这里|这儿|人|上|里|头|住|那边|了|,|。|$)",
        rf"^(?:我|俺)?(?:是|在|住)?{_PLACE}(?:的|人|这边的|的人)$",
        r"^我们?(?:是|属于|归)(?P<place>(?!新|本地|外地|做|买|来|种|打|老|管|男|女|负责|第|谁|什么|开|卖|要|在|你|他|个|一|说|想)[一-鿿]{2,4})(?:那边|这边)?的$",
        rf"(?:现在|如今|今后|以后)(?:住在?|住到|在|到|归|属|去){_PLACE}",
        rf"(?:以后|今后|往后|从今)[^,。]{{0,3}}(?:我们?家?|咱家?)?(?:的|里)?(?:东西|货|快递|包裹|单子)?(?:都|全|就)?(?:放|挂|归|记|算|走|发|寄|送|落|搁|存|在|去|转)(?:到|在|去|给)?{_PLACE}(?:服务站|服务点|站)?(?:名下|那边|那儿|取|拿|领|管|去|的|吧|了|,|。|$)",
        rf"(?:归|属|属于){_PLACE}(?:管|负责|这边|那边)",
        r"^(?P<place>[一-鿿]{1,4}(?:沟|岭|湾|坪|坝|铺|营|堡|坳|冲|塘|洼|窑))$",
        r"^(?P<place>[一-鿿]{1,8}(?:村|屯|寨|庄|社区|服务站))$",
        rf"^{_PLACE}(?:的)?(?:,|$).{{0,6}}(?:绑|加入|归|哪个站|服务站)",
        rf"(?:我们?|家)(?:的)?(?:村|站|屯|寨|庄|湾)(?:子|里)?(?:是|叫|在){_ANY}(?:的|$|,)",
    )
)
_NOT = re.compile(
    r"的|^到|[来要买拿给称订]|^手机|^电话|^号码|^微信|^账|^的|^(?:什么|哪|这|那|你|我|他|个|一)|怎么|哪个|自己|门口|村口|路口|家里|超市|商店|本站|到站|几个|^服务|^站|^村|^绑|^加入"
)


_TYPED = re.compile(
    r"(?:wo(?: ?men)? ?(?:jia)? ?(?:shi|zhu ?zai|zai|zhu)|bang(?: ?ding)?(?: ?dao)?|huan ?dao|jia ?ru|zhuan ?dao) ?"
    r"(?P<place>[a-z ]{2,24}?(?:cun|tun|zhuang|zhai|gou|zhen))(?= |$|de|[,.])",
    re.IGNORECASE,
)
"""Names of villages cannot be guessed from pinyin; they are taken as typed."""


def recognise(message: Message) -> tuple[Made, ...]:
    if message.pinyin and (typed := _TYPED.search(message.wording.source)):
        return (Made(BindStation(place=typed["place"].replace(" ", "")), "bind_station"),)
    for pattern in _SAYS:
        for match in _everywhere(pattern, message.text):
            start, end = match.span("place")
            place = message.text[start:end]
            if _NOT.search(place) or len(place) < 2:  # noqa: PLR2004  a name and its kind
                continue
            if place.endswith(("服务站", "服务点")) and len(place) > 4:  # noqa: PLR2004  more than the kind
                end -= 3
            words = message.said(start, end)
            return (Made(BindStation(place=words.replace(" ", "")), "bind_station", start),)
    return ()


def _everywhere(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that may overlap: 我是东岗村的,绑定服务站 names the place in the first of two."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)
