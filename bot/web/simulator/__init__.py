"""The simulator: three phones on a page, talking to the real bot. Only the platforms are pretended."""

from bot.web.simulator.access import Simulator
from bot.web.simulator.routes import add_simulator

__all__ = ["Simulator", "add_simulator"]
