"""Intents without slots: their phrases in `config/lexicon/phrases/` are all there is to know."""

from __future__ import annotations

from intents.acts import (
    Act,
    Bye,
    Checkout,
    ClearCart,
    Complain,
    Confirm,
    DeleteData,
    Deny,
    Greet,
    Help,
    Human,
    OptIn,
    OptOut,
    Reorder,
    Summary,
    Thanks,
    Training,
    ViewCart,
)
from intents.text.message import Made, Message
from intents.text.words import phrases

ACTS: dict[str, type[Act]] = {
    "bye": Bye,
    "checkout": Checkout,
    "clear_cart": ClearCart,
    "complain": Complain,
    "confirm": Confirm,
    "delete_data": DeleteData,
    "deny": Deny,
    "greet": Greet,
    "help": Help,
    "human": Human,
    "opt_in": OptIn,
    "opt_out": OptOut,
    "reorder": Reorder,
    "summary": Summary,
    "thanks": Thanks,
    "training": Training,
    "view_cart": ViewCart,
}


def says(intent: str, message: Message, book: str = "villager") -> bool:
    """Whether the message as a whole says this intent."""
    return phrases(book)[intent].in_message(message.text)


def made(intent: str) -> tuple[Made, ...]:
    return (Made(ACTS[intent](), intent),)
