"""Pages for people: rendered here, without a build step, readable on a cheap phone.

rendering.py  `render(request, "area/name.j2", …)`: any package of bot.web keeps its templates beside its code
errors.py     every failure of a page is a page; security headers
back.py      where somebody wanted to go before signing in
words.py      what pages say, from config/console.yaml
assets.py     one style sheet and the small scripts
"""

from bot.web.pages.assets import add_assets
from bot.web.pages.back import asked_for, back
from bot.web.pages.errors import Refusal, pages
from bot.web.pages.rendering import render, see_other
from bot.web.pages.words import words

__all__ = ["Refusal", "add_assets", "asked_for", "back", "pages", "render", "see_other", "words"]
