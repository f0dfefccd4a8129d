"""Names taken apart by 的: 炒菜的锅 is a 炒菜锅, 作文的本子 a 作文本."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.terms import Term

_LONGEST = 3
_PURPOSE = 2
"""Characters before 的 that tell what for."""

_FEEDING = "喂养"
"""What is fed to some beast is its own fodder; where the shop has none, that of others is no match."""


def said_apart(text: str, terms: Mapping[str, Term]) -> Iterator[tuple[int, int, Term]]:
    """Find names of which the purpose is said first: where they begin and end, and the whole name."""
    here = text.find("的", _PURPOSE)
    while here >= 0:
        ends = here - 1 if text[here - 1] == "用" else here
        purpose = text[max(0, ends - _PURPOSE) : ends]
        for size in range(_LONGEST, 0, -1):
            head = text[here + 1 : here + 1 + size]
            if len(head) < size or head not in terms:
                continue
            if whole := _whole(purpose, head, terms):
                yield ends - len(purpose), here + 1 + size, whole
            break
        here = text.find("的", here + 1)


def _whole(purpose: str, head: str, terms: Mapping[str, Term]) -> Term | None:
    """The kind of goods that purpose and head make up together, if the shop has it."""
    if len(purpose) < _PURPOSE:
        return None
    stem = head.removesuffix("子") or head
    for word in (purpose + stem, purpose[0] + stem):
        term = terms.get(word)
        if term is not None and term.noun and term.heads:
            return term
    fed = terms.get(purpose[-1] + stem) if purpose[0] in _FEEDING else None
    return fed if fed is not None and fed.noun else None
