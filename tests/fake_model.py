"""An OpenAI-compatible server on a free loopback port, which answers as a test says: rightly, wrongly, not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

ENDLESS = 50_000_000


@dataclass(frozen=True)
class Script:
    """One answer. `promised`: bytes that its head promises beyond those that come. `manner`: `plain`, `stall` (till the
    test is over), `drip` (a byte now and then, for ever), `endless` (as fast as it goes, for ever), `chunked`."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    promised: int = 0
    manner: str = "plain"


Answering = Callable[[Mapping[str, Any]], Script]


def said(content: Any, *, model: str = "fake-1", finish: str = "stop", wrap: str = "{}") -> Script:
    """A completion that says something: text as it is, anything else as JSON."""
    text = content if isinstance(content, str) else wrap.replace("{}", json.dumps(content, ensure_ascii=False))
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    return Script(json.dumps({"id": "x", "model": model, "choices": [choice]}, ensure_ascii=False).encode())


def proposing(mentions: Sequence[Any] = (), relations: Sequence[Any] = (), **how: Any) -> Script:
    return said({"mentions": list(mentions), "relations": list(relations)}, **how)


def mention(surface: Any, kind: Any, occurrence: Any = 0) -> dict[str, Any]:
    return {"surface": surface, "type": kind, "occurrence": occurrence}


def relation(subject: Any, predicate: Any, object_: Any, evidence: Any) -> dict[str, Any]:
    return {"subject": subject, "predicate": predicate, "object": object_, "evidence": evidence}


def window_of(request: Mapping[str, Any]) -> str:
    """The text that a request asks about."""
    words = request["messages"][-1]["content"]
    assert isinstance(words, str)
    return words.partition("【正文】\n")[2]


def truthful(mentions: Sequence[dict[str, Any]], relations: Sequence[dict[str, Any]] = ()) -> Answering:
    """Answers with those of the proposals that the window bears out."""

    def answering(request: Mapping[str, Any]) -> Script:
        text = "".join(window_of(request).split())
        names = [m for m in mentions if m["surface"] in text]
        return proposing(names, [r for r in relations if r["evidence"] in text])

    return answering


class FakeModel:
    """The server. `answering` may be set anew at any time; `requests` are (headers, path, body) of what was asked."""

    def __init__(self) -> None:
        self.answering: Answering = lambda _request: proposing()
        self.requests: list[tuple[Mapping[str, str], str, dict[str, Any]]] = []
        self.over = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.requests.append((dict(self.headers.items()), self.path, body))
                try:
                    _play(self, fake.answering(body), fake.over)
                except OSError:  # the other side has hung up, as some tests want
                    self.close_connection = True

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _play(handler: BaseHTTPRequestHandler, script: Script, over: threading.Event) -> None:
    if script.manner == "stall":
        over.wait()
        return
    handler.send_response(script.status)
    for name, value in script.headers.items():
        handler.send_header(name, value)
    if script.manner == "chunked":
        _play_chunked(handler, script)
        return
    promised = ENDLESS if script.manner != "plain" else len(script.body) + script.promised
    handler.send_header("Content-Length", str(promised))
    handler.end_headers()
    handler.wfile.write(script.body)
    while script.manner == "drip" and not over.wait(0.02):
        handler.wfile.write(b" ")
    while script.manner == "endless" and not over.is_set():
        handler.wfile.write(b" " * 65_536)


def _play_chunked(handler: BaseHTTPRequestHandler, script: Script) -> None:
    """The body in chunks of seven bytes; where more was promised, it breaks off within a chunk."""
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for at in range(0, len(script.body), 7):
        part = script.body[at : at + 7]
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
    handler.wfile.write(b"%x\r\n{" % script.promised if script.promised else b"0\r\n\r\n")


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeModel]:
    """A server that answers every window with nothing until it is told otherwise; no proxy, no key around it."""
    for name in ("PLANGRAPH_LLM_URL", "PLANGRAPH_LLM_MODEL", "PLANGRAPH_LLM_KEY"):
        monkeypatch.delenv(name, raising=False)
    server = FakeModel()
    yield server
    server.close()
