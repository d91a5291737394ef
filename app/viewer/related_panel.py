"""The tab beside the statements: initiatives of all reports that have to do with the thing, looked for when asked."""

from __future__ import annotations

import streamlit as st

from plangraph.app.phrases import label, reasons_phrase, report_name
from plangraph.app.viewer.passages import escape
from plangraph.app.viewer.sources import Sources, open_sources
from plangraph.app.wording import Wording
from plangraph.graph.related import Initiatives, RelatedHit
from plangraph.graph.related_asking import asked

SHOWN = 12


def show(sources: Sources, iri: str, words: Wording) -> None:
    """Draw the tab for one thing. Nothing is gathered, and no model loaded, before the reader asks for it."""
    key = f"related-{iri}"
    if not st.session_state.get(key):
        st.caption(words("related.note"))
        st.button(words("related.ask"), icon=":material/travel_explore:", key="related-ask", on_click=_ask, args=(key,))
        return
    with st.spinner(words("related.busy")):
        hits = _hits(sources.path, sources.reader.generation, iri)
    if not hits:
        st.caption(words("related.none"))
    titles = {row.id: report_name(row) for row in sources.workspace.documents()}
    st.html("".join(_as_html(hit, titles.get(hit.measure.document, ""), words) for hit in hits))


def _ask(key: str) -> None:
    st.session_state[key] = True


def _as_html(hit: RelatedHit, title: str, words: Wording) -> str:
    measure = hit.measure
    stage = label(measure.status, words.language) if measure.status else ""
    where = escape(" · ".join(part for part in (measure.period, stage, measure.section, title) if part))
    why = escape(reasons_phrase(hit.reasons, words.language))
    return (
        f'<div class="pg-statement"><blockquote class="pg-quote">{escape(measure.quote)}</blockquote>'
        f'<div class="pg-facts">{why}</div><div class="pg-facts pg-where" title="{where}">{where}</div></div>'
    )


@st.cache_resource(show_spinner=False, max_entries=1)
def _initiatives(path: str, generation: int) -> Initiatives:  # noqa: ARG001 (part of the key)
    from plangraph.app.initiatives import gathered

    return gathered(open_sources(path).workspace)


@st.cache_resource(show_spinner=False, max_entries=50)
def _hits(path: str, generation: int, iri: str) -> list[RelatedHit]:
    initiatives, sources = _initiatives(path, generation), open_sources(path)
    return initiatives.related(asked(initiatives, sources.workspace, sources.reader, iri), SHOWN)
