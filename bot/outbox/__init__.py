"""What must be sent: leased, checked against quota and quiet hours, sent once, retried where that is safe."""

from bot.outbox.worker import Outbox

__all__ = ["Outbox"]
