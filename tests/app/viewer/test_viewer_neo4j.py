"""The viewer draws from a Neo4j what it would draw from the workspace, and says where that is not to be had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from plangraph.graph.neo4j_connection import Address
from plangraph.graph.neo4j_loading import load
from plangraph.graph.workspace import Workspace

pytestmark = pytest.mark.timeout(900)  # the first test waits for the server to start


def page(workspace: Path, graph: str) -> Any:
    script = f"from plangraph.app.viewer.main import main\nmain({str(workspace)!r}, 'zh', {graph!r})\n"
    return AppTest.from_string(script, default_timeout=120)


def test_the_graph_comes_from_the_server_and_the_card_from_the_workspace(
    pairing_workspace: Path, neo4j: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j.password)
    load(Workspace.open(pairing_workspace), neo4j)
    app = page(pairing_workspace, neo4j.uri).run()
    assert not app.exception
    assert any("图谱取自" in caption.value for caption in app.caption)
    assert {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"} <= {button.label for button in app.button}
    app.text_input(key="search").set_value("飞地").run()
    assert not app.exception
    assert app.session_state["place"].middle.startswith("https://w3id.org/plangraph/id/Platform/")


def test_a_server_that_is_not_there_is_explained(pairing_workspace: Path) -> None:
    app = page(pairing_workspace, "bolt://127.0.0.1:1").run()
    assert not app.exception
    assert "7687" in app.error[0].value
