"""What a manager says of somebody's order by its slip or its owner: part of it came, its fitter, its money; and what he takes
back, or puts right, in his own words."""

from __future__ import annotations

import pytest
from market_day import last
from world import World, statuses

from bot.domain.events import CashEntered, InstallationMoved, OrderPlaced, StockMoved
from bot.domain.order import Status
from bot.domain.people import Person


def ordered(*said: str, who: str = "王秀英") -> World:
    return ordering(World(), *said, who=who)


def ordering(world: World, *said: str, who: str) -> World:
    for words in said or ("盐两袋", "1"):
        world.hear(who, words)
    return world


@pytest.mark.parametrize("said", ["1号的盐到了，酱油没到", "王秀英的盐到了一袋，还差一袋", "1号盐到了,还缺一袋"])
def test_what_came_in_part_is_not_here_yet(said):
    world = ordered()
    assert "没到齐" in world.hear("boss", said).reply
    assert statuses(world) == [Status.PLACED]


def test_what_is_here_in_part_is_taken_back():
    world = ordered()
    world.hear("boss", "1号到了")
    assert "撤销" in world.hear("boss", "1号的盐到了，酱油没到").reply


@pytest.mark.parametrize(
    "said", ["1号的师傅改到下周三下午", "王秀英的电视改到下周三下午装", "秀英那个师傅推到下周三下午来"]
)
def test_a_visit_is_moved_for_whoever_it_is(said):
    world = ordered("我家在三组8号", "电视一台送到家", "1", "1")
    assert "王秀英家" in world.hear("boss", said).reply
    moved = last(world, InstallationMoved)
    assert moved is not None
    assert (moved.date.isoweekday(), moved.period, moved.by) == (3, "afternoon", "county")


def test_an_order_without_a_visit_moves_nothing_and_books_no_day():
    world = ordered()
    assert "没有要师傅装" in world.hear("boss", "1号的师傅改到周日下午").reply
    assert "没找到4号" in world.hear("boss", "4号的师傅改到周日下午").reply
    assert last(world, InstallationMoved) is None
    assert world.talks["boss"].basket.day is None


@pytest.mark.parametrize("said", ["秀英的钱给了没", "1号钱收了没", "王秀英给钱了没有", "1号那单钱给了没"])
def test_whose_money_came_is_told(said):
    world = ordered()
    assert "还没付" in world.hear("boss", said).reply
    world.hear("boss", "1号到了")
    world.hear("boss", "王秀英拿走了")
    assert "没记收钱" in world.hear("boss", said).reply
    world.hear("boss", "收了秀英5")
    assert last(world, CashEntered).entry.amount_fen == 500


@pytest.mark.parametrize("said", ["谁还没给钱", "哪些人没付钱"])
def test_who_still_has_to_pay_is_told(said):
    world = ordered()
    world.hear("boss", "1号到了")
    assert "1号王秀英" in world.hear("boss", said).reply


@pytest.mark.parametrize(
    "said", ["错了，王秀英没拿走", "秀英没来拿，搞错了", "1号没取走", "刚才那个撤了", "刚才那个不对"]
)
def test_a_hand_over_that_was_none_is_taken_back(said):
    world = ordered()
    world.hear("boss", "1号到了")
    world.hear("boss", "王秀英拿走了")
    world.hear("boss", said)
    assert statuses(world) == [Status.AT_STATION]


def test_nobody_elses_hand_over_is_taken_back():
    world = ordered()
    world.hear("boss", "1号到了")
    world.hear("boss", "王秀英拿走了")
    world.hear("boss", "李大山没拿走")
    assert statuses(world) == [Status.COLLECTED]


def test_which_parcel_is_told_by_what_is_in_it():
    world = World()
    for who, said in (("秀英", "盐两袋"), ("另一个", "月饼一盒")):
        world.people[who] = Person(id=who, name="秀英", station="QS001", channels=("wechat",))
        world.hear(who, said)
        world.hear(who, "1")
        world.hear(who, "1")
    world.hear("boss", "全到了")
    world.hear("boss", "秀英的拿走了")
    world.hear("boss", "买盐的那个")
    assert statuses(world) == [Status.COLLECTED, Status.AT_STATION]
    assert [e.order.person for e in world.events if isinstance(e, OrderPlaced)] == ["秀英", "另一个"]


def stock(world: World) -> list[int]:
    return [int(e.quantity) for e in world.events if isinstance(e, StockMoved)]


def test_what_was_booked_wrongly_is_put_right():
    world = World()
    world.hear("boss", "进货盐20袋")
    assert "架上12袋" in world.hear("boss", "进错了，是12袋").reply
    assert stock(world) == [20, -20, 12]
    world.hear("boss", "卖了两袋盐")
    assert "架上还有9袋" in world.hear("boss", "卖错了，是三袋").reply


def test_what_is_spoiled_is_counted_as_gone_after_a_read_back():
    world = World()
    world.hear("boss", "进货盐20袋")
    assert "少2袋" in world.hear("boss", "盐破了两袋，扔了").reply
    world.hear("boss", "1")
    assert stock(world) == [20, 18]


@pytest.mark.parametrize("said", ["盐破了两袋，退货", "盐破了，再来两袋", "李婶说盐破了两袋"])
def test_what_somebody_brings_back_is_not_off_the_shelf(said):
    world = World()
    world.hear("boss", "进货盐20袋")
    world.hear("boss", said)
    world.hear("boss", "1")
    assert stock(world)[:1] == [20]
    assert 18 not in stock(world)


@pytest.mark.parametrize("said", ["王秀英啥时候能拿到", "秀英的单子念一遍", "1号的货啥时候到"])
def test_a_question_that_begins_with_somebody_is_for_theirs(said):
    assert "1号王秀英" in ordered().hear("boss", said).reply


def test_what_was_ordered_just_now_for_somebody_is_what_is_changed():
    world = World()
    for words in ("给孙二娘订两袋盐", "1"):
        world.hear("boss", words)
    assert "3袋" in world.hear("boss", "改成三袋").reply
    world.hear("boss", "1")
    placed = [e.order for e in world.events if isinstance(e, OrderPlaced)]
    assert [(o.recipient, int(o.lines[0].quantity)) for o in placed] == [("孙二娘", 2), ("孙二娘", 3)]


def test_somebody_is_called_by_the_given_name_too():
    assert "取消王秀英的单号" in ordered().hear("boss", "秀英说不要了，退回去").reply


@pytest.mark.parametrize("said", ["秀英不要了", "秀英的改成三袋"])
def test_which_of_two_with_one_given_name_is_asked(said):
    world = ordering(ordered(), "二锅头一瓶", "1", who="李秀英")
    reply = world.hear("boss", said).reply
    assert ("王秀英" in reply, "李秀英" in reply, "哪一位" in reply) == (True, True, True)
    assert "取消王秀英的单号" in world.hear("boss", "王秀英不要了").reply


def test_a_question_for_two_with_one_given_name_tells_of_both():
    world = ordering(ordered(), "二锅头一瓶", "1", who="李秀英")
    reply = world.hear("boss", "秀英啥时候能拿到").reply
    assert ("1号王秀英" in reply, "2号李秀英" in reply) == (True, True)


@pytest.mark.parametrize(("first", "second"), [("秀英", "王秀英"), ("王秀英", "秀英")])
def test_who_is_called_just_so_comes_before_whose_given_name_it_is(first, second):
    world = World()
    for who in (first, second):
        world.people[who] = Person(id=who, name=who, station="QS001", channels=("wechat",))
        ordering(world, "盐两袋", "1", who=who)
    assert "取消秀英的单号" in world.hear("boss", "秀英不要了").reply


def test_who_runs_the_station_returns_nothing_for_others():
    world = ordered()
    world.hear("boss", "1号到了")
    world.hear("boss", "王秀英拿走了")
    assert "乡亲自己说" in world.hear("boss", "秀英的盐漏了要退").reply
