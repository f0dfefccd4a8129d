"""Every Chinese character's readings: pypinyin's table of single characters.

Its table of phrases is 45 MB in each process and nothing here asks for it; it is left out by its own switch, which must be
set before it is first imported. So this is the one place that imports it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

from pypinyin.constants import PINYIN_DICT

READINGS: Mapping[int, str] = PINYIN_DICT
"""Code point → readings with tone marks, the commonest first, separated by commas."""
