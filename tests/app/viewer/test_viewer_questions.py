"""The questions that users ask, as examples of the viewer's query page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from plangraph.graph.questions import question, questions


def page(workspace: Path, language: str) -> Any:
    script = f"from plangraph.app.viewer.main import main\nmain({str(workspace)!r}, {language!r})\n"
    app = AppTest.from_string(script, default_timeout=60)
    app.session_state["page"] = "query"
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_that_is_picked_is_written_into_the_box_and_answered(pairing_workspace: Path, language: Any) -> None:
    app = page(pairing_workspace, language)
    box = app.selectbox(key="question")
    assert list(box.options) == [each.title(language) for each in questions().values()]
    asked = question("assistance-money")
    box.set_value(asked.title(language)).run()
    assert app.text_area(key="sparql").value == asked.sparql()
    app.button(key="run").click().run()
    assert not app.exception
    (answer,) = (frame.value for frame in app.dataframe)
    assert set(answer["recipient"]) == {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
    assert set(answer["stated"]) == {"3.57亿元"}
