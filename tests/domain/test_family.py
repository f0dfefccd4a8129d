"""However often and from wherever children ask: nobody is pestered, and a no is a no for a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import SystemRandom

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.family import DAY, RULES, Tie, family_code, hindrance

START = datetime(2026, 11, 25, tzinfo=UTC)
CHILDREN, PARENTS = ("甲", "乙", "丙"), ("p", "q", "r", "s", "t")
TRIES = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from(CHILDREN),
        st.sampled_from(PARENTS),
        st.sampled_from(["", "no", "yes", "end"]),
    ),
    max_size=60,
)


class Asked:
    """What the database would hold, and all asks that went out."""

    def __init__(self) -> None:
        self.ties: dict[tuple[str, str], Tie] = {}
        self.went: list[tuple[datetime, str, str]] = []
        self.noes: list[tuple[datetime, str, str]] = []

    def ask(self, child: str, parent: str, at: datetime) -> None:
        mine = [tie for tie in self.ties.values() if tie.child == child]
        heard = sum(tie.parent == parent and at - tie.asked_at < DAY for tie in self.ties.values())
        if hindrance(mine, parent, heard, at):
            return
        before = self.ties.get((parent, child))
        asks = before.asks + 1 if before and before.status == "asked" else 1
        self.ties[parent, child] = Tie(parent=parent, child=child, status="asked", asked_at=at, asks=asks)
        self.went.append((at, child, parent))

    def answer(self, child: str, parent: str, said: str, at: datetime) -> None:
        tie = self.ties.get((parent, child))
        if tie is not None and tie.status == "asked" and said in ("yes", "no"):
            self.ties[parent, child] = replace(tie, status="agreed" if said == "yes" else "refused", answered_at=at)
            self.noes += [(at, child, parent)] * (said == "no")
        elif tie is not None and tie.status == "agreed" and said == "end":
            self.ties[parent, child] = replace(tie, status="refused", answered_at=at)
            self.noes.append((at, child, parent))


@given(TRIES)
def test_nobody_is_pestered(tries):
    world, at = Asked(), START
    for hours, child, parent, said in tries:
        at += timedelta(hours=hours)
        world.ask(child, parent, at)
        world.answer(child, parent, said, at)
    for when, child, parent in world.went:
        day = [(c, p) for t, c, p in world.went if when - DAY < t <= when]
        assert sum(c == child for c, _ in day) <= RULES.asks_a_day
        assert sum(p == parent for _, p in day) <= RULES.heard_a_day
    for when, child, parent in world.noes:
        later = [t for t, c, p in world.went if (c, p) == (child, parent) and t > when]
        assert all(t - when >= timedelta(days=RULES.after_no_days) for t in later)


def test_an_ask_without_an_answer_is_repeated_twice_then_rests():
    world = Asked()
    for day in range(60):
        world.ask("甲", "p", START + day * DAY)
    went = [(at - START).days for at, _, _ in world.went]
    week, month = RULES.again_after_days, RULES.after_no_days
    assert went == [0, week, 2 * week, 2 * week + month, *([2 * week + 2 * month] if 2 * week + 2 * month < 60 else [])]


def test_a_child_has_six_parents_at_most():
    ties = [Tie(parent=f"p{n}", child="甲", status="agreed", asked_at=START - 90 * DAY) for n in range(RULES.most_ties)]
    assert hindrance(ties, "another", 0, START) == "too_many"
    assert hindrance(ties[1:], "another", 0, START) == ""


def test_a_code_can_be_read_over_a_phone():
    code = family_code(SystemRandom())
    assert len(code) == 8
    assert code.isdecimal()
    assert code[0] != "0"
