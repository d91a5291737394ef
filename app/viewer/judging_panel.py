"""The tab in which a reader says whether two things are one: what may be, a sentence of each, what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from plangraph.app.pairs import reason_phrase
from plangraph.app.sides import login_name, places
from plangraph.app.viewer.passages import escape, plain
from plangraph.app.viewer.sources import Sources, open_sources
from plangraph.app.viewer.state import Place
from plangraph.app.wording import Wording
from plangraph.graph.candidates import Candidate, Candidates, Thing
from plangraph.graph.errors import GraphError
from plangraph.graph.identity import Named
from plangraph.graph.judging import Register, Said, judgements, verdict_pairs
from plangraph.graph.publication import publish
from plangraph.graph.sentences import Sentence, first_sentences
from plangraph.ontology.records import Verdict

SHOWN = 8
"""How many candidates of a thing are shown."""
QUOTED = 110
"""Characters of a sentence that are shown."""
ASKED, FAILED = "judge-asked", "judge-failed"


_Sides = tuple[Sequence[Named], Sequence[Named], Sequence[Said]]
"""Who a verdict is said of: the bearers of both sides, or what is taken back."""


def show(sources: Sources, iri: str, words: Wording, place: Place) -> None:
    """Draw the tab for one thing. Nothing is compared before the reader asks for it, once."""
    if not st.session_state.get(ASKED):
        st.caption(words("judge.note"))
        st.button(words("judge.ask"), icon=":material/join_inner:", key="judge-ask", on_click=_ask)
        return
    failed = st.session_state.pop(FAILED, None)
    if isinstance(failed, GraphError):
        st.error(plain(failed.zh if words.language == "zh" else failed.en), icon=":material/error:")
    with st.spinner(words("judge.busy")):
        candidates, register = _known(sources.path, sources.reader.generation)
        found = candidates.about(iri)
        with sources.workspace.snapshot() as connection:
            names = {thing.bearers[0] for each in found[:SHOWN] for thing in (each.left, each.right)}
            sentences = first_sentences(connection, names)
    tab = _Tab(sources, register, sentences, iri, words, place)
    if not found:
        st.caption(words("judge.none"))
    for candidate in found[:SHOWN]:
        tab.candidate(candidate)
    if len(found) > SHOWN:
        st.caption(words("judge.more", count=len(found) - SHOWN))
    tab.judged()


def _ask() -> None:
    st.session_state[ASKED] = True


@dataclass(frozen=True, slots=True)
class _Tab:
    """The tab of one thing."""

    sources: Sources
    register: Register
    sentences: Mapping[Named, Sentence]
    iri: str
    words: Wording
    place: Place

    def candidate(self, pair: Candidate) -> None:
        """The other thing of a pair, a sentence of each, why, and what the reader may say."""
        this, other = (pair.left, pair.right) if pair.left.iri == self.iri else (pair.right, pair.left)
        score = escape(self.words("judge.score", value=f"{pair.likeness.score:.2f}"))
        with st.container(border=True, gap="xsmall", key=f"pair-{pair.id}"):
            st.html(
                f'<div class="pg-pair"><strong>{escape(other.name)}</strong><span class="pg-badge">{score}</span></div>'
                + self._quoted(other)
                + self._quoted(this)
                + f'<div class="pg-facts">{escape(reason_phrase(pair.reasons, self.words.language))}</div>'
            )
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                for verdict in _OFFERED:
                    self._verdict(verdict, pair.id, (this.bearers, other.bearers, ()))
                label, key = self.words("judge.look"), f"look-{pair.id}"
                st.button(label, key=key, on_click=self.place.select, args=(other.iri,), type="tertiary")

    def judged(self) -> None:
        """What was said of this thing and others, each to be taken back."""
        ours = frozenset(self.register.of_thing(self.iri))
        by_pair: dict[str, list[Said]] = {}
        for said in self.register.said:
            if said[0] in ours or said[1] in ours:
                by_pair.setdefault(self.register.said_id(said), []).append(said)
        if by_pair:
            st.html(f'<div class="pg-group">{escape(self.words("judge.said"))}<small>{len(by_pair)}</small></div>')
        for identifier, said_of in by_pair.items():
            one, other, same = said_of[0]
            text = f"{self._named(one)} {'=' if same else '≠'} {self._named(other)}"
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"said-{identifier}"):
                st.html(f'<div class="pg-said">{escape(text)}</div>')
                self._verdict("undo", identifier, ((), (), said_of))

    def _quoted(self, thing: Thing) -> str:
        where = f'<div class="pg-facts">{escape(places(self.register, thing.documents, self.words.language))}</div>'
        sentence = self.sentences[thing.bearers[0]]
        if not sentence.quote:
            return where
        quote, name = escape(sentence.around(QUOTED)), escape(sentence.surface)
        marked = quote.replace(name, f'<mark class="pg-cue">{name}</mark>', 1)
        return f'<blockquote class="pg-quote">{marked}{where}</blockquote>'

    def _named(self, name: Named) -> str:
        where = places(self.register, [name[0]], self.words.language)
        return f"{name[1].name}（{where}）" if self.words.language == "zh" else f"{name[1].name} ({where})"

    def _verdict(self, verdict: Verdict, identifier: str, sides: _Sides) -> None:
        label, key = self.words(f"judge.{verdict}"), f"{verdict}-{identifier}"
        icon = f":material/{_ICONS[verdict]}:"
        st.button(label, icon=icon, key=key, on_click=self.say, args=(verdict, sides), type=_LOOKS[verdict])

    def say(self, verdict: Verdict, sides: _Sides) -> None:
        """Append a verdict, publish, and stay with the thing, which may have another IRI now."""
        this = self.register.of_thing(self.iri)[0]
        try:
            pairs = verdict_pairs(verdict, *sides)
            self.sources.workspace.judge(*judgements(verdict, pairs, login_name()))
            publish(self.sources.workspace)
            with self.sources.workspace.snapshot() as connection:
                now = Register.of(connection).now.get(this, self.iri)
        except GraphError as error:
            st.session_state[FAILED] = error
            return
        if self.iri == self.place.middle:
            self.place.go(now)
            st.query_params["thing"] = now
        elif self.iri != now:
            self.place.added = [each for each in self.place.added if each != self.iri]
            self.place.select(now)


_OFFERED: tuple[Verdict, ...] = ("same", "different")
_ICONS: Mapping[Verdict, str] = {"same": "check", "different": "close", "undo": "undo"}
_LOOKS: Mapping[Verdict, Literal["secondary", "tertiary"]] = {
    "same": "secondary",
    "different": "secondary",
    "undo": "tertiary",
}


@st.cache_resource(show_spinner=False, max_entries=1)
def _known(path: str, generation: int) -> tuple[Candidates, Register]:  # noqa: ARG001 (part of the key)
    with open_sources(path).workspace.snapshot() as connection:
        return Candidates.of(connection), Register.of(connection)
