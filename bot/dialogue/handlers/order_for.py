"""帮孙奶奶下一单: the manager orders for those who have no phone; each person's goods are an order of their own."""

from __future__ import annotations

from bot.dialogue.basket import goods
from bot.dialogue.counter import errands, unbooked
from bot.dialogue.exchange import Exchange
from bot.dialogue.talk import Errand
from bot.domain.cart import Basket
from intents.acts import OrderFor
from intents.item import Item

MOST_NAME = 20
_BESIDE_A_NAME = "也再还先就都"
"""帮李叔也来一袋: what stands behind a name and is none of it."""


def order_for(ex: Exchange, said: tuple[OrderFor, ...]) -> None:
    """Begin an order for the first person named; whoever else is named waits."""
    people: dict[str, tuple[Item, ...]] = {}
    for act in said:
        person = act.person.rstrip(_BESIDE_A_NAME) or act.person
        people[person] = (*people.get(person, ()), *act.items)
    first, *others = people
    unbooked.drop(ex, "manager.unbooked")
    _begin(ex, first, people[first])
    for person in others:
        goods.not_carried(ex, [item for item in people[person] if not item.skus], offer=False)
        todo = tuple(goods.as_wanted(item, "add") for item in people[person] if item.skus)
        errands.put_off(ex, Errand(basket=Basket(recipient=person[:MOST_NAME]), todo=todo))


def _begin(ex: Exchange, person: str, items: tuple[Item, ...]) -> None:
    if ex.talk.basket.recipient != person[:MOST_NAME]:
        errands.put_off_current(ex)
        ex.change(basket=Basket(recipient=person[:MOST_NAME]))
    ex.shopping = True
    if items:
        goods.wish_for(ex, items, "add")
    else:
        ex.say("manager.order_for_what", who=person[:MOST_NAME])
