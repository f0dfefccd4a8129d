"""The consoles: a station's manager at the counter, and the county centre over all its stations.

access.py   cookies, sessions, CSRF        guard.py    who may see which page
sign_in.py  the one-time code              acting.py   an action: the dialogue's handler, the events, the audit row
feed.py     new alerts, as they come       routes.py   the table of pages
What a button does is what the manager's words do in chat: the same handlers, the same events, the same letters.
"""

from bot.web.console.parts import Console
from bot.web.console.routes import add_console

__all__ = ["Console", "add_console"]
