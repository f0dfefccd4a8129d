"""A shop of invented brands: whatever is known of it was learnt from its rows."""

from __future__ import annotations

import pytest

from catalog.product import Product
from catalog.shop import Shop

ROWS = """
A1|云岭金标生抽酱油500ml|云岭|调料/酱油|500ml|瓶|9
A2|云岭金标生抽酱油1.8L|云岭|调料/酱油|1.8L|桶|19
A3|老庙山红烧老抽480ml|老庙山|调料/酱油|480ml|瓶|8
B1|河东香米5kg|河东|粮油/大米|5kg|袋|30
B2|河东香米25kg|河东|粮油/大米|25kg|袋|120
B3|河东糯米2.5kg|河东|粮油/大米|2.5kg|袋|20
C1|清露无硅油洗发露400ml|清露|洗护/洗发|400ml|瓶|20
C2|清露无硅油洗发露750ml|清露|洗护/洗发|750ml|瓶|32
C3|雅丝顺滑护发素400ml|雅丝|洗护/洗发|400ml|瓶|18
D1|雅丝草莓味儿童牙膏60g|雅丝|洗护/牙膏|60g|支|9
E1|山里红苹果10斤装|山里红|水果/苹果|10斤|箱|40
E2|本地苹果散装||水果/苹果|散称|斤|4
F1|闪驰苹果数据线1米|闪驰|数码/配件|1m|根|20
G1|亮久5号碱性电池4节|亮久|五金/电池|4节|板|8
G2|亮久电动车电池60V|亮久|车品/电池|60V|组|400
H1|泉韵矿泉水550ml×24瓶整箱|泉韵|饮料/水|24瓶|箱|28
H2|泉韵矿泉水550ml|泉韵|饮料/水|550ml|瓶|2
I1|暖足棉拖鞋男款42码|暖足|鞋/拖鞋|42码|双|20
I2|暖足棉拖鞋女款38码|暖足|鞋/拖鞋|38码|双|20
J1|青禾尿素40kg|青禾|农资/化肥|40kg|袋|100
K1|青禾958玉米种子|青禾|农资/种子|4000粒|袋|58
L1|闪驰小米充电宝10000毫安|小米|数码/充电|10000mAh|个|69
M1|本地黄小米||粮油/杂粮|散称|斤|6
N1|香禾酸奶面包200g|香禾|食品/糕点|200g|袋|6
N2|香禾饼干巧克力夹心100g|香禾|食品/零食|100g|袋|5
"""


@pytest.fixture(scope="session")
def shop() -> Shop:
    def product(row: str) -> Product:
        sku, name, brand, category, spec, unit, yuan = row.split("|")
        return Product(
            sku=sku, name=name, brand=brand, category=category, spec=spec, unit=unit, price_fen=int(yuan) * 100
        )

    return Shop(product(row) for row in ROWS.split("\n") if row)
