"""The SPARQL box: examples, a time limit, the answer as a table, and the table as CSV."""

from __future__ import annotations

import time
import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd
import streamlit as st

from plangraph.app.viewer.passages import plain
from plangraph.app.viewer.sources import Sources
from plangraph.app.wording import Language, Wording
from plangraph.graph import questions
from plangraph.graph.errors import GraphError
from plangraph.graph.query_worker import Answer

SECONDS = 20


@st.fragment
def show(sources: Sources, words: Wording) -> None:
    """Draw the page; running a query redraws it alone."""
    st.caption(words("query.intro"))
    examples = _examples()
    st.session_state.setdefault("sparql", next(iter(examples.values())))
    st.pills(
        words("query.example"),
        list(examples),
        format_func=lambda name: words(f"query.examples.{name}"),
        key="example",
        on_change=_take_example,
    )
    st.selectbox(
        words("query.question"),
        list(questions.examples(words.language)),
        index=None,
        placeholder=words("query.choose"),
        key="question",
        on_change=_take_question,
        args=(words.language,),
    )
    text = st.text_area(words("query.text"), key="sparql", height=220)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        limit = st.number_input(words("query.timeout"), 1, 300, SECONDS, key="limit", width=180)
        run = st.button(words("query.run"), type="primary", icon=":material/play_arrow:", key="run")
    if run:
        st.session_state["answer"] = _ask(sources, text, float(limit), words)
    if "answer" in st.session_state:
        answer, fault, seconds = st.session_state["answer"]
        _answer(answer, fault, seconds, words)


def _ask(sources: Sources, text: str, limit: float, words: Wording) -> tuple[Answer | None, str, float]:
    begin = time.monotonic()
    try:
        answer = sources.worker.query(text, timeout=limit)
    except GraphError as error:
        return None, error.zh if words.language == "zh" else error.en, 0.0
    return answer, "", time.monotonic() - begin


def _answer(answer: Answer | None, fault: str, seconds: float, words: Wording) -> None:
    if answer is None:
        st.error(plain(fault), icon=":material/error:")
        return
    if answer.truth is not None:
        st.success(words("query.truth.yes" if answer.truth else "query.truth.no"))
        return
    table = answer.table
    if not table.rows:
        st.info(words("query.empty"))
        return
    st.caption(words("query.rows", n=len(table.rows), seconds=f"{seconds:.2f}"))
    if table.truncated:
        st.warning(words("query.truncated", n=len(table.rows)))
    shown = pd.DataFrame([list(row) for row in table.rows], columns=list(table.columns))
    st.dataframe(shown, hide_index=True, key="result")
    csv = shown.to_csv(index=False).encode("utf-8-sig")
    st.download_button(words("query.download"), csv, "plangraph.csv", "text/csv", icon=":material/download:")


def _take_example() -> None:
    chosen = st.session_state.get("example")
    if chosen:
        st.session_state["sparql"] = _examples()[chosen]


def _take_question(language: Language) -> None:
    chosen = st.session_state.get("question")
    if chosen:
        st.session_state["sparql"] = questions.examples(language)[chosen]


@cache
def _examples() -> dict[str, str]:
    path = files("plangraph.app") / "texts" / "viewer.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["query"]["examples"]
    return {name: table["sparql"].strip("\n") for name, table in tables.items()}
