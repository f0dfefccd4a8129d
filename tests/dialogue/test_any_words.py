"""Whatever is said in whatever order: no turn fails, and no order is placed that was not read back whole."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import GOODS, World

from bot.dialogue.pages import SMS_UNITS, WECHAT_BYTES, size
from bot.dialogue.questions import ReadBack, RollReadBack
from bot.domain.events import OrderPlaced
from bot.domain.message import Followed, Picture, Scanned, Text, Voice
from bot.domain.money import yuan
from intents import acts
from intents.item import Entry, Item

SKUS = [product.sku for product in GOODS]
ITEMS = st.lists(
    st.builds(
        Item,
        mention=st.sampled_from(["酱油", "盐", "风油精", "", "{x}"]),
        skus=st.lists(st.sampled_from(SKUS), max_size=7, unique=True).map(tuple),
        quantity=st.sampled_from([None, Decimal(1), Decimal(2), Decimal("0.5"), Decimal(99)]),
        unit=st.sampled_from(["", "瓶"]),
    ),
    max_size=3,
).map(tuple)
WITH_ITEMS = (
    acts.Add, acts.Search, acts.AskPrice, acts.Remove, acts.SetQuantity, acts.ReturnGoods, acts.StockIn, acts.WalkInSale,
)  # fmt: skip  # a table, a row a line
BARE = tuple(kind for kind in acts.ACTS if not kind.__struct_fields__)
ACTS = st.one_of(
    *(st.builds(kind, items=ITEMS) for kind in WITH_ITEMS),
    st.sampled_from(BARE).map(lambda kind: kind()),
    st.builds(acts.Choose, n=st.integers(0, 9)),
    st.builds(acts.Browse, category=st.sampled_from(["", "调味品", "调味品/酱油", "没有的"])),
    st.builds(acts.DeliveryMode, mode=st.sampled_from(["pickup", "home"])),
    st.builds(acts.Schedule, date=st.sampled_from(["2026-11-26", "2026-12-02", "2027-11-26"])),
    st.builds(acts.BindStation, place=st.sampled_from(["杨柳村", "大湾村", "月亮湾"])),
    st.builds(acts.CancelOrder, order_no=st.sampled_from(["", "1"])),
    st.builds(acts.OrderStatus, order_no=st.sampled_from(["", "1"])),
    st.builds(acts.Arrived, order_no=st.sampled_from(["全", "1", "除2", "261125000"])),
    st.builds(acts.HandedOver, pickup_code=st.sampled_from(["0001", "4321"])),
    st.builds(acts.Broadcast, text=st.sampled_from(["开会", "修" * 200])),
    st.builds(
        acts.Jielong,
        entries=st.lists(st.builds(Entry, person=st.sampled_from(["王婶", "秀英"]), items=ITEMS), max_size=3).map(
            tuple
        ),
    ),
    st.builds(acts.OrderFor, person=st.sampled_from(["孙奶奶", "李叔"]), items=ITEMS),
)
WORDS = ["1", "0", "2", "M", "取消", "返回", "恢复", "确认", "盐两袋", "酱油", "再来两瓶", "3组18号", "杨柳村", "收到",
         "第二个来三瓶", "1和2", "", "\ud800{}", "绑定13812345678", "交回", "人工", "好",
         "改成一袋", "要三瓶不是两瓶", "只要一袋", "换成李锦记生抽", "大的", "5号", "多少钱", "便宜的来两瓶", "送到村南二队",
         "我家在三组", "后天送", "自己去取", "盐不要了", "月亮湾村"]  # fmt: skip  # what belongs together on one line
HEARD = st.one_of(
    st.lists(ACTS, min_size=1, max_size=3).map(tuple),
    st.sampled_from(WORDS).map(lambda words: Text(text=words)),
    st.sampled_from([Voice(), Picture(), Followed(scene="QS001"), Followed(), Scanned(scene="X")]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    said=st.lists(st.tuples(st.sampled_from(["秀英", "boss"]), HEARD, st.sampled_from([0, 0, 0, 30])), max_size=14),
    sms=st.booleans(),
)
def test_no_words_break_a_turn_or_order_unread_goods(said, sms):
    world = World(channels={"秀英": "sms"} if sms else {})
    read: dict[str, str] = {}
    for who, heard, hours in said:
        world.later(hours=hours)
        asked = world.talks[who].asking if who in world.talks else None
        turn = world.do(who, *heard, text="…") if isinstance(heard, tuple) else world.hear(who, heard)
        channel = world.channels.get(who, "wechat")
        assert size(turn.reply, channel) <= (SMS_UNITS if channel == "sms" else WECHAT_BYTES)
        for event in turn.events:
            if isinstance(event, OrderPlaced):
                assert isinstance(asked, ReadBack | RollReadBack)
                assert f"{yuan(event.order.total_fen)}元" in read[who] or sms or isinstance(asked, RollReadBack)
                assert event.order.lines
        if "回1下单" in turn.reply or "回1取消原单" in turn.reply:
            read[who] = turn.reply
