"""The shop, the stations and the manager of the village in memory."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.people import Person, Station
from catalog.product import Product
from catalog.shop import Shop

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZONE)


def article(sku, name, price, unit, category, **more):
    return Product(sku=sku, name=name, price_fen=price, unit=unit, category=category, **more)


GOODS = (
    article("S01", "海天金标生抽酱油500ml", 990, "瓶", "调味品/酱油", brand="海天", spec="500ml", city_price_fen=1150),
    article("S02", "海天金标生抽酱油1.28L", 1880, "瓶", "调味品/酱油", brand="海天", spec="1.28L", city_price_fen=2190),
    article("S03", "海天草菇老抽酱油500ml", 950, "瓶", "调味品/酱油", brand="海天", spec="500ml", city_price_fen=1090),
    article("S04", "李锦记锦珍生抽500ml", 980, "瓶", "调味品/酱油", brand="李锦记", spec="500ml", city_price_fen=1090),
    article("S05", "厨邦纯酿酱油美味鲜1.63L", 2250, "瓶", "调味品/酱油", brand="厨邦", spec="1.63L"),
    article("S06", "加加面条鲜酱油500ml", 850, "瓶", "调味品/酱油", brand="加加", spec="500ml"),
    article("S07", "中盐加碘食盐400g", 250, "袋", "调味品/盐", brand="中盐", spec="400g", city_price_fen=300),
    article("S08", "维达超韧卷纸10卷", 2290, "提", "日用品/纸品", brand="维达", spec="10卷"),
    article("S09", "心相印茶语卷纸10卷", 2490, "提", "日用品/纸品", brand="心相印", spec="10卷"),
    article("S10", "金健油粘米25kg", 12800, "袋", "粮油/大米", brand="金健", spec="25kg"),
    article("S11", "恒源祥毛毯", 15900, "条", "家纺/毛毯", brand="恒源祥"),
    article("S12", "创维32英寸高清电视机", 69900, "台", "大家电/电视", brand="创维", spec="32寸", install=True),
    article("S13", "杏花楼月饼礼盒", 8800, "盒", "食品/糕点", brand="杏花楼", stock=Decimal(2)),
    article("S14", "红星二锅头500ml", 1650, "瓶", "酒水/白酒", brand="红星", spec="500ml"),
)
SHOP = Shop(GOODS)


def station(code, village, **more):
    more = {"town": "柳河镇", "county": "青石县", "cutoff": time(16, 0)} | more
    return Station(code=code, name=f"{village}站", village=village, **more)


YANGLIU = station("QS001", "杨柳村", manager_name="老周", manager_phone="+8613900000001")
STATIONS = (
    YANGLIU,
    station("QS002", "大湾村"),
    station("QS003", "大湾村", town="石桥镇"),
    station("QS004", "小河村", lat=30.5, lng=104.1),
    station("QS005", "花桥村", kind="select"),
    station("QS006", "老坝村", status="closed", successor="QS004"),
    station("QS007", "断桥村", status="closed"),
)
OPEN_STATIONS = tuple(s for s in STATIONS if s.status == "open")
MANAGER = Person(id="boss", name="老周", station="QS001", manages=("QS001",), channels=("wechat",))
