"""One HTTP request to the model's server, within a time and a size; nothing is followed, no proxy is used."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from plangraph.ingest.llm.faults import ReaderFault
from plangraph.ingest.llm.settings import Address

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer. `wait`: seconds of its Retry-After, 0 without."""

    status: int
    body: bytes
    wait: float


def post(address: Address, body: bytes, headers: Mapping[str, str], *, limit: float, most: int) -> Reply:
    """Send a body and give the whole reply. `limit`: seconds for all of it; `most`: bytes of the reply.

    Raises ReaderFault: `unreachable`, `certificate`, `time-out`, `broken-off` or `too-long`.
    """
    end = time.monotonic() + limit
    line = (http.client.HTTPSConnection if address.secure else http.client.HTTPConnection)(
        address.host, address.port, timeout=limit
    )
    try:
        line.connect()
    except TimeoutError as error:
        raise ReaderFault("time-out") from error
    except ssl.SSLCertVerificationError as error:
        raise ReaderFault("certificate") from error
    except OSError as error:
        raise ReaderFault("unreachable") from error
    late = threading.Event()
    watch = threading.Timer(max(end - time.monotonic(), 0.001), _hang_up, (line.sock, late))
    watch.daemon = True
    watch.start()
    try:
        line.request("POST", address.target, body, dict(headers))
        answer = line.getresponse()
        reply = Reply(answer.status, _body(answer, most), _wait(answer.getheader("Retry-After")))
    except (OSError, http.client.HTTPException) as error:
        raise ReaderFault("time-out" if late.is_set() else "broken-off") from error
    finally:
        watch.cancel()
        line.close()
    if late.is_set():  # the end of the body may be ours
        raise ReaderFault("time-out")
    return reply


def _hang_up(wire: socket.socket, late: threading.Event) -> None:
    """Ends a conversation whose time is up, however slowly it drips: whoever waits for it is woken."""
    late.set()
    try:
        socket.socket.shutdown(wire, socket.SHUT_RDWR)  # past what TLS makes of it, which another thread is reading
    except OSError:
        wire.close()  # already closed by the other side


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    parts: list[bytes] = []
    left = most
    while part := answer.read1(_CHUNK):
        parts.append(part)
        left -= len(part)
        if left < 0:
            raise ReaderFault("too-long")
    if answer.length:  # fewer bytes than it had promised
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(parts)


def _wait(written: str | None) -> float:
    """The seconds of a Retry-After; a date is not read."""
    return float(written) if written and written.isascii() and written.isdigit() and len(written) < 6 else 0.0
