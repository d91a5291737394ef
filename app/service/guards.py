"""Who may ask: the Host header, the origin of a web page, and the token, in this order, before anything is read."""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plangraph.app.service.replies import ReplyError, refusal

HEALTH = "/health"
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?", re.IGNORECASE | re.ASCII)
_MANNERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Whom the service answers. `hosts`: names in small letters that it may be called by; `addresses`: any IP address
    too; `origins`: web pages that may read its answers ('*': all); `token`: what must be shown, '' for nothing.
    """

    hosts: frozenset[str]
    addresses: bool = False
    origins: tuple[str, ...] = ()
    token: str = ""

    def knows_host(self, header: str) -> bool:
        """Whether the service is called by one of its names: a page that has its own name point here is not."""
        found = _HOST.fullmatch(header)
        if found is None:
            return False
        name = found[1].lower().strip("[]").rstrip(".")
        return name in self.hosts or (self.addresses and _is_address(name))

    def knows_origin(self, origin: str, host: str) -> bool:
        """Whether a web page from there may ask."""
        own = (f"http://{host}".lower(), f"https://{host}".lower())
        return "*" in self.origins or origin in self.origins or origin.lower() in own

    def knows_token(self, header: str) -> bool:
        """Whether an Authorization header shows the token."""
        scheme, _, shown = header.partition(" ")
        given = shown.strip().encode("utf-8", "surrogateescape")
        return scheme.lower() == "bearer" and hmac.compare_digest(given, self.token.encode("utf-8"))


def is_loopback(addresses: Collection[str]) -> bool:
    """Whether all of these addresses are this machine's own, out of reach of every other."""
    return bool(addresses) and all(ipaddress.ip_address(a.partition("%")[0]).is_loopback for a in addresses)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Door:
    """Turns away whoever calls by a strange name or from a strange page; gives every answer its manners."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def send_with_manners(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _MANNERS.items():
                    headers.setdefault(name, value)
                headers.add_vary_header("Accept, Accept-Language, Origin")
            await send(message)

        error = self._refused(Headers(scope=scope))
        if error is not None:
            await refusal(Request(scope), error)(scope, receive, send_with_manners)
        else:
            await self.app(scope, receive, send_with_manners)

    def _refused(self, headers: Headers) -> ReplyError | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.rules.knows_host(host):
            return ReplyError(421, "errors.host", host=host)
        if origin is not None and not self.rules.knows_origin(origin, host):
            return ReplyError(403, "errors.origin", origin=origin)
        return None


class Lock:
    """Asks for the token, where there is one; only whether the service is well is told to everybody."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        shown = Headers(scope=scope).get("authorization", "")
        if self.rules.token and scope["path"] != HEALTH and not self.rules.knows_token(shown):
            error = ReplyError(401, "errors.token", {"WWW-Authenticate": 'Bearer realm="plangraph"'})
            await refusal(Request(scope), error)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
