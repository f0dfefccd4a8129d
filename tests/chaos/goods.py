"""What is asked for, and the words by which the bot's answers are known."""

from __future__ import annotations

import re

GOODS = {
    "粤盐一袋": "V006",
    "太古白糖一袋": "V007",
    "紫林陈醋一瓶": "V005",
    "东古一品鲜一瓶": "V003",
    "冷酸灵牙膏一支": "V035",
    "力士香皂一块": "V036",
    "红星二锅头一瓶": "V041",
    "娃哈哈八宝粥一罐": "V043",
    "大白兔奶糖一袋": "V047",
    "杏花楼月饼礼盒一盒": "V046",
}
"""Words that can mean one article only; of the last there are but a few."""
SCARCE = "V046"
INSTEAD = "V045"
"""What is offered where that is sold out, and read back to whoever says yes to it."""
PLENTY = sorted(words for words, sku in GOODS.items() if sku != SCARCE)
KNOWN = re.compile("送到.树站")
KNOWN_OR_WHICH = re.compile(KNOWN.pattern + "|是哪一个")
PLACED = re.compile(r"下单了.*?单号(\d+)", re.DOTALL)
PLACED_OR_READ_BACK = re.compile(PLACED.pattern + "|回1下单", re.DOTALL)
RETURNING = re.compile(r"退货报上去了.*?单号(\d+)", re.DOTALL)
SOLD = re.compile(r"记好了：卖出")
SHELF_SKU = "V041"
"""What managers fill their shelves with, and sell over the counter."""
FILL_SHELF, SELL = "进货红星二锅头12瓶", "刚才店里现卖了红星二锅头一瓶"
