"""Whatever is said, nobody is bound to one of several places that the words fit."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from world import World

from bot.domain.events import StationBound
from bot.domain.people import Person
from bot.domain.village import Locality

COUNTIES, TOWNS, NAMES = ("青石县", "临溪县"), ("柳河镇", "石桥镇", "白塔镇"), ("和平村", "团结村", "东团结村")
SERVED_BY = ("QS001", "QS004", "QS005", "")
VILLAGES = st.lists(
    st.tuples(*map(st.sampled_from, (NAMES, COUNTIES, TOWNS, SERVED_BY))), min_size=1, max_size=12, unique=True
)
WORDS = st.sampled_from(
    ("和平", "我是和平村的", "团结村", "青石县团结村", "柳河镇和平村", "临溪县的", "石桥镇", "he ping cun", "张庄")
)


def newcomer(described) -> World:
    world = World()
    world.people["新来"] = Person(id="新来", channels=("wechat",))
    world.villages = [
        Locality(key=f"村:{n}", station=station, name=name, village=name, county=county, town=town)
        for n, (name, county, town, station) in enumerate(described)
    ]
    return world


@settings(deadline=None)  # the dictionaries are read at the first message
@given(VILLAGES, WORDS)
def test_words_that_fit_several_stations_bind_nobody(described, words):
    world = newcomer(described)
    fitting = {place.station or place.key for place in world.facts("新来").places_named(words)}
    turn = world.hear("新来", words)
    bound = [event.station for event in turn.events if isinstance(event, StationBound)]
    assert len(bound) <= 1
    if bound:
        assert fitting == {bound[0]}


@settings(deadline=None)  # the dictionaries are read at the first message
@given(VILLAGES, WORDS, st.lists(st.sampled_from(("1", "2", "3", "M", "0", "青石县", "柳河镇的")), max_size=4))
def test_whoever_answers_is_bound_only_to_what_was_shown_or_named(described, words, answers):
    world = newcomer(described)
    world.hear("新来", words)
    for said in answers:
        asking = world.talks["新来"].asking
        turn = world.hear("新来", said)
        for event in turn.events:
            if isinstance(event, StationBound):
                fitting = world.facts("新来").places_named(asking.place or said)
                places = {place.station for place in fitting if asking.within.holds(place)}
                assert event.station in places | {world.facts("新来").locality(key).station for key in asking.codes}
