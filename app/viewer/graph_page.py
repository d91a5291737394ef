"""The graph with its search and filters on the left, the selected thing on the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

import streamlit as st

from plangraph.app.viewer import card_panel
from plangraph.app.viewer.columns import Picture, packed
from plangraph.app.viewer.looks import relation_label, type_label
from plangraph.app.viewer.passages import plain
from plangraph.app.viewer.sources import Sources
from plangraph.app.viewer.state import Filter, Lines, Place
from plangraph.app.wording import Wording
from plangraph.graph.answers import Hit, Subgraph
from plangraph.graph.errors import ServerError

DRAWN = st.components.v2.component("plangraph.graph", js="index-*.js", css="index-*.css")
HEIGHT = 660


@st.fragment
def show(sources: Sources, words: Wording) -> None:
    """Draw the page; what happens on it redraws it alone."""
    try:
        _show(sources, words)
    except ServerError as error:
        st.error(plain(error.zh if words.language == "zh" else error.en), icon=":material/error:")


def _show(sources: Sources, words: Wording) -> None:
    place = _place()
    whole = sources.picture(place)
    if not whole.nodes and place.middle:
        _go_home(place)
        whole = sources.picture(place)
    if not whole.nodes:
        st.info(words("no_reports", path=sources.path))
        return
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        _search(sources, words, place)
        chosen = _filters(whole, words)
        _graph(whole, chosen, words, place)
        if sources.address:
            st.caption(plain(words("from_server", address=sources.address)))
    with right:
        card_panel.show(sources, words, place, middle_of(whole, place))


def middle_of(graph: Subgraph, place: Place) -> str:
    """The thing in the middle: the chosen one, or the opening's area."""
    if place.middle:
        return place.middle
    issuers = [node.iri for node in graph.nodes if node.issuer]
    return (issuers or [graph.nodes[0].iri])[0]


def _place() -> Place:
    if "place" not in st.session_state:
        st.session_state["place"] = Place()
        st.session_state["place"].go(st.query_params.get("thing", ""))
    return cast(Place, st.session_state["place"])


def _search(sources: Sources, words: Wording, place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="find"):
        text = st.text_input(
            words("search.label"),
            placeholder=words("search.placeholder"),
            label_visibility="collapsed",
            icon=":material/search:",
            key="search",
            on_change=_on_search,
            args=(sources, place),
        ).strip()
        away = bool(place.middle or place.expanded)
        st.button(
            words("home"), icon=":material/home:", key="home", disabled=not away, on_click=_go_home, args=(place,)
        )
    if text:
        _hits(sources, words, place, text)


def _on_search(sources: Sources, place: Place) -> None:
    text = str(st.session_state["search"]).strip()
    found = sources.search(text) if text else []
    if found:
        visit(place, found[0].iri)


def _go_home(place: Place) -> None:
    st.query_params.pop("thing", None)
    place.go("")


def _hits(sources: Sources, words: Wording, place: Place, text: str) -> None:
    found = {hit.iri: hit for hit in sources.search(text)}
    if not found:
        st.caption(plain(words("search.none", text=text)))
        return
    labels = _hit_labels(sources, list(found.values()), words)
    st.pills(
        words("search.hits"),
        list(found),
        default=place.middle if place.middle in found else None,
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        key=_hits_key(text, place.middle),
        on_change=_on_hit,
        args=(place, text, place.middle),
    )


def _hit_labels(sources: Sources, hits: Sequence[Hit], words: Wording) -> dict[str, str]:
    """What each hit is called, no two alike: things of one name and type say in which reports they are."""
    said = {hit.iri: f"{hit.name} · {type_label(hit.type, words.language)}" for hit in hits}
    often = Counter(said.values())
    rows = sources.workspace.documents() if len(often) < len(said) else []
    years = {row.id: f"{row.area_name} {row.year or ''}".strip() for row in rows}
    labels: dict[str, str] = {}
    for iri, text in said.items():
        if often[text] > 1:
            documents = dict.fromkeys(document for document, _ in sources.card(iri).mentions)
            text = " · ".join([text, *[years.get(document, document) for document in documents][:1]])
        label = plain(text)
        labels[iri] = label if label not in labels.values() else f"{label} ({len(labels) + 1})"
    return labels


def _hits_key(text: str, middle: str) -> str:
    return f"hits-{text}-{middle}"


def _on_hit(place: Place, text: str, middle: str) -> None:
    # Streamlit also calls this for hits that a newer search has just replaced: the search is what the reader wants.
    if (text, middle) != (str(st.session_state["search"]).strip(), place.middle):
        return
    chosen = st.session_state.get(_hits_key(text, middle))
    if chosen:
        visit(place, str(chosen))


def visit(place: Place, iri: str) -> None:
    """Put a thing in the middle, and its address into the page's address."""
    place.go(iri)
    st.query_params["thing"] = iri


def _filters(graph: Subgraph, words: Wording) -> Filter:
    language = words.language
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        lines = st.segmented_control(
            words("modality.label"),
            ["all", "actual", "target"],
            default="all",
            format_func=lambda name: words(f"modality.{name}"),
            label_visibility="collapsed",
            required=True,
            key="lines",
        )
        types = st.multiselect(
            words("filters.types"),
            sorted({node.type for node in graph.nodes}),
            format_func=lambda name: type_label(name, language),
            placeholder=words("filters.types"),
            label_visibility="collapsed",
            key="types",
        )
        relations = st.multiselect(
            words("filters.relations"),
            sorted({edge.predicate for edge in graph.edges}),
            format_func=lambda name: relation_label(name, language),
            placeholder=words("filters.relations"),
            label_visibility="collapsed",
            key="relations",
        )
    return Filter(frozenset(types), frozenset(relations), cast(Lines, lines or "all"))


def _graph(whole: Subgraph, chosen: Filter, words: Wording, place: Place) -> None:
    middle = middle_of(whole, place)
    selected = middle if place.selected is None else place.selected
    shown = chosen.apply(whole, {middle, *place.expanded, selected} - {""})
    picture = Picture(shown, place.middle or "opening", middle, selected, place.anchor)
    DRAWN(
        key="graph",
        data=packed(picture, words),
        height=HEIGHT,
        on_selected_change=_on_selected,
        on_expand_change=_on_expand,
    )
    hidden = len(whole.nodes) - len(shown.nodes), len(whole.edges) - len(shown.edges)
    if any(hidden):
        st.caption(words("filters.hidden", nodes=hidden[0], edges=hidden[1]))


def _on_selected() -> None:
    _place().selected = str(st.session_state["graph"].get("selected") or "")


def _on_expand() -> None:
    iri = st.session_state["graph"].get("expand")
    if iri:
        _place().expand(str(iri))
