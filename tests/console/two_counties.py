"""The network of these tests: two counties of one name, and a small shop."""

from __future__ import annotations

from decimal import Decimal

from bot.domain.people import Station
from catalog.product import Product

GOODS = (
    Product(sku="S1", name="中盐加碘食盐400g", unit="袋", price_fen=250, category="调味品/盐"),
    Product(sku="S2", name="海天草菇老抽酱油500ml", unit="瓶", price_fen=950, category="调味品/酱油"),
    Product(sku="S3", name="杏花楼月饼礼盒", unit="盒", price_fen=8800, category="食品/糕点", stock=Decimal(2)),
    Product(sku="S4", name="创维32英寸高清电视机", unit="台", price_fen=69900, category="大家电/电视", install=True),
)
HERE = {"province": "山西省", "city": "临汾市", "county": "河湾县"}
ELSEWHERE = {"province": "河北省", "city": "邯郸市", "county": "河湾县"}
"""A county of the same name in another province."""
NETWORK = (
    Station(code="C0", name="河湾县服务中心", level="county", manager_phone="+8613900000100", **HERE),
    Station(code="V1", name="杨柳站", village="杨柳村", parent="C0", manager_name="张秀兰",
            manager_phone="+8613900000101", manager_wechat="oManager1", **HERE),
    Station(code="V2", name="和平站", village="和平村", parent="C0", manager_name="李建国",
            manager_phone="+8613900000102", **HERE),
    Station(code="T1", name="试用站", village="试用村", manager_wechat="oCunkouSample-T1-manager000", **HERE),
    Station(code="X0", name="邯郸的中心", level="county", manager_phone="+8613900000200", **ELSEWHERE),
    Station(code="X1", name="远处站", village="远处村", parent="X0", manager_phone="+8613900000201", **ELSEWHERE),
)  # fmt: skip  # a table, a row a line
