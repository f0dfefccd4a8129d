"""Settings of how much is taken from one sender, one address, and at once."""

from __future__ import annotations

import ipaddress

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class LimitSettings(BaseSettings):
    limit_person: int = Field(default=1200, ge=0)
    """Messages of one person a minute; as many at once after a quiet minute. What comes beyond is stored, answered with
    "too fast", and does nothing. Each hundred characters of a text count as one more. 0 is no limit."""
    limit_address: int = Field(default=6000, ge=0)
    """Requests of the API from one address a minute; a hundredth of it for those with a wrong token, signature or path.
    0 is no limit."""
    limit_under_way: int = Field(default=4000, ge=1)
    """Messages under way at once in one process; the platform brings again what is not taken then."""
    limit_body_seconds: float = Field(default=10, gt=0)
    """How long a request's body may take to arrive."""
    trusted_proxies: str = "private"
    """Who is believed about whom they saw (X-Forwarded-For): `private`, peers of one's own network; `none`; or their addresses
    and networks."""

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, written: str) -> str:
        for one in () if written in ("private", "none") else written.split(","):
            try:
                ipaddress.ip_network(one.strip(), strict=False)
            except ValueError as error:
                raise ValueError(
                    f"write private, none, or addresses like 10.0.0.7, 203.0.113.0/24; not {one!r}"
                ) from error
        return written
