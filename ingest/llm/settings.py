"""Which language model to ask, and where. The key comes from the environment alone, when a request is sent."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

KEY = "PLANGRAPH_LLM_KEY"
TIMEOUT = 120.0
"""Seconds that one window may take, unless the user says otherwise."""
PATIENCE = 3600.0
"""Seconds that one report may take, all its windows together."""
ENDPOINT = "/chat/completions"
_SAFE = "%/:?#[]@!$&'()*+,;=~"


class AddressError(ValueError):
    """An address that cannot be used, and why: it is none, or it holds a user's name or password."""

    def __init__(self, reason: Literal["form", "credentials"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests go. `target` is path and query; all parts are ASCII."""

    secure: bool
    host: str
    port: int | None
    target: str

    @classmethod
    def of(cls, written: str) -> Address:
        """The endpoint below an address as users write it: http://127.0.0.1:11434/v1. Raises AddressError."""
        try:
            parts = urlsplit(written.strip())
            host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        except ValueError as error:  # UnicodeError of a host that cannot be one is a ValueError too
            raise AddressError("form") from error
        if parts.username is not None or parts.password is not None:
            raise AddressError("credentials")
        if parts.scheme not in ("http", "https") or not host or parts.fragment or re.search(r"[\s\x00-\x1f]", written):
            raise AddressError("form")
        path = quote(parts.path, safe=_SAFE).rstrip("/").removesuffix(ENDPOINT) + ENDPOINT
        query = quote(parts.query, safe=_SAFE)
        return cls(parts.scheme == "https", host, port, path + (f"?{query}" if query else ""))

    @property
    def shown(self) -> str:
        """Host and port, as users are told where their text goes."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def near(self) -> bool:
        """Whether it is this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model at an address. `timeout` and `patience`: seconds for a window and for a report.

    `pause`: seconds before a request is sent for the second time, doubled before the third.
    """

    address: Address
    name: str
    timeout: float = TIMEOUT
    patience: float = PATIENCE
    pause: float = 1.0


def key() -> str:
    """The key of the environment, '' where there is none. Raises ValueError, without it, for one that cannot be one."""
    found = os.environ.get(KEY, "").strip()
    if not (found.isascii() and found.isprintable()):
        raise ValueError(f"{KEY} holds characters that no key has")
    return found
