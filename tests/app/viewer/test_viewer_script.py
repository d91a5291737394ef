"""The page's script in Streamlit's own test harness, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

XIASHAN, SUIXI = (f"https://w3id.org/plangraph/id/Area/{code}" for code in (440803, 440823))
MAIN = Path(__file__).resolve().parents[3] / "app" / "viewer" / "main.py"


def page(workspace: Path, language: str = "zh") -> Any:
    script = f"from plangraph.app.viewer.main import main\nmain({str(workspace)!r}, {language!r})\n"
    return AppTest.from_string(script, default_timeout=60)


def texts(app: Any) -> str:
    return "\n".join(str(element.proto) for element in app.get("html"))


def test_the_opening_shows_the_area_and_its_pairing(pairing_workspace: Path) -> None:
    app = page(pairing_workspace).run()
    assert not app.exception
    labels = [button.label for button in app.button]
    assert {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"} <= set(labels)


def test_search_goes_to_the_best_hit(pairing_workspace: Path) -> None:
    app = page(pairing_workspace).run()
    app.text_input(key="search").set_value("飞地").run()
    assert not app.exception
    assert app.session_state["place"].middle.startswith("https://w3id.org/plangraph/id/Platform/")


def hits(app: Any) -> Any:
    """The row of what a search has found."""
    (found,) = [group for group in app.get("button_group") if str(group.key).startswith("hits-")]
    return found


def test_another_hit_can_be_chosen(pairing_workspace: Path) -> None:
    app = page(pairing_workspace).run()
    app.text_input(key="search").set_value("湛江").run()
    assert app.session_state["place"].middle != XIASHAN
    hits(app).set_value(XIASHAN).run()
    assert app.session_state["place"].middle == XIASHAN


def test_a_hit_that_arrives_with_the_next_search_does_not_override_it(pairing_workspace: Path) -> None:
    app = page(pairing_workspace).run()
    app.text_input(key="search").set_value("湛江").run()
    hits(app).set_value(XIASHAN)
    app.text_input(key="search").set_value("遂溪县").run()
    assert app.session_state["place"].middle == SUIXI
    assert app.query_params["thing"] == SUIXI


def test_a_place_that_is_no_workspace_is_explained(tmp_path: Path) -> None:
    app = page(tmp_path / "none", "en").run()
    assert not app.exception
    assert "First run" in app.info[0].value


def test_a_workspace_without_reports_is_explained(tmp_path: Path) -> None:
    from plangraph.graph.publication import publish
    from plangraph.graph.workspace import Workspace

    publish(Workspace.create(tmp_path / "empty"))
    app = page(tmp_path / "empty").run()
    assert not app.exception
    assert "还没有报告" in app.info[0].value


@pytest.mark.parametrize("name", ["query", "reports"])
def test_the_other_pages_open(pairing_workspace: Path, name: str) -> None:
    app = page(pairing_workspace)
    app.session_state["page"] = name
    app.run()
    assert not app.exception


def test_a_thing_that_is_gone_leads_back_to_the_opening(pairing_workspace: Path) -> None:
    app = page(pairing_workspace)
    app.query_params["thing"] = "https://w3id.org/plangraph/id/Project/gone"
    app.run()
    assert not app.exception
