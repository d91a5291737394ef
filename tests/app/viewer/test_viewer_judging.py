"""The tab that asks whether two things are one: empty until it is asked for; a verdict changes the graph at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from plangraph.graph.explore import resolve_name
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Entity, Extraction, LocalKey, Mention, Span, document_id

CENTRE = "反向科创中心"


@pytest.fixture
def two(pairing_workspace: Path, pairing_extraction: Extraction, tmp_path: Path) -> Path:
    """A workspace of two reports that name one platform, one of them with marks that harm whoever believes them."""
    path = Path(shutil.copytree(pairing_workspace, tmp_path / "data"))
    workspace = Workspace.open(path)
    hostile = "<b>反向科创中心</b>"
    text = f"湛江市2025年计划报告\n推进{hostile}建设。\n"
    document = replace(
        pairing_extraction.document,
        id=document_id(text),
        text=text,
        title="湛江市2025年计划报告",
        area=LocalKey("Area", "湛江市"),
        area_code="440800",
        sections=(),
        blocks=(),
        pages=(),
    )
    key, area = LocalKey("Platform", CENTRE), LocalKey("Area", "湛江市")
    start = text.index(hostile)
    where = (Span(start, start + len(hostile)),)
    workspace.commit(
        replace(
            pairing_extraction,
            document=document,
            entities=(Entity(area, (), "440800"), Entity(key, (hostile,), "", "440800")),
            mentions=(Mention(document.id, where, hostile, key, "test", 1.0),),
            statements=(),
            problems=(),
        ),
        "upload:zj.txt",
    )
    publish(workspace)
    return path


def page(workspace: Path, language: str = "zh") -> Any:
    script = f"from plangraph.app.viewer.main import main\nmain({str(workspace)!r}, {language!r})\n"
    return AppTest.from_string(script, default_timeout=60)


def texts(app: Any) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def things(workspace: Path) -> int:
    reader = GraphReader(workspace)
    return len([hit for hit in resolve_name(reader, CENTRE) if hit.score == 1])


def button(app: Any, beginning: str) -> Any:
    return next(each for each in app.button if str(each.key).startswith(beginning))


def test_a_reader_says_that_two_are_one_and_takes_it_back(two: Path) -> None:
    assert things(two) == 2
    app = page(two).run()
    app.text_input(key="search").set_value(CENTRE).run()
    assert "名称相同" not in texts(app)
    app.button(key="judge-ask").click().run()
    assert not app.exception
    assert "名称相同" in texts(app)
    assert "湛江市 2025" in texts(app)
    button(app, "same-").click().run()
    assert not app.exception
    assert things(two) == 1
    assert [each.key for each in app.button if str(each.key).startswith("same-")] == []
    assert CENTRE in texts(app)
    button(app, "undo-").click().run()
    assert not app.exception
    assert things(two) == 2
    assert [j.verdict for j in Workspace.open(two).judgements()] == ["same", "undo"]


def test_things_of_one_name_are_told_apart_in_the_search(two: Path) -> None:
    app = page(two).run()
    app.text_input(key="search").set_value(CENTRE).run()
    hits = next(group for group in app.button_group if str(group.key).startswith("hits-"))
    named = [option for option in hits.options if CENTRE in option]
    assert len(named) == len(set(named)) == 2
    assert any("湛江市 2025" in label for label in named)
    before = app.session_state["place"].middle
    app.button(key="judge-ask").click().run()
    assert app.session_state["place"].middle == before


def test_a_reader_says_that_two_are_different(two: Path) -> None:
    app = page(two, "en").run()
    app.text_input(key="search").set_value(CENTRE).run()
    app.button(key="judge-ask").click().run()
    assert "the same name" in texts(app)
    button(app, "different-").click().run()
    assert not app.exception
    assert things(two) == 2
    assert [each.key for each in app.button if str(each.key).startswith("different-")] == []
    assert "≠" in texts(app)


def test_names_and_sentences_come_without_their_markup(two: Path) -> None:
    app = page(two).run()
    app.text_input(key="search").set_value(CENTRE).run()
    app.button(key="judge-ask").click().run()
    assert "&lt;b&gt;反向科创中心&lt;/b&gt;" in texts(app)
    assert "<b>反向" not in texts(app)


@pytest.mark.browser
def test_in_a_browser_a_verdict_makes_one_thing_and_its_page_stays(two: Path, opened: Callable[[Path], Any]) -> None:
    from playwright.sync_api import expect

    screen = opened(two)
    screen.search(CENTRE)
    screen.heading(CENTRE)
    page = screen.page
    page.get_by_role("tab", name="同一事物").click()
    page.get_by_role("button", name="查找可能相同的事物").click()
    expect(page.locator(".pg-pair")).to_have_count(1)
    page.get_by_role("button", name="同一事物").click()
    expect(page.locator(".pg-said")).to_contain_text("=")
    expect(page.locator(".pg-pair")).to_have_count(0)
    screen.heading(CENTRE)
    assert things(two) == 1
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".pg-pair")).to_have_count(1)
    assert things(two) == 2
