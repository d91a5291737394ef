"""A model's server that stalls, breaks off or errs costs its windows and nothing else: no report is lost by it."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plangraph.ingest.llm import reading
from plangraph.ingest.llm.asking import TRIES, Asker
from plangraph.ingest.llm.faults import TOLD, ReaderFault
from plangraph.ingest.llm.prompts import instructions, schema
from plangraph.ingest.llm.reading import GIVING_UP, read_file, read_isolated
from plangraph.ingest.llm.settings import Address, AddressError, LanguageModel
from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.tally import Assisted
from plangraph.ontology import terms
from plangraph.ontology.records import Extraction, Problem
from tests.fake_model import FakeModel, Script, mention, proposing, relation, said, truthful, window_of

TITLE = "关于广州市越秀区2024年国民经济和社会发展计划执行情况与2025年计划草案的报告"
HALF = "一、2024年国民经济和社会发展计划执行情况\n"
TEXT = "南洋电器厂项目实现开工，完成投资3.57亿元。把握“科技回归都市”新趋势，走好全域创新发展路径。"
LONG = TEXT * 40
GOOD = proposing([mention("科技回归都市", "Programme")])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of four windows or more."""
    path = tmp_path / "report.txt"
    path.write_text(f"{TITLE}\n{HALF}{LONG}\n", encoding="utf-8")
    return path


def model(server: FakeModel, **how: Any) -> LanguageModel:
    return LanguageModel(Address.of(server.url), "asked", **{"timeout": 5.0, "pause": 0.01, **how})


def plain(extraction: Extraction) -> tuple[object, ...]:
    return extraction.document, extraction.entities, extraction.mentions, extraction.statements, extraction.extractor


def failed(extraction: Extraction) -> list[Problem]:
    return [p for p in extraction.problems if p.reason == "model-failed"]


def test_a_request_has_the_text_the_ontology_and_a_schema_and_asks_for_the_same_answer_each_time(
    fake_model: FakeModel, report: Path
) -> None:
    read_file(report, model(fake_model))
    headers, path, body = fake_model.requests[1]
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert (body["model"], body["temperature"], body["seed"], body["stream"]) == ("asked", 0, 0, False)
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"]["schema"] == json.loads(json.dumps(schema()))
    asked = "".join(window_of(b) for _, _, b in fake_model.requests)
    assert "".join(asked.split()) == "".join(report.read_text(encoding="utf-8").split())
    for term in (*terms.TYPES.values(), *terms.RELATIONS.values(), *terms.STAGES.values()):
        assert f"{term.key} {term.zh}：{term.definition_zh}" in instructions()
    assert "{" not in instructions().partition("只输出一个 JSON 对象")[0]


def test_the_key_goes_in_the_header_alone(fake_model: FakeModel, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANGRAPH_LLM_KEY", "sk-very-secret")
    assisted = read_file(report, model(fake_model))
    for headers, _, body in fake_model.requests:
        assert headers["Authorization"] == "Bearer sk-very-secret"
        assert "sk-very-secret" not in json.dumps(body)
    assert "sk-very-secret" not in repr(assisted)
    assert "sk-very-secret" not in repr(model(fake_model))


def test_right_answers_are_taken(fake_model: FakeModel, report: Path) -> None:
    clause = "把握“科技回归都市”新趋势"
    fake_model.answering = truthful(
        [mention("科技回归都市", "Programme")], [relation("", "undertakes", "科技回归都市", clause)]
    )
    assisted = read_file(report, model(fake_model))
    tally = assisted.tally
    assert (tally.failed, tally.models) == (0, ("fake-1",))
    assert tally.windows == len(fake_model.requests) >= 4
    assert tally.accepted > tally.windows
    assert {s.rule for s in assisted.extraction.statements if s.predicate == "undertakes"} == {"llm.fake-1"}
    assert failed(assisted.extraction) == []


HOPELESS = {
    "redirect": Script(status=307, headers={"Location": "http://127.0.0.1:9/v1/chat/completions"}),
    "denied": Script(status=401, body=b'{"error":{"message":"no"}}'),
    "not-found": Script(status=404),
    "refused": Script(status=418),
}
LASTING = {
    "busy": Script(status=429, headers={"Retry-After": "0"}),
    "failed": Script(status=500, body=b"oops"),
    "broken-off": Script(GOOD.body[:40], promised=400),
    "broken-off chunks": Script(GOOD.body, promised=400, manner="chunked"),
    "too-long": Script(GOOD.body, manner="endless"),
    "not-json": said("很抱歉，我不能这样做。"),
    "empty": said(""),
    "cut-off": said('{"mentions": [{"surf', finish="length"),
}


def test_an_answer_in_chunks_is_read(fake_model: FakeModel, report: Path) -> None:
    fake_model.answering = lambda _request: replace(GOOD, manner="chunked")
    assert read_file(report, model(fake_model)).tally.failed == 0


@pytest.mark.parametrize("trouble", [*HOPELESS, *LASTING])
def test_a_server_that_fails_costs_no_report(fake_model: FakeModel, report: Path, trouble: str) -> None:
    fake_model.answering = lambda _request: {**HOPELESS, **LASTING}[trouble]
    kind = trouble.partition(" ")[0]
    assisted = read_file(report, model(fake_model))
    assert plain(assisted.extraction) == plain(extract_file(report))
    assert assisted.tally.failed == assisted.tally.windows > GIVING_UP
    assert dict(assisted.tally.faults).keys() <= {TOLD[kind], TOLD["given-up"]}  # type: ignore[index]
    problems = failed(assisted.extraction)
    zh, _, en = TOLD[kind].partition("\n")  # type: ignore[index]
    assert zh in problems[0].detail
    assert en in problems[0].detail
    assert len(problems) == (1 if kind in HOPELESS else 2)
    if kind in HOPELESS:
        assert len(fake_model.requests) == 1
    elif kind in ("busy", "failed", "broken-off"):
        assert len(fake_model.requests) == GIVING_UP * TRIES


@pytest.mark.parametrize("manner", ["stall", "drip"])
def test_a_server_that_takes_for_ever_is_left(fake_model: FakeModel, report: Path, manner: str) -> None:
    fake_model.answering = lambda _request: Script(GOOD.body, manner=manner)
    assisted = read_file(report, model(fake_model, timeout=0.2))
    assert plain(assisted.extraction) == plain(extract_file(report))
    assert TOLD["time-out"] in dict(assisted.tally.faults)
    assert len(fake_model.requests) == GIVING_UP


def test_a_report_that_takes_too_long_is_left_where_it_is(fake_model: FakeModel, report: Path) -> None:
    assisted = read_file(report, model(fake_model, patience=1e-9))
    assert fake_model.requests == []
    assert TOLD["spent"] in dict(assisted.tally.faults)
    assert plain(assisted.extraction) == plain(extract_file(report))


def test_a_server_that_is_not_there_costs_no_report(report: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    there = LanguageModel(Address.of(f"http://127.0.0.1:{port}/v1"), "asked", pause=0.01)
    assisted = read_file(report, there)
    assert plain(assisted.extraction) == plain(extract_file(report))
    assert dict(assisted.tally.faults) == {TOLD["unreachable"]: assisted.tally.windows}


def test_a_server_that_recovers_is_asked_again_and_one_window_costs_only_itself(
    fake_model: FakeModel, report: Path
) -> None:
    troubles = [Script(status=503), Script(b"", promised=9), GOOD, said("什么？")]
    fake_model.answering = lambda _request: troubles.pop(0) if troubles else GOOD
    assisted = read_file(report, model(fake_model))
    assert assisted.tally.failed == 1
    assert len(fake_model.requests) == assisted.tally.windows + 2
    assert [p.detail.partition("：")[2].partition("\n")[0] for p in failed(assisted.extraction)] == [
        TOLD["not-json"].partition("\n")[0]
    ]
    assert assisted.extraction.extractor.endswith("+llm.fake-1")
    assert all(p.passage for p in failed(assisted.extraction))


@pytest.mark.parametrize("status", [400, 422])
def test_what_a_server_refuses_is_left_out_from_then_on(fake_model: FakeModel, report: Path, status: int) -> None:
    def answering(request: Any) -> Script:
        return Script(status=status) if {"response_format", "temperature"} & request.keys() else GOOD

    fake_model.answering = answering
    assisted = read_file(report, model(fake_model))
    assert assisted.tally.failed == 0
    forms = [sorted(body.keys() - {"model", "messages", "stream"}) for _, _, body in fake_model.requests]
    full = ["max_tokens", "response_format", "seed", "temperature"]
    assert forms == [full, ["max_tokens", "temperature"], *[[]] * assisted.tally.windows]
    fake_model.answering = lambda _request: Script(status=status)
    with pytest.raises(ReaderFault) as fault:
        Asker(model(fake_model)).ask("…")
    assert fault.value.kind == "refused"


def test_a_window_whose_answer_grows_too_long_is_asked_about_in_halves(fake_model: FakeModel, report: Path) -> None:
    def answering(request: Any) -> Script:
        return said('{"mentions": [', finish="length") if len(window_of(request)) > 150 else GOOD

    fake_model.answering = answering
    assisted = read_file(report, model(fake_model))
    assert assisted.tally.failed == 0
    answered = "".join(w for _, _, b in fake_model.requests if len(w := window_of(b)) <= 150)
    assert "".join(answered.split()) == "".join(report.read_text(encoding="utf-8").split())


def test_a_redirect_is_not_followed(fake_model: FakeModel, report: Path) -> None:
    elsewhere = FakeModel()
    try:
        fake_model.answering = lambda _request: Script(status=302, headers={"Location": elsewhere.url})
        read_file(report, model(fake_model))
        assert elsewhere.requests == []
    finally:
        elsewhere.close()


def test_no_proxy_is_asked(fake_model: FakeModel, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = FakeModel()
    try:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, elsewhere.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert read_file(report, model(fake_model)).tally.failed == 0
        assert elsewhere.requests == []
    finally:
        elsewhere.close()


def test_a_server_that_is_not_trusted_gets_nothing(fake_model: FakeModel, report: Path) -> None:
    """It speaks no TLS at all; a certificate that nobody vouches for fails in the same place: nothing is sent."""
    secure = LanguageModel(Address.of(fake_model.url.replace("http:", "https:")), "asked", timeout=5.0, pause=0.01)
    assisted = read_file(report, secure)
    assert assisted.tally.failed == assisted.tally.windows
    assert fake_model.requests == []


@pytest.mark.parametrize(
    ("written", "target", "shown", "near"),
    [
        ("http://127.0.0.1:11434/v1", "/v1/chat/completions", "127.0.0.1:11434", True),
        ("http://localhost:8000/v1/", "/v1/chat/completions", "localhost:8000", True),
        ("https://models.example/v1/chat/completions", "/v1/chat/completions", "models.example", False),
        ("https://models.example", "/chat/completions", "models.example", False),
        ("https://m.example/d/x?api-version=1", "/d/x/chat/completions?api-version=1", "m.example", False),
        ("http://[::1]:80/v1", "/v1/chat/completions", "[::1]:80", True),
        ("http://模型.example/v1", "/v1/chat/completions", "xn--orty00b.example", False),
    ],
)
def test_an_address_is_read_as_users_write_it(written: str, target: str, shown: str, near: bool) -> None:
    address = Address.of(written)
    assert (address.target, address.near) == (target, near)
    assert address.shown == shown or written.startswith("http://模型")


@pytest.mark.parametrize(
    "written", ["", "models.example/v1", "ftp://a/v1", "http://", "http://a:b/", "http://a b/", "http://a/#x"]
)
def test_what_is_no_address_is_told(written: str) -> None:
    with pytest.raises(AddressError) as error:
        Address.of(written)
    assert error.value.reason == "form"


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(AddressError) as error:
        Address.of("https://user:secret@models.example/v1")
    assert error.value.reason == "credentials"
    assert "secret" not in str(error.value)


def die(path: Path, model: LanguageModel) -> Assisted:
    os._exit(3)


def test_a_report_whose_process_dies_is_read_without_the_model(
    fake_model: FakeModel, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_file", die)
    assisted = read_isolated(report, model(fake_model))
    assert isinstance(assisted, Assisted)
    assert plain(assisted.extraction) == plain(extract_file(report))
    assert [p.detail for p in failed(assisted.extraction)] == [TOLD["lost"]]
    assert dict(assisted.tally.faults) == {TOLD["lost"]: 1}


def test_it_is_read_in_a_process_of_its_own(fake_model: FakeModel, report: Path) -> None:
    fake_model.answering = lambda _request: GOOD
    assisted = read_isolated(report, model(fake_model))
    assert isinstance(assisted, Assisted)
    assert assisted.extraction == read_file(report, model(fake_model)).extraction
    missing = read_isolated(report.with_name("none.txt"), model(fake_model))
    assert isinstance(missing, Problem)
    assert missing.reason == "broken"
