"""The page that Streamlit runs: `streamlit run main.py -- WORKSPACE`. `server.launch` starts it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import streamlit as st

from plangraph.app.viewer import graph_page, query_page, reports_page
from plangraph.app.viewer.passages import plain
from plangraph.app.viewer.sources import open_sources
from plangraph.app.wording import Language, Wording
from plangraph.graph.errors import NoWorkspaceError, ServerError

PAGES = {"graph": graph_page.show, "query": query_page.show, "reports": reports_page.show}
LANGUAGES = {"zh": "中文", "en": "English"}


def main(workspace: str, language: str = "zh", graph: str = "") -> None:
    """Draw the page for one reader. `graph`: the address of the Neo4j that the graph is drawn from, or ''."""
    words = Wording("viewer", _language(language))
    st.set_page_config(page_title=words("title"), page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
    st.html(Path(__file__).with_name("viewer.css"))
    page = _head(words)
    try:
        sources = open_sources(workspace, graph)
    except NoWorkspaceError:
        st.info(words("no_workspace", path=workspace))
        return
    except ServerError as error:
        st.error(plain(error.zh if words.language == "zh" else error.en), icon=":material/error:")
        return
    PAGES[page](sources, words)


def _language(default: str) -> Language:
    chosen = st.session_state.get("language") or st.query_params.get("lang") or default
    return cast(Language, chosen if chosen in LANGUAGES else "zh")


def _head(words: Wording) -> str:
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.html(f'<span class="pg-brand">{words("brand")}</span>')
        page = st.segmented_control(
            words("pages"),
            list(PAGES),
            default="graph",
            format_func=lambda name: words(f"page.{name}"),
            key="page",
            label_visibility="collapsed",
            required=True,
        )
        st.space("stretch")
        st.segmented_control(
            words("language"),
            list(LANGUAGES),
            default=words.language,
            format_func=LANGUAGES.__getitem__,
            key="language",
            label_visibility="collapsed",
            required=True,
            on_change=_remember_language,
        )
    return page or "graph"


def _remember_language() -> None:
    st.query_params["lang"] = st.session_state["language"]


if __name__ == "__main__":
    main(*sys.argv[1:])
