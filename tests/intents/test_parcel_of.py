"""A manager names whose goods he means; what only looks so stays with the other intents."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.understand import understand
from intents.utterance import Utterance
from intents.values.people import Alike, alike, looks_like_person
from intents.wire import to_wire

AT = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def heard(text, shop, *, role="manager", at_counter=True):
    utterance = Utterance(text=text, at=AT, role=role, at_counter=at_counter, people=frozenset({"秀英"}))
    return [to_wire(act) for act in understand(utterance, shop)]


SAID = {
    "arrived": {
        "周大爷": "周大爷的到了 周大爷得货到了 周大爷的货都到站了 隔壁周大爷的到了 收到周大爷的货了",
        "老王": "老王家的货到了 老王家的快递到货了 老王那件拉来了 老王家到货了",
        "秀英": "秀英的到了 今天秀英的来货了",
    },
    "fetched": {
        "老王": "老王家的货取走了 老王家的货拿走了 老王拿走了 老王把东西扛走了 货给老王了 交给老王了 老王签收了",
        "李婶": "东西让李婶提走了 李婶她闺女来领走了 李婶自己来拿走了 李婶的货给她了 李婶那件抱走了",
        "7": "7号拿走了 7号的取走了 把7号给出去了",
    },
    "fetching": {
        "张三": "张三来拿了 张三来取货 张三过来拿东西了 张三来了 张三他儿子来拿了 张三要拿货 张三来站里取货了",
    },
    "asked": {
        "王秀英": "王秀英的还没来拿 王秀英的没来取 王秀英的到了没 王秀英的货到哪了 王秀英取走了没 王秀英的什么时候到 查下王秀英的 帮王秀英查下她的货到哪了 帮王秀英看看到了没",
        "7": "7号还没来拿 7号到了吗",
    },
}
CASES = [
    (words, fate, who) for fate, people in SAID.items() for who, lines in people.items() for words in lines.split()
]


@pytest.mark.parametrize(("words", "fate", "who"), CASES, ids=[case[0] for case in CASES])
def test_a_parcel_is_told_of_by_its_owner(words, fate, who, sample_shop):
    assert heard(words, sample_shop) == [{"intent": "parcel_of", "people": (who,), "fate": fate}]


@pytest.mark.parametrize(
    ("words", "people", "goods"),
    [
        ("周大爷的盐到了", ("周大爷",), "盐"),
        ("周大爷和老王的都到了", ("周大爷", "老王"), ""),
        ("周大爷、张三的到了", ("周大爷", "张三"), ""),
        ("老王把酱油拿走了", ("老王",), "酱油"),
    ],
)
def test_several_owners_and_their_goods_are_heard(words, people, goods, sample_shop):
    [act] = heard(words, sample_shop)
    assert (act["people"], act.get("goods", "")) == (people, goods)


@pytest.mark.parametrize("words", ["周大爷拿走了，给了85块", "周大爷拿走了给了85块", "老王的取走了 收现金85"])
def test_what_was_paid_is_heard_beside_it(words, sample_shop):
    assert [act["intent"] for act in heard(words, sample_shop)] == ["parcel_of", "cash_taken"]


@pytest.mark.parametrize(
    "words",
    [
        "冰箱到了",
        "白糖到了",
        "货到了",
        "今天的货到齐了",
        "车来了",
        "东西拿走了",
        "取走了",
        "全到",
        "都到了",
        "周大爷拿了两袋盐",
        "给李叔拿一桶油",
        "我的到了吗",
        "大家的都到了",
        "谁的还没取",
        "还没到",
        "12号的冰箱到了",
        "县里来人了",
        "顾客拿走了",
        "快递到了",
        "我来拿了",
        "7号到了",
        "王大爷来两袋盐",
        "米到了",
        "4821取走了",
        "海天的到了吗",
        "我儿子来拿",
        "店里的拿走了",
    ],
)
def test_what_names_nobody_stays_what_it_was(words, sample_shop):
    assert heard(words, sample_shop) == heard(words, sample_shop, at_counter=False)


def test_a_villager_is_not_heard_so(sample_shop):
    assert heard("周大爷的到了", sample_shop, role="villager")[0]["intent"] != "parcel_of"


@pytest.mark.parametrize(
    "words", ["老王", "老王家", "王家", "周大爷", "王秀英", "孙奶奶", "三婶", "老李头", "欧阳锋", "李会计"]
)
def test_people_are_called_so(words):
    assert looks_like_person(words)


@pytest.mark.parametrize(
    "words", ["货", "今天", "冰箱", "东西", "隔壁", "大家", "周", "快递", "ZhouDaYe", "一二三四五六七八"]
)
def test_nobody_is_called_so(words):
    assert not looks_like_person(words)


@pytest.mark.parametrize(
    ("said", "name", "grade"),
    [
        ("周大爷", "周大爷", Alike.SAME),
        ("老王家", "老王", Alike.SAME),
        ("州大爷", "周大爷", Alike.SOUND),
        ("王秀应", "王秀英", Alike.SOUND),
        ("秀英", "王秀英", Alike.PART),
        ("三婶", "王三婶", Alike.PART),
        ("德福大爷", "周德福", Alike.PART),
        ("尾号0001", "尾号0001的乡亲", Alike.PART),
        ("周大爷", "周德福", Alike.SURNAME),
        ("王家", "老王", Alike.SURNAME),
        ("老李头", "李有田", Alike.SURNAME),
        ("王大姐", "王秀英", Alike.SURNAME),
        ("周大爷", "周奶奶", Alike.NO),
        ("王秀兰", "王秀英", Alike.NO),
        ("三婶", "张三", Alike.NO),
        ("李叔", "王叔", Alike.NO),
    ],
)
def test_names_are_as_alike_as(said, name, grade):
    assert alike(said, name) is grade
