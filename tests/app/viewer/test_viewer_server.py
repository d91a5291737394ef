"""How the viewer starts: on this machine alone, on a free port, and without asking."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from plangraph.app.viewer import server


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    calls: list[Any] = []
    monkeypatch.setattr(server, "_serve", lambda arguments, port: calls.append((arguments, port)))
    monkeypatch.setattr(server, "_announce", lambda port, browser, words: None)
    return calls


def test_it_takes_the_next_free_port(served: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(server, "FIRST", port)
        monkeypatch.setattr(server, "LAST", port + 20)
        assert server.launch(tmp_path, None, browser=False) == 0
    ((arguments, chosen),) = served
    assert port < chosen <= port + 20
    assert arguments == [str(tmp_path), "zh"]


def test_a_taken_port_is_refused_with_a_remedy(
    served: list[Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert server.launch(tmp_path, port, browser=False, language="en") == 2
    assert served == []
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_it_listens_here_alone_and_sends_nothing() -> None:
    assert server.OPTIONS["server.address"] == "127.0.0.1"
    assert server.OPTIONS["browser.gatherUsageStats"] == "false"
    assert server.OPTIONS["server.showEmailPrompt"] == "false"


def test_the_address_is_told_and_opened_once_it_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        server._announce(port, True, server.Wording("viewer", "zh"))
    assert opened == [f"http://127.0.0.1:{port}"]
    assert f"http://127.0.0.1:{port}" in capsys.readouterr().err
