"""A market day in a world: what was said and what came of it last, offers with their questions answered, orders."""

from __future__ import annotations

from world import World


def last(world: World, kind):
    """The newest event of a kind; None: none happened."""
    return next((e for e in reversed(world.events) if isinstance(e, kind)), None)


def heard(world: World, who: str, *words: str) -> str:
    """Somebody says this one after the other: the last reply."""
    return [world.hear(who, text).reply for text in words][-1]


def on_sale(world: World, who: str, offer: str, taken_in: str) -> World:
    """Somebody offers goods and tells nothing more of them; the station takes them in."""
    heard(world, who, offer, "1", "0", "0")
    world.hear("boss", f"收 {taken_in}")
    return world


def order(world: World, who: str, many: str, goods: str = "") -> None:
    """Somebody orders of the first village goods, or of the goods named."""
    heard(world, who, f"村货 {goods}".strip(), "1", many, "1")
