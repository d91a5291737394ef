"""The service on a port: whom it may answer there, and how it is started and ended."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from plangraph.app.service.guards import Rules, is_loopback
from plangraph.app.session import CallError

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
SHORTEST = 16
"""Characters of the shortest token that is worth asking for."""
_HEADERS = 2_000_000
"""Bytes of the longest request line and headers: the longest query as a GET, every character of it escaped."""
_AT_ONCE = 64
"""Connections and requests at one time; further ones get 503."""


def token_of(file: Path | None) -> str:
    """The token of the file, else of PLANGRAPH_TOKEN, else ''. Raises CallError for one that is none."""
    try:
        text = os.environ.get("PLANGRAPH_TOKEN", "") if file is None else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CallError("serve.token-wrong", 2, shortest=SHORTEST) from error
    token = text.strip()
    if (file is not None or token) and not (
        len(token) >= SHORTEST and token.isascii() and token.isprintable() and " " not in token
    ):
        raise CallError("serve.token-wrong", 2, shortest=SHORTEST)
    return token


def rules_for(host: str, origins: tuple[str, ...], hosts: tuple[str, ...], token: str) -> Rules:
    """Whom a service on `host` answers. Raises CallError where others could reach it and it asks for no token."""
    addresses = _addresses(host)
    named = frozenset(name.lower().strip("[]").rstrip(".") for name in hosts)
    if is_loopback(addresses):
        return Rules(HERE | named | frozenset(addresses), False, origins, token)
    if not token:
        raise CallError("serve.token-needed", 2, host=host)
    own = {host.lower(), socket.gethostname().lower()}
    return Rules(HERE | named | own, True, origins, token)


def _addresses(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallError("serve.host-unknown", 2, host=host) from error
    return sorted({str(address[0]) for *_, address in found})


def bound(host: str, port: int) -> socket.socket:
    """A socket on the port; of 0, a free one. Raises CallError where it is taken."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # Named as TCP, or asyncio would let each answer wait 40 ms for the last packet's acknowledgement.
    made = socket.socket(family, kind, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
    except OSError as error:
        made.close()
        raise CallError("serve.port-taken", 2, port=port, host=host) from error
    return made


def address_of(listening: socket.socket) -> str:
    """Where the service is, as a web address."""
    name, port = listening.getsockname()[:2]
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def run(app: ASGIApp, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve until a signal ends it; `started` is called once it answers. Raises KeyboardInterrupt for Ctrl-C."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        h11_max_incomplete_event_size=_HEADERS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    server = _Announcing(config, started)
    server.run(sockets=[listening])
    if server.interrupted:
        # uvicorn raises the signal again when it has ended, but where its loop is just closing nobody hears it.
        raise KeyboardInterrupt


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started
        self.interrupted = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end, and remember whether it was Ctrl-C."""
        self.interrupted = self.interrupted or sig == signal.SIGINT
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._say_started()
