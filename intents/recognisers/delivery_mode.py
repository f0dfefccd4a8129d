"""Fetched at the station or brought to the house. Plain 送 and 送到 say neither: goods go to the station anyway."""

from __future__ import annotations

import re

from intents.acts import DeliveryMode
from intents.text.clauses import Clause
from intents.text.message import Made

_HOME = re.compile(
    r"""
    # brought home, up, to the door
      (?:送|拉|搬|扛|运|捎|带|拿|弄|驮|抬|发|放|搁|配送|邮|寄)(?:货)?(?:到|去|来|上|进|回|过来|至|在|给)*
        (?:我|他|她|俺|你|老|爹|妈|爸|娘|奶奶?|爷爷?|自)*(?:们)?(?:的)?
        (?:家(?!里?头?(?:唠|吃|喝|用|玩|待|闲|烧|炖|煮|做|种|没|有|坐))|屋|门口|门前|门上|炕头|院|上?楼|楼上|灶房|堂屋|里屋|房里)
    # to the field, the pond, the bed
    | (?:送|拉|运)(?:到|去|进)[^,。]{0,4}(?:地头|田头|田边|地里|地边|大棚|棚里|果园|工地|鱼塘|猪场|鸡场|养殖场|门上|炕上|炕头|灶屋|床前|跟前|楼下)
    | 送(?:我|俺|给我)?(?:们)?(?:地头|田头|大棚|果园|工地|鱼塘|猪场|鸡场)
    # to somebody's home
    | 送(?:到|去)[^,。]{1,8}家(?:里|去)?(?=$|[,。吧行])
    | (?:搬|扛|抬|送)(?:到|上)[^,。]{0,3}楼
    # left at the door; 对象上门 and 上门女婿 are visits
    | (?:家|屋|我|自家|俺家|院|大)?门口(?:放|搁|就|行|吧|$)
    | 家门口
    | 送货?上门
    | (?<!对象)(?<!媳妇)(?<!女婿)(?<!亲戚)(?<!亲家)(?<!客人)(?<!媒人)(?<!娘家)(?<!提亲)(?<!头回)上门(?!女婿|提亲|相亲|做客|拜年|看)
    # brought home, in short
    | 送(?:货)?到家
    | 给(?:我)?送家
    | 屋(?:里|头)(?:来|去)?(?=$|吧|行)
    | (?:给|帮)?(?:我|他|她)?送(?:一下|来|过来|上来)(?:行|吧|呗|好)?(?:不|吗)?$(?<=家里来|屋里来)
    """,
    re.VERBOSE,
)
_PICKUP = re.compile(
    r"""
    # fetched oneself
      自(?:提|取)
    | (?:自己|自家|自个儿?|自行|亲自|本人)[^,。]{0,8}(?:取|拿|提|拉|领|扛|搬|驮|背|挑|拖|运|(?:来|去|车)装)
        (?![smlxSMLX大小红黑白蓝灰绿粉花厚薄][^,。]{0,3}的)  # 我自己拿L的 is a size
    # taken along on the way
    | (?:顺路|顺道|下班|赶集|路过|回头)[^,。]{0,6}(?:捎|带|拉|背|驮)(?:走|回)
    # fetched by somebody sent
    | (?:叫|让|派|喊|托|使唤|打发)[^,。]{1,6}?(?:来|去|过来|过去|帮我|顺便|顺路)?(?:取|拿|提|领|拉|背|扛|驮|搬)(?:货|一?下|走|回来|就行|吧|$|[,。])
    | (?:取|提|拿|领)货[^,。]{0,6}(?:叫|让|派|喊|托|是)[^,。]{1,5}(?:来|去)
    # brought to the station
    | 送到?(?:咱|我们?|你们?)?(?:服务站|站|店)(?:里|上)?(?:就|吧|即可|得了|$)
    | 改(?:成)?送到?(?:服务站|站|店)
    # come and take; not 取暖, 拿铁, 两提, 领带, 沙拉
    | (?:来|去|过来|过去|到(?:店|站|你那|你们那|村口|服务站)[里上]?|上(?:店|站)[里上]?|顺路|顺道|下班|赶集|骑车|开车|路过)[^,。]{0,5}
        (?:取(?!暖|灯|款|代)|拿(?!铁)|(?<![一二两三四五六七八九十半俩仨几0-9])提|领(?!带|子|口)|(?<!色)(?<!沙)拉(?!面|链|条|罐|环|杆)|扛)
        (?!.{0,3}[一二两三四五六七八九十0-9半])(?:货)?
    # not to be brought
    | (?<![要先])(?:不|别|不要|不用|莫)(?:用|要|给我)?送(?!货?费)(?:了|货|上门)?
    # left at the station until fetched
    | 放(?:在)?(?:站|店)(?:里|上)?[^,。]{0,6}(?:拿|取|提)
    | (?:放|搁|留|存|撂|寄)(?:在|到)?(?:你们?|店|站)(?:那|这|点|店|站)?(?:里|儿|边|上|家)?(?=$|[,。]|就|行|吧|等|我)
    """,
    re.VERBOSE,
)
_NOT = re.compile(
    r"""
    # where, or whose it is
      (?:哪|哪里|哪儿|谁)(?:去)?(?:取|拿|领|提)
    | 去哪
    | 是不是到
    | 搬家
    # a code, not a fetching
    | 取(?:货|件)码
    | 提货码
    # whether it can be fetched yet
    | 能(?:来|去)?(?:取|拿)了?(?:吗|没|不)
    | 可以(?:来|去)?(?:取|拿)了?(?:吗|没)
    # when; wrong or not fetched
    | 什么时候
    | 拿错
    | 没拿
    | 没取
    # who; fitters who come
    | 谁.{0,3}(?:取|拿)
    | (?<!送货)(?<!送)上门.{0,3}(?:安装|装|修)
    """,
    re.VERBOSE,
)


_ON_A_DAY = re.compile(r"(?:来|去|过来|过去|再|我)?(?:取(?!消|暖|代|名|款|钱|码)|(?:来|去)(?:拿|提|领)|[拿提领]货)货?")
_HOME_ON_A_DAY = re.compile(
    r"(?:^|(?<=[上下晌午晚傍早间号日天一二三四五六点半]))到(?:我|咱)?(?:家里|屋里|屋头)(?:头|面|来)?[吧哈啊]*$"
)
"""Beside a day nothing more need be said: 周五取, 周六傍晚到家里."""


def recognise(clause: Clause, *, dated: bool = False) -> tuple[Made, tuple[int, int]] | None:
    """The act and the words of the clause that say it, or None. `dated` tells that the clause names a day."""
    if _NOT.search(clause.text):
        return None
    if match := _PICKUP.search(clause.text) or (_ON_A_DAY.search(clause.text) if dated else None):
        return Made(DeliveryMode(mode="pickup"), "delivery_mode", clause.start + match.start()), match.span()
    if match := _HOME.search(clause.text) or (_HOME_ON_A_DAY.search(clause.text) if dated else None):
        return Made(DeliveryMode(mode="home"), "delivery_mode", clause.start + match.start()), match.span()
    return None
