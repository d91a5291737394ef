"""Who the service answers: names it is called by, web pages, tokens; and where it stops."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request
from starlette.types import Message

from plangraph.app.cli import main
from plangraph.app.service import protocol
from plangraph.app.service.guards import Rules
from plangraph.app.service.listening import bound, rules_for, token_of
from plangraph.app.service.replies import ReplyError
from plangraph.app.session import CallError

if TYPE_CHECKING:
    from conftest import Service

BROKEN = [
    b"",
    b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 9\r\nContent-Type: application/sparql-query\r\n\r\nASK",
    b"\x16\x03\x01 this is no HTTP\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
]
TOKEN = "a-token-of-twenty-two-c"
PAGE = "https://yasgui.example.org"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PATHS = ["/", "/sparql", "/search?q=a", "/entity?name=a", "/neighbours?iri=a:b", "/related?q=a", "/openapi.json"]


@pytest.mark.parametrize("path", [*PATHS, "/health", "/nowhere"])
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5", "localhost@evil.example", "[::1", "a b", ""]
)
def test_a_page_that_has_its_own_name_point_here_is_turned_away(service: Service, path: str, host: str) -> None:
    reply = service.send("GET", path, headers={"Host": host})
    assert reply.status in (400, 421)
    assert "plangraph query service" not in reply.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8610", "localhost.", "[::1]:80", "127.0.0.1:1"])
def test_its_own_names_are_known_whatever_the_port(service: Service, host: str) -> None:
    assert service.send("GET", "/health", headers={"Host": host}).status == 200


def test_beyond_loopback_addresses_and_allowed_names_are_known(strict: Service) -> None:
    for host in (
        "192.168.1.5:8610",
        "[fe80::1]",
        "plans.example",
        "PLANS.example:80",
        socket.gethostname(),
        "localhost",
    ):
        assert strict.send("GET", "/health", headers={"Host": host}).status == 200, host
    assert strict.send("GET", "/health", headers={"Host": "other.example"}).status == 421


def test_the_refusal_names_the_host_in_both_languages(service: Service) -> None:
    for language, words in (("zh", "--allow-host"), ("en", "This is not evil.example")):
        reply = service.send("GET", "/", headers={"Host": "evil.example", "Accept-Language": language})
        assert words in reply.text


# -- web pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "x"])
def test_no_web_page_may_ask_unless_it_is_allowed(service: Service, origin: str) -> None:
    for method, path in (
        ("GET", "/health"),
        ("GET", "/sparql?query=ASK%7B%7D"),
        ("POST", "/sparql"),
        ("OPTIONS", "/sparql"),
    ):
        reply = service.send(method, path, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
        assert reply.status == 403
        assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_a_page_of_its_own_may_ask(service: Service) -> None:
    assert service.get("/health", {"Origin": service.address}).status == 200


def test_an_allowed_page_may_ask_and_others_may_not(strict: Service) -> None:
    preflight = {
        "Origin": PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    reply = strict.send("OPTIONS", "/sparql", headers=preflight)
    assert reply.status in (200, 204)
    assert reply.headers["access-control-allow-origin"] == PAGE
    assert "authorization" in reply.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in reply.headers
    asked = strict.get("/sparql", {"Origin": PAGE, **SHOWN}, query="ASK {}")
    assert (asked.status, asked.headers["access-control-allow-origin"]) == (200, PAGE)
    refused = strict.get("/sparql", {"Origin": PAGE}, query="ASK {}")
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (401, PAGE)
    wrong = strict.get("/sparql", {"Origin": PAGE, **SHOWN}, query="ASK {")
    assert (wrong.status, wrong.headers["access-control-allow-origin"]) == (400, PAGE)
    for other in ("https://evil.example", PAGE + ".evil.example", PAGE.replace("https", "http")):
        assert strict.send("OPTIONS", "/sparql", headers=preflight | {"Origin": other}).status == 403
        assert strict.get("/sparql", {"Origin": other, **SHOWN}, query="ASK {}").status == 403


# -- the token ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
@pytest.mark.parametrize(
    "shown",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer \xff",
    ],
)
def test_without_the_token_nothing_is_told(strict: Service, path: str, shown: str) -> None:
    reply = strict.send("GET", path, headers={"Authorization": shown} if shown else {})
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert TOKEN not in reply.text


def test_with_the_token_everything_is_answered(strict: Service) -> None:
    assert strict.get("/sparql", SHOWN, query="ASK {}").status == 200
    assert strict.get("/", {"Authorization": f"bearer  {TOKEN}"}).status == 200
    assert strict.get("/search", SHOWN, q="赤坎").json()["hits"]


def test_whether_it_is_well_is_told_to_everybody(strict: Service) -> None:
    assert strict.get("/health").json()["status"] == "ok"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_does_not_start_within_reach_of_others_without_a_token(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pairing_workspace: Path,
    host: str,
    language: str,
) -> None:
    monkeypatch.delenv("PLANGRAPH_TOKEN", raising=False)
    call = ["--lang", language, "--workspace", str(pairing_workspace), "serve", "--port", "0", "--host", host]
    assert main(call) == 2
    said = capsys.readouterr().err
    assert host in said
    assert "--token-file" in said
    assert "PLANGRAPH_TOKEN" in said


@pytest.mark.parametrize(
    "token",
    ["short", "", "   ", "has a space in its middle", "中文的令牌也要有十六个字符那么长", "control\x01characters"],
)
def test_a_poor_token_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pairing_workspace: Path,
    tmp_path: Path,
    token: str,
) -> None:
    monkeypatch.delenv("PLANGRAPH_TOKEN", raising=False)
    file = tmp_path / "token"
    file.write_text(token, encoding="utf-8")
    call = ["--lang", "en", "--workspace", str(pairing_workspace), "serve", "--port", "0", "--token-file", str(file)]
    assert main(call) == 2
    assert "at least 16" in capsys.readouterr().err


def test_the_token_comes_from_the_file_or_the_environment_and_never_from_the_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLANGRAPH_TOKEN", "from-the-environment")
    assert token_of(None) == "from-the-environment"
    file = tmp_path / "token"
    file.write_text(f"  {TOKEN}\r\n", encoding="utf-8")
    assert token_of(file) == TOKEN
    monkeypatch.delenv("PLANGRAPH_TOKEN")
    assert token_of(None) == ""
    file.write_bytes(b"\xff" * 20)
    with pytest.raises(CallError):
        token_of(file)


def test_loopback_is_told_from_the_rest() -> None:
    assert rules_for("127.0.0.1", (), (), "") == Rules(frozenset({"localhost", "127.0.0.1", "::1"}))
    assert not rules_for("127.0.0.2", (), (), "").addresses
    assert rules_for("0.0.0.0", (), (), TOKEN).addresses
    with pytest.raises(CallError):
        rules_for("0.0.0.0", (), (), "")
    with pytest.raises(CallError):
        rules_for("no-such-host.invalid", (), (), TOKEN)


def test_connections_send_without_delay() -> None:
    """asyncio switches Nagle's algorithm off only where the listening socket names its protocol."""
    with bound("127.0.0.1", 0) as made:
        assert made.proto == socket.IPPROTO_TCP


def test_a_taken_port_is_refused_with_a_remedy(capsys: pytest.CaptureFixture[str], pairing_workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--lang", "en", "--workspace", str(pairing_workspace), "serve", "--port", str(port)]) == 2
    assert f"Port {port}" in capsys.readouterr().err


def test_without_a_workspace_it_does_not_start(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--workspace", str(tmp_path / "none"), "serve", "--port", "0"]) == 1
    assert capsys.readouterr().err


# -- limits -------------------------------------------------------------------------------------------------------


def test_a_query_past_its_time_is_stopped_and_the_next_one_answered(strict: Service) -> None:
    reply = strict.get("/sparql", SHOWN, query=ENDLESS)
    assert reply.status == 500
    assert "3 seconds" in reply.text
    assert strict.get("/sparql", SHOWN, query="ASK {}").json()["boolean"] is True


def test_a_crowd_of_long_queries_is_told_to_come_again_and_the_rest_goes_on(strict: Service) -> None:
    replies = []
    crowd = [
        threading.Thread(target=lambda: replies.append(strict.get("/sparql", SHOWN, query=ENDLESS))) for _ in range(24)
    ]
    for one in crowd:
        one.start()
    assert strict.get("/health").status == 200
    assert strict.get("/search", SHOWN, q="赤坎").json()["hits"]
    for one in crowd:
        one.join()
    assert {reply.status for reply in replies} <= {500, 503}
    sent_away = [reply for reply in replies if reply.status == 503]
    assert len(sent_away) >= 8
    assert all(reply.headers["retry-after"] == "10" for reply in sent_away)
    assert strict.get("/sparql", SHOWN, query="ASK {}").status == 200


ROWS = "SELECT ?x { VALUES ?x { %s } }"


@pytest.mark.parametrize("accept", ["application/json", "text/xml", "text/csv", "text/tab-separated-values"])
@pytest.mark.parametrize("value", ["'},{'", '"<result>"', r'"\n\r\n"', r'"\"},{\""', "1", "UNDEF", r'"\\"'])
def test_an_answer_of_too_many_rows_is_refused_and_one_that_fits_is_whole(
    strict: Service, accept: str, value: str
) -> None:
    fits = strict.get("/sparql", {"Accept": accept, **SHOWN}, query=ROWS % " ".join([value] * 5))
    assert fits.status == 200, fits.text
    more = strict.get("/sparql", {"Accept": accept, **SHOWN}, query=ROWS % " ".join([value] * 6))
    assert more.status == 500
    assert "LIMIT" in more.text
    assert strict.get("/sparql", {"Accept": accept, **SHOWN}, query=ROWS % "").status == 200


def test_triples_are_counted_too(strict: Service) -> None:
    query = "CONSTRUCT { ?s skos:prefLabel ?o } WHERE { SELECT DISTINCT ?s ?o { ?s skos:prefLabel ?o } LIMIT %d }"
    assert strict.get("/sparql", SHOWN, query=query % 5).status == 200
    assert strict.get("/sparql", SHOWN, query=query % 6).status == 500


def test_an_answer_of_too_many_bytes_is_refused(service: Service) -> None:
    # 131,072 characters a row, 1,000 rows: more than is given, and no time to make.
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(15))
    ten = "1 2 3 4 5 6 7 8 9 10"
    thousand = " ".join(f"VALUES ?{name} {{ {ten} }}" for name in "abc")
    query = f'SELECT ?x15 {{ BIND("abcd" AS ?x0) {doubled} {thousand} }}'
    reply = service.query(query)
    assert reply.status == 500
    assert "64 MB" in reply.text
    assert service.query("ASK {}").status == 200


def test_a_body_that_does_not_come_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    monkeypatch.setattr(protocol, "PATIENCE", 0.01)
    scope = {"type": "http", "method": "POST", "path": "/sparql", "query_string": b"", "headers": []}
    with pytest.raises(ReplyError) as refused:
        asyncio.run(protocol.answer(Request(scope, never)))
    assert refused.value.status == 408


def test_ctrl_c_ends_it_and_its_workers(pairing_workspace: Path) -> None:
    if os.name == "nt":
        pytest.skip("no SIGINT to another process")
    import signal

    import psutil

    command = [sys.executable, "-m", "plangraph", "--lang", "en", "--workspace", str(pairing_workspace)]
    process = subprocess.Popen([*command, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)/sparql", process.stderr.readline())
    assert found
    for broken in BROKEN:
        with socket.create_connection(("127.0.0.1", int(found[1])), 60) as client:
            client.sendall(broken)
    workers = psutil.Process(process.pid).children()
    assert workers
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    # Clients that break off are nothing to write home about.
    assert (process.returncode, said.strip()) == (130, "Interrupted.")
    assert psutil.wait_procs(workers, timeout=30)[1] == []
