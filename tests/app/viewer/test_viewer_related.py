"""The tab of related initiatives: empty until it is asked for, then sentences of reports with their reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def page(workspace: Path, language: str) -> Any:
    script = f"from plangraph.app.viewer.main import main\nmain({str(workspace)!r}, {language!r})\n"
    return AppTest.from_string(script, default_timeout=60)


def texts(app: Any) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.parametrize(("language", "why"), [("zh", "同一事物"), ("en", "same thing")])
def test_related_initiatives_come_when_they_are_asked_for(reported: Path, language: str, why: str) -> None:
    app = page(reported, language).run()
    app.text_input(key="search").set_value("低空经济").run()
    assert not app.exception
    assert why not in texts(app)
    app.button(key="related-ask").click().run()
    assert not app.exception
    assert why in texts(app)
    assert "加速布局低空经济" in texts(app)
