"""Whatever families say in whatever order: nobody is ordered for without a tie, and every turn comes to an end."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World

from bot.dialogue.pages import SMS_UNITS, size
from bot.domain import events as happened

PEOPLE = ("王秀英", "小芳", "小军")
PHONES = {"王秀英": "+8613800000001", "小芳": "+8613800000002"}
SAID = (
    "绑定我妈13800000001", "绑定我爸13800000002", "我要给我妈下单", "13800000001", "1", "2", "0", "同意", "不同意", "给我妈买两袋盐",
    "我妈要二锅头一瓶", "给自己买盐一袋", "盐五袋", "老样子", "给我妈老样子来一单", "改成三袋", "取消", "送到家", "3组18号", "亲情码",
    "亲情码{code}", "妈", "谁替我下单", "解除绑定", "解绑我妈", "让小芳付", "让孩子付", "付钱", "好的", "再来一份", "不用了", "别推荐", "恢复", "到哪了",
)  # fmt: skip  # a table, a row a line
STEPS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SAID), st.sampled_from([0, 0, 1, 200])), max_size=25
)


def tied(world: World, parent: str, child: str) -> bool:
    tie = world.ties.known.get((parent, child))
    return tie is not None and tie.status == "agreed"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_nobody_is_ordered_for_without_a_tie(steps):
    world = World(pay_base="https://village.example")
    world.phones.update(PHONES)
    for who in PEOPLE:
        world.person(who)
    for who, text, hours in steps:
        world.later(hours=hours, minutes=1)
        before = dict(world.ties.known)
        turn = world.hear(who, text.format(code=next(iter(world.ties.codes), "11112222")))
        assert turn.reply
        for event in turn.events:
            if isinstance(event, happened.OrderPlaced):
                order = event.order
                assert (order.person == who) == (not order.helper)
                assert not order.helper or (order.helper == who and tied(world, order.person, who))
            if isinstance(event, happened.TieAnswered):
                assert before[event.parent, event.child].status == "asked"
                assert event.parent == who
            if isinstance(event, happened.PaymentWished):
                assert tied(world, event.parent, event.child)
        assert all(size(letter.sms, "sms") <= SMS_UNITS for letter in world.letters)
        assert all(tie.parent != tie.child for tie in world.ties.known.values())
