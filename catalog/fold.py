"""One spelling for every spelling: width, script and case taken away."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC

_TO_SIMPLIFIED = OpenCC("t2s")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """NFKC, Simplified characters, lower case: `ＴＣＬ電視` becomes `tcl电视`. The length may change."""
    plain = unicodedata.normalize("NFKC", text)
    return str(_TO_SIMPLIFIED.convert(plain)).lower()
