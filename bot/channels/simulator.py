"""The simulator's phones as a channel: pretend people are reached on the page alone, never through a platform.

Its ways stand before the real ones and take every letter to a pretend address, so that no real way ever sees one.
"""

from __future__ import annotations

from bot.channels import sms
from bot.channels.wechat_xml import LIMIT_BYTES
from bot.domain.letter import Letter
from bot.domain.message import AnyContent
from bot.ports import Hook, Way

OPENID = "simulator-"
"""Openids of the simulator's villagers begin so; WeChat's own begin with `o`."""
PHONE = "+86154"
"""Phones of the simulator's villagers begin so: the segment 154 was never given to an operator."""
SAMPLE_MANAGER = "oCunkouSample-"
"""The managers of the sample network: nobody is behind their openids."""
_VILLAGERS = (f"wechat:{OPENID}", f"sms:{PHONE}")
_ANYBODY = (*_VILLAGERS, f"wechat:{SAMPLE_MANAGER}")


def is_pretend(contact: str) -> bool:
    """Whether nobody real is behind a contact (`wechat:OPENID`, `sms:+86…`)."""
    return contact.startswith(_ANYBODY)


class SimulatorChannel:
    name = "simulator"
    hooks: tuple[Hook, ...] = ()

    def __init__(self, *, managers: bool) -> None:
        """`managers`: no platform is connected, so letters to the sample's managers stay here too. Else they go where a
        county that tries its account out with the sample expects them."""
        addresses = _ANYBODY if managers else _VILLAGERS
        self.ways: tuple[Way, ...] = (PretendWay("wechat", addresses), PretendWay("sms", addresses))

    def window(self, content: AnyContent) -> tuple[int, int] | None:  # noqa: ARG002 - every channel is asked
        """None: no platform counts."""
        return None

    async def start(self) -> None:
        """Nothing is to be opened."""

    async def close(self) -> None:
        """Nothing was opened."""


class PretendWay:
    """Sends by doing nothing: the page reads what was sent from the outbox."""

    repeatable = True
    last_resort = False

    def __init__(self, channel: str, contacts: tuple[str, ...]) -> None:
        """Takes letters to contacts that begin like one of these."""
        self.channel, self.name, self._contacts = channel, f"{channel}_simulated", contacts

    def fits(self, letter: Letter) -> bool:
        if self.channel == "sms":
            return sms.parts(letter.sms or letter.text) <= sms.MOST_PARTS
        return len(letter.text.encode()) <= LIMIT_BYTES

    async def can_send(self, letter: Letter, address: str) -> bool:  # noqa: ARG002 - every way is asked
        return f"{self.channel}:{address}".startswith(self._contacts)

    async def send(self, letter: Letter, address: str, reference: str) -> str:  # noqa: ARG002 - every way is asked
        return reference
