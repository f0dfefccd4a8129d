"""Replies too long for one message are cut at line ends, never inside a character, and go on with “M”."""

from __future__ import annotations

import re

WECHAT_BYTES = 2000
SMS_UNITS = 128
"""UTF-16 units of two joined parts (2 x 67), less what a signature takes."""
MORE = "\n回M看更多"


def size(text: str, channel: str) -> int:
    """In the channel's own measure: UTF-16 units for SMS, bytes for WeChat."""
    return len(text.encode("utf-16-le", "replace")) // 2 if channel == "sms" else len(text.encode("utf-8", "replace"))


def paged(text: str, channel: str) -> tuple[str, tuple[str, ...]]:
    """The first page of a reply, and the pages left. Every page but the last says how to go on."""
    most = SMS_UNITS if channel == "sms" else WECHAT_BYTES
    if size(text, channel) <= most:
        return text, ()
    pages = _fill(_pieces(text, channel, most - size(MORE, channel)), channel, most - size(MORE, channel))
    return pages[0] + MORE, tuple(page + MORE for page in pages[1:-1]) + tuple(pages[-1:])


def _pieces(text: str, channel: str, most: int) -> list[str]:
    """Lines; a line too long for a page is cut after a stop, or anywhere."""
    pieces: list[str] = []
    for line in text.split("\n"):
        parts = [line] if size(line, channel) <= most else re.findall(r"[^。；，、]*[。；，、]?", line)
        pieces += [cut for part in parts for cut in _chop(part, channel, most)]
    return pieces


def _chop(part: str, channel: str, most: int) -> list[str]:
    if size(part, channel) <= most:
        return [part]
    width = most // (2 if channel == "sms" else 4)
    return [part[i : i + width] for i in range(0, len(part), width)]


def _fill(pieces: list[str], channel: str, most: int) -> list[str]:
    pages = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{pages[-1]}\n{piece}"
        if size(longer, channel) <= most:
            pages[-1] = longer
        elif piece:
            pages.append(piece)
    return pages
