"""What is offered before the village is known need not be said again."""

from __future__ import annotations

from world import World

from bot.domain.events import ListingOffered
from bot.domain.people import Person


def test_an_offer_is_gone_on_with_once_the_village_is_told():
    world = World()
    world.people["新来的"] = Person(id="新来的", channels=("wechat",))
    assert "哪个村" in world.hear("新来的", "我有五百斤苹果，两块一斤").reply
    assert "苹果500斤" in world.hear("新来的", "杨柳村").reply
    assert any(isinstance(event, ListingOffered) for event in world.events)
    assert world.talks["新来的"].selling is None
