"""What the domestic platforms share: a way that sends registered templates, and the channel around it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

from bot.channels import sms
from bot.channels.posting import Poster
from bot.channels.sms_rate import Bucket
from bot.channels.sms_templates import Filled, Templates
from bot.domain.letter import Letter
from bot.domain.message import AnyContent
from bot.ports import Hook, SendFailed, Sent, Way

Send = Callable[[Filled, str, str], Awaitable[str]]
"""Template, E.164 phone, reference → what reports will name. Raises SendFailed."""


class SmsChannel:
    """A platform's hooks and ways, over the connections they use."""

    name = "sms"

    def __init__(self, hooks: Iterable[Hook], ways: Iterable[Way], posters: Iterable[Poster]) -> None:
        self.hooks: tuple[Hook, ...] = tuple(hooks)
        self.ways: tuple[Way, ...] = tuple(ways)
        self._posters = tuple(posters)

    def window(self, content: AnyContent) -> tuple[int, int] | None:  # noqa: ARG002 - every channel is asked
        """None: SMS may be sent at any time."""
        return None

    async def start(self) -> None:
        for poster in self._posters:
            await poster.start()

    async def close(self) -> None:
        for poster in self._posters:
            await poster.close()


class DomesticSms:
    """Registered templates to Chinese numbers. The platforms know no message again: what is uncertain stays so until
    its report comes."""

    name = "sms"
    channel = "sms"
    repeatable = False
    last_resort = False

    def __init__(self, templates: Templates, bucket: Bucket, send: Send) -> None:
        self._templates, self._bucket, self._send = templates, bucket, send

    def fits(self, letter: Letter) -> bool:
        try:
            return self._templates.fill(letter).whole
        except SendFailed:
            return False

    async def can_send(self, letter: Letter, address: str) -> bool:
        """Raises SendFailed `no_template`: what is not registered is not sent, and the outbox says so."""
        self._templates.fill(letter)
        return address.startswith(sms.CHINA) and sms.phone(address) is not None

    async def send(self, letter: Letter, address: str, reference: str) -> Sent:
        filled = self._templates.fill(letter)
        await self._bucket.take()
        named = await self._send(filled, address, reference)
        return Sent(named, self._templates.provider, sms.parts(filled.text))


def outcome_of(code: str, outcomes: Mapping[str, str]) -> str:
    """What a platform's code means, by itself or by its part before a dot; `never` where it is not listed."""
    return outcomes.get(code) or outcomes.get(code.partition(".")[0], "never")
