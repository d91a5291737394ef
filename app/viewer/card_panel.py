"""The panel beside the graph: what the reports say about one thing, each statement with its sentence."""

from __future__ import annotations

import streamlit as st

from plangraph.app.viewer import judging_panel, related_panel, statements
from plangraph.app.viewer.looks import colour, relation_label, type_label
from plangraph.app.viewer.passages import escape, marked, plain
from plangraph.app.viewer.sources import Sources
from plangraph.app.viewer.state import Place
from plangraph.app.viewer.statement_table import frame
from plangraph.app.wording import Wording
from plangraph.graph.answers import Card
from plangraph.graph.errors import GraphError

HEIGHT = 676
FIRST = 8


def show(sources: Sources, words: Wording, place: Place, middle: str) -> None:
    """Draw the panel for the selected thing."""
    iri = middle if place.selected is None else place.selected
    if not iri:
        st.info(words("card.pick"), icon=":material/touch_app:")
        return
    try:
        card = sources.card(iri)
    except GraphError as error:
        st.info(plain(error.zh if words.language == "zh" else error.en))
        return
    _head(card, words, place, middle)
    names = [words(f"card.tab.{name}") for name in ("statements", "table", "related", "same")]
    first, second, third, fourth = st.tabs(names)
    with first, st.container(height=HEIGHT - 60, border=False, key="statements", gap="xsmall"):
        _reference(card, words, place)
        _groups(sources, card, words, place)
        _mentions(sources, card, words)
    with second:
        shown = frame(sources, card, words)
        st.dataframe(shown, hide_index=True, height=min(HEIGHT - 80, 38 + 35 * len(shown)), key="table")
    with third, st.container(height=HEIGHT - 60, border=False, key="related", gap="xsmall"):
        related_panel.show(sources, card.node.iri, words)
    with fourth, st.container(height=HEIGHT - 60, border=False, key="judging", gap="xsmall"):
        judging_panel.show(sources, card.node.iri, words, place)


def _head(card: Card, words: Wording, place: Place, middle: str) -> None:
    node = card.node
    facts = [words("card.counts", statements=len(card.statements), mentions=len(card.mentions))]
    if card.code:
        facts.insert(0, words("card.code", code=card.code))
    others = [name for name in card.names if name != node.name]
    if others:
        facts.append(words("card.names", names="、".join(others)))
    kind = type_label(node.type, words.language)
    st.html(
        f'<div class="pg-head" data-thing="{escape(node.iri)}"><span class="pg-kind" style="--hue:{colour(node.type)}">'
        f"{escape(kind)}</span><h2>{escape(node.name)}</h2>"
        f'<div class="pg-facts">{escape(" · ".join(facts))}</div></div>'
    )
    with st.container(horizontal=True, key="acts"):
        if node.iri != middle:
            _go_button(words("card.focus"), ":material/center_focus_strong:", "focus", place, node.iri)
        if node.iri not in place.expanded and node.iri != middle:
            st.button(
                words("card.expand"), icon=":material/hub:", key="expand", on_click=place.expand, args=(node.iri,)
            )


def _go_button(label: str, icon: str, key: str, place: Place, iri: str) -> None:
    st.button(label, icon=icon, key=key, on_click=_go, args=(place, iri))


def _go(place: Place, iri: str) -> None:
    place.go(iri)
    st.query_params["thing"] = iri


def _reference(card: Card, words: Wording, place: Place) -> None:
    if not card.reference:
        return
    st.html(
        f'<div class="pg-group">{escape(words("card.reference"))}'
        f"<small>{escape(words('card.reference_note'))}</small></div>"
    )
    with st.container(horizontal=True, gap="small", key="reference"):
        for number, (predicate, iri, name) in enumerate(card.reference[:FIRST]):
            label = f"{relation_label(predicate, words.language)} {plain(name)}"
            st.button(label, key=f"reference-{number}", on_click=place.select, args=(iri,), type="tertiary")


def _groups(sources: Sources, card: Card, words: Wording, place: Place) -> None:
    if not card.statements:
        st.caption(words("card.nothing"))
    for number, group in enumerate(statements.grouped(card)):
        title = statements.title(group, words)
        st.html(f'<div class="pg-group">{escape(title)}<small>{group.count}</small></div>')
        key = f"more-{card.node.iri}-{number}"
        shown = group.said if st.session_state.get(key) else group.said[:FIRST]
        for position, said in enumerate(shown):
            _others(said, f"other-{number}-{position}", place)
            st.html(statements.as_html(said, sources.report(said.rows[0].document), words))
        if len(group.said) > len(shown):
            label = words("card.more", n=len(group.said) - len(shown))
            st.button(label, key=f"{key}-button", on_click=_open, args=(key,), type="tertiary")


def _others(said: statements.Said, key: str, place: Place) -> None:
    """The things at the other end, each to be selected."""
    if not said.others:
        return
    with st.container(horizontal=True, gap="small", key=key):
        for number, (iri, name) in enumerate(said.others):
            st.button(plain(name), key=f"{key}-{number}", on_click=place.select, args=(iri,), type="tertiary")


def _open(key: str) -> None:
    st.session_state[key] = True


def _mentions(sources: Sources, card: Card, words: Wording) -> None:
    if card.statements or not card.mentions:
        return
    st.html(f'<div class="pg-group">{escape(words("card.mentions"))}</div>')
    pieces = []
    for document, passage in card.mentions[:FIRST]:
        report = sources.report(document)
        where = statements.paragraph(report, passage)
        pieces.append(f'<blockquote class="pg-quote">{marked(report.text, where, [("pg-cue", passage)])}</blockquote>')
    st.html("".join(pieces))
