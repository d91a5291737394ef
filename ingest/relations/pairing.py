"""Areas that assist each other or work together: pairing assistance, counterpart cooperation, enclaves.

Only sentences with a word of pairing are read. Who helps whom: what the words say (A对口帮扶B), else the side of the
state's pairing programmes on which the areas lie (the east helps), else the issuer helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.cues import cue_words, pairing_cues
from plangraph.ingest.relations.forms import form
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.scene import Scene, scene_of
from plangraph.ingest.relations.sigla import find_sigla
from plangraph.ingest.relations.words import words
from plangraph.ontology import divisions
from plangraph.ontology.records import LocalKey

EAST: Final = frozenset(["11", "12", "31", "32", "33", "35", "37", "44"])
NORTHEAST: Final = frozenset(["21", "22", "23"])
"""They work with provinces of the east by a programme of their own, 对口合作, in which nobody assists."""
SPLIT: Final = re.compile("[^，；。：！？]+")
AREA: Final = re.compile(r"⟦\d+⟧")
WITH: Final = re.compile(r"[与和同]$")


def pair_claims(named: NamedText, start: int, end: int, ground: Ground) -> list[Claim]:
    """The claims between areas that the sentence `text[start:end]` of the view makes."""
    # Who assists another is not said to work with it as well.
    if named.issuer is None or not pairing_cues()["topic"].matches(named.view.text[start:end]):
        return []
    scene = scene_of(named, start, end, cue_words("assists", "near", "cooperatesWith"), cue_words("assists"), ground)
    claims = list(_sigla_claims(named, start, end, ground))
    if scene.areas:
        claims += _Reader(scene, ground, named.issuer).claims()
    assisting = {frozenset((c.subject, c.object)) for c in claims if c.predicate == "assists"}
    return [c for c in claims if c.predicate == "assists" or frozenset((c.subject, c.object)) not in assisting]


class _Reader:
    """Reads one sentence that speaks of pairing."""

    def __init__(self, scene: Scene, ground: Ground, issuer: LocalKey) -> None:
        self._scene, self._ground, self._issuer = scene, ground, issuer

    def claims(self) -> Iterator[Claim]:
        """Clause by clause; then enclaves; then, if no clause said it, areas that the sentence sums up."""
        assisted = False
        for clause in SPLIT.finditer(self._scene.text):
            found = list(self._clause(*clause.span()))
            assisted = assisted or any(c.predicate == "assists" for c in found)
            yield from found
        for enclave in form("enclave").finditer(self._scene.text):
            for token in AREA.findall(enclave["many"] or enclave["bare"]):
                for key in self._others(token):
                    yield self._claim("cooperatesWith", self._issuer, key, enclave, "pairing.enclave")
        yield from self._summed()

    def _clause(self, a: int, b: int) -> Iterator[Claim]:
        """The first form that fits the clause speaks."""
        text = self._scene.text
        if found := form("between").search(text, a, b):
            for x, y in self._crossed(found["a"], found["b"]):
                yield self._claim("assists", x, y, found, "pairing.assist")
        elif (found := form("pairs").search(text, a, b)) and not WITH.search(text[: found.start()]):
            for left, right in form("each-pair").findall(found[0]):
                for x, y in self._crossed(left, right):
                    yield from self._directed(_kind(found), x, y, found, both=True)
        elif (found := form("helper").search(text, a, b)) and not found["with"]:
            yield from self._helped(found)
        elif (found := form("pair").search(text, a, b)) and not WITH.search(text[: found.start()]):
            for x, y in self._crossed(found["a"], found["b"]):
                yield from self._directed(_kind(found), x, y, found, both=True)
        elif found := form("county").search(text, a, b):
            yield from self._with_issuer("assists", found)
        elif form("assisted").search(text, a, b):
            for found in form("assisted").finditer(text, a, b):
                if not words("doer").search(text[a : found.start()]):
                    yield from self._with_issuer("assists", found)
        elif found := form("partner").search(text, a, b):
            kind = "assists" if found["near"] else _kind(found)
            if kind == "assists" or found["with"]:
                yield from self._with_issuer(kind, found, own=bool(found["with"] or found["to"]))

    def _with_issuer(self, kind: str, found: re.Match[str], *, own: bool = True) -> Iterator[Claim]:
        """`own`: whether the issuer may be said to help its own areas: who helps 仪陇托底性帮扶 nobody says."""
        for key in self._others(found["a"]):
            if not own and divisions.lies_in(self._ground.code(key), self._ground.issuer):
                continue
            yield from self._directed(kind, self._issuer, key, found, both=False)

    def _summed(self) -> Iterator[Claim]:
        """帮扶协作 …，A、B、C三地…: areas that a sentence on assistance sums up are those assisted."""
        cue = cue_words("assists", "cooperatesWith").search(self._scene.text)
        if cue is None or not cue["assists"]:
            return
        for found in form("areas-summed").finditer(self._scene.text, cue.end()):
            for key in self._others(found["a"]):
                yield self._claim("assists", self._issuer, key, cue, "pairing.topic")

    def _directed(self, kind: str, x: LocalKey, y: LocalKey, found: re.Match[str], *, both: bool) -> Iterator[Claim]:
        if kind == "cooperatesWith":
            yield self._claim(kind, x, y, found, "pairing.together")
            return
        east = [_eastern(self._ground.code(key)) for key in (x, y)]
        if found.re is form("partner") and words("both-ways").fullmatch(found["near"] or "") and east[0] == east[1]:
            return
        received = not both and pairing_cues()["received"].matches(self._scene.text[: found.end()])
        if (east[1] and not east[0]) or (received and east[0] == east[1]):
            x, y = y, x
        yield self._claim(kind, x, y, found, "pairing.assist")

    def _helped(self, found: re.Match[str]) -> Iterator[Claim]:
        """Who gives money or helps at length, and is none of the issuer's own areas, helps the issuer."""
        issuer = self._ground.issuer
        for key in self._others(found["a"]):
            code = self._ground.code(key)
            if not divisions.lies_in(code, issuer) and (_eastern(code) or not _eastern(issuer)):
                yield self._claim("assists", key, self._issuer, found, "pairing.assist")

    def _crossed(self, one: str, other: str) -> Iterable[tuple[LocalKey, LocalKey]]:
        left, right = (
            [k for k in self._scene.keys(token) if self._ground.code(k)] if token[0] == "⟦" else [self._issuer]
            for token in (one, other)
        )
        return ((x, y) for x in left for y in right)

    def _others(self, token: str) -> list[LocalKey]:
        """The areas of a token but the issuer, what holds it, and regions that are no administrative areas."""
        codes = {k: self._ground.code(k) for k in self._scene.keys(token)}
        return [k for k, code in codes.items() if code and code not in self._ground.own]

    def _claim(self, kind: str, x: LocalKey, y: LocalKey, found: re.Match[str], rule: str) -> Claim:
        start, end = self._scene.places[found.start()], self._scene.places[found.end() - 1] + 1
        return Claim(x, kind, y, start, end, rule, 0.85)


def _sigla_claims(named: NamedText, start: int, end: int, ground: Ground) -> Iterator[Claim]:
    text = named.view.text[start:end]
    for siglum in find_sigla(text, ground):
        for left, right in siglum.pairs:
            differ = _eastern(left) != _eastern(right) and not {left[:2], right[:2]} & NORTHEAST
            kind = siglum.kind if siglum.kind != "park" else "assists" if differ else "cooperatesWith"
            if siglum.kind == "weak" and not differ:
                continue
            kind = "assists" if kind == "weak" else kind
            a, b = (right, left) if kind == "assists" and differ and _eastern(right) else (left, right)
            at = start + siglum.start, start + siglum.end
            yield Claim(ground.area(a), kind, ground.area(b), *at, f"pairing.sigla-{siglum.kind}", 0.85)


def _kind(found: re.Match[str]) -> str:
    return "assists" if found["assists"] else "cooperatesWith"


def _eastern(code: str) -> bool:
    return code[:2] in EAST
