"""WeChat's errcodes, and what each asks for. The HTTP status is 200 for all of them."""

from __future__ import annotations

from enum import StrEnum


class Remedy(StrEnum):
    RETRY = "retry"
    """It did not go, and may later."""
    REFRESH = "refresh"
    """The token is no longer good: once with a new one, then as `retry`."""
    NEVER = "never"
    """This message will not go this way."""


# From WeChat's list of global return codes and the pages of each call.
REMEDIES: dict[int, Remedy] = {
    -1: Remedy.RETRY,  # the system is busy
    45009: Remedy.RETRY,  # the day's quota of calls
    45011: Remedy.RETRY,  # too many calls in this minute
    40164: Remedy.RETRY,  # the server's address is not on the account's list: the owner can mend it within the hour
    40001: Remedy.REFRESH,  # token superseded or wrong
    40014: Remedy.REFRESH,  # token invalid
    42001: Remedy.REFRESH,  # token expired
    40003: Remedy.NEVER,  # no such openid
    40013: Remedy.NEVER,  # no such AppID
    40037: Remedy.NEVER,  # no such template
    40125: Remedy.NEVER,  # wrong AppSecret
    43004: Remedy.NEVER,  # not a follower
    43101: Remedy.NEVER,  # did not consent to this subscription
    45002: Remedy.NEVER,  # too long
    45015: Remedy.NEVER,  # outside the 48 hours, or unfollowed
    45047: Remedy.NEVER,  # the window's messages are used up
    47003: Remedy.NEVER,  # a template field breaks its type's rule
    48001: Remedy.NEVER,  # the account may not do this
}
WINDOW_SHUT = ("45015", "45047")


def remedy(errcode: int) -> Remedy:
    """An unknown errcode is a refusal all the same: nothing went out, and asking again would not change it."""
    return REMEDIES.get(errcode, Remedy.NEVER)
