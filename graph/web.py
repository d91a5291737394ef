"""One HTTP request to a server that the user named, within a time and a size; nothing is followed elsewhere."""

from __future__ import annotations

import base64
import http.client
import os
import re
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from plangraph.graph.errors import QueryGivenUpError, QueryTimeoutError, ServerError

USER, PASSWORD, TOKEN = "PLANGRAPH_SPARQL_USER", "PLANGRAPH_SPARQL_PASSWORD", "PLANGRAPH_SPARQL_TOKEN"
_CHUNK = 65_536
_SAFE = "%/:?#[]@!$&'()*+,;=~"
_TOLD = 600
"""Characters of what a server says that are passed on."""


@dataclass(frozen=True, slots=True)
class Address:
    """An HTTP address in its parts. `path` begins with '/', `query` is as written; both are ASCII."""

    secure: bool
    host: str
    port: int | None
    path: str
    query: str

    @classmethod
    def of(cls, written: str) -> Address:
        """The parts of an address. Raises ServerError for one that cannot be used, and says why."""
        try:
            parts = urlsplit(written)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, None, urlsplit("")
        if parts.scheme not in ("http", "https") or not host or re.search(r"[\x00-\x20\x7f]", written):
            raise ServerError(
                f"{written!r} 不是网址。请写成 http://主机:端口/路径 的样子。",
                f"{written!r} is no web address. Write it as http://HOST:PORT/PATH.",
            )
        if parts.username is not None or parts.password is not None:
            raise ServerError(
                f"网址里不要写用户名和密码：命令行人人可见。请放进环境变量 {USER} 和 {PASSWORD}。",
                f"Keep the user's name and password out of the address, where everybody sees them: set {USER} and "
                f"{PASSWORD} in the environment.",
            )
        if parts.fragment:
            raise ServerError(
                "网址里有 #：如果它是图名的一部分，请写成 %23。",
                "There is a # in the address: if it belongs to the name of a graph, write it as %23.",
            )
        path, query = quote(parts.path, safe=_SAFE) or "/", quote(parts.query, safe=_SAFE)
        return cls(parts.scheme == "https", host, port, path, query)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None else f":{self.port}"
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.path}"


class Reply:
    """A server's answer: `read` gives its body part by part and raises when the time or the size is used up."""

    def __init__(self, answer: http.client.HTTPResponse, line: socket.socket, deadline: float, size: int) -> None:
        self.status = answer.status
        self.media = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        self.location = answer.getheader("Location") or ""
        self._answer = answer
        self._line = line
        self._deadline = deadline
        self._left = size
        self._part = b""

    def read(self, most: int = -1) -> bytes:
        """At most so many bytes of the body; b'' at its end. Raises QueryTimeoutError, QueryGivenUpError, OSError."""
        if not self._part:
            self._part = self._next()
        if most < 0:
            part, self._part = self._part + b"".join(iter(self._next, b"")), b""
        else:
            part, self._part = self._part[:most], self._part[most:]
        return part

    def readable(self) -> bool:
        """Whether there is something to be read: what reads files asks it."""
        return True

    def _next(self) -> bytes:
        if self._answer.isclosed():  # at the end of its body, and its line with it
            return b""
        self._line.settimeout(_left(self._deadline))
        part = self._answer.read1(_CHUNK)
        self._left -= len(part)
        if self._left < 0:
            raise QueryGivenUpError(
                "对方的回答太长，没有读完。请加 LIMIT，或多写条件缩小范围。",
                "The server's answer is too long and was not read to its end. Add a LIMIT or more conditions.",
            )
        return part

    def told(self) -> str:
        """The beginning of what the server says in words, on one line; '' where it is a page or unreadable."""
        if self.media not in ("text/plain", "application/json", "application/problem+json", ""):
            return ""
        text = self.read(_CHUNK).decode("utf-8", "replace")
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_TOLD]


@contextmanager
def exchange(
    address: Address,
    method: str,
    body: bytes | Iterable[bytes] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    limit: float,
    size: int,
) -> Iterator[Reply]:
    """Send one request and give the reply. `limit`: seconds for all of it; `size`: bytes of its body at most.

    The name and password, or the token, of the environment go with it. Redirections are not followed.
    Raises ServerError where nothing answers, QueryTimeoutError where it does not in time.
    """
    deadline = time.monotonic() + limit
    line = (http.client.HTTPSConnection if address.secure else http.client.HTTPConnection)(
        address.host, address.port, timeout=limit
    )
    target = address.path + (f"?{address.query}" if address.query else "")
    sent = {"User-Agent": "plangraph", **_credentials(), **(headers or {})}
    try:
        line.connect()
        wire = line.sock
        wire.settimeout(_left(deadline))
        line.request(method, target, body, sent)
        yield Reply(line.getresponse(), wire, deadline, size)
    except TimeoutError as error:
        raise _late(limit) from error
    except (OSError, http.client.HTTPException) as error:
        why = str(error) or type(error).__name__
        raise ServerError(
            f"{address} 没有回答：{why}。请检查网址和端口，以及服务是否在运行。",
            f"{address} does not answer: {why}. Check the address and the port, and whether the server is running.",
        ) from error
    finally:
        line.close()


def _credentials() -> dict[str, str]:
    token, user, password = (os.environ.get(name, "") for name in (TOKEN, USER, PASSWORD))
    if token:
        return {"Authorization": f"Bearer {token.strip()}"}
    if user or password:
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")}
    return {}


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _late(limit: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"对方 {limit:g} 秒内没有答完，已停止等待。请加 LIMIT，或多写条件缩小范围，或把时限设得更长。",
        f"The server did not answer within {limit:g} seconds. Add a LIMIT or more conditions, or allow more time.",
    )


def no_such_service(address: Address, reply: Reply, zh: str, en: str) -> ServerError:
    """What to say when something answers, but not as a service of that kind (its name in Chinese and English)."""
    told = reply.told() if reply.status >= 400 else ""
    zh_told, en_told = (f"对方说：{told}。", f"It says: {told}. ") if told else ("", "")
    if reply.status in (401, 403):
        return ServerError(
            f"{address} 不允许（{reply.status}）。{zh_told}"
            f"若要求凭据，请设环境变量 {USER} 和 {PASSWORD}（或 {TOKEN}）。",
            f"{address} does not allow it ({reply.status}). {en_told}"
            f"If it wants credentials, set {USER} and {PASSWORD} (or {TOKEN}) in the environment.",
        )
    if 300 <= reply.status < 400:
        return ServerError(
            f"{address} 转向 {reply.location[:200]!r}，没有跟去。若可信，请直接用那个网址。",
            f"{address} redirects to {reply.location[:200]!r}, which is not followed. Use that one if you trust it.",
        )
    return ServerError(
        f"{address} 没有按{zh}回答（{reply.status} {reply.media or '-'}）。{zh_told}请检查网址。",
        f"{address} does not answer as {en} ({reply.status} {reply.media or '-'}). {en_told}Check the address.",
    )
