"""Areas that assist each other or work together: pairing assistance, counterpart cooperation, enclaves.

Only sentences with a word of pairing are read. Who helps whom: what the words say (A对口帮扶B), else the side of the
state's pairing programmes on which the areas lie (the east helps), else the issuer helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.scene import Scene, scene_of
from plangraph.ingest.relations.sigla import find_sigla
from plangraph.ingest.rules.loader import Examples, Rule, Share, load_rules
from plangraph.ontology import divisions
from plangraph.ontology.records import LocalKey

EAST: Final = frozenset(["11", "12", "31", "32", "33", "35", "37", "44"])
NORTHEAST: Final = frozenset(["21", "22", "23"])
"""They work with provinces of the east by a programme of their own, 对口合作, in which nobody assists."""
LINK: Final = r"(?:[—－\-–·]+|与|和|同)"
LINKS: Final = f"{LINK}?"
BREAK: Final = "，；。：！？"
SPLIT: Final = re.compile(f"[^{BREAK}]+")
AREA: Final = r"⟦\d+⟧"
BOTH: Final = f"(?:{AREA}|[一-鿿]{{2,3}}){LINK}(?:{AREA}|[一-鿿]{{2,3}})"
NO_AREA: Final = (
    r"(?![一-鿿]{0,2}(?:开发区|高新|经开|新区|兵团|生产建设|都市圈|学校|企业|大学|医院|集团|自贸|[一二三四]中|中学|"
    r"头部|优质))(?!区)"
)
DOER: Final = re.compile(r"(?:院|校|学|中|企业|公司|单位|年)$")
MANNER: Final = "(?:累计|长期|倾力|大力|持续|无私|倾情|全力)"
MONEY: Final = "(?:累计)?投入(?:各类|财政)?"
WITH: Final = re.compile(r"[与和同]$")
SUMMED: Final = re.compile(f"(?P<a>{AREA})(?:{AREA}|(?:等)?(?:三地|两地|四地|等地|帮扶地区|受援地))")


class PairingCue(Rule, frozen=True, kw_only=True):
    """Words that open a sentence to pairing (`topic`), make a relation, or say that help is received.

    Words of kind `near` make one of assistance only right beside an area.
    """

    kind: Literal["assists", "near", "cooperatesWith", "topic", "received"]
    words: Examples
    confidence: Share

    def matches(self, text: str) -> bool:
        """Whether one of the words is there."""
        return any(word in text for word in self.words)

    def either(self) -> str:
        """A pattern for the words, the longest first."""
        return "|".join(sorted(self.words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _cues() -> dict[str, PairingCue]:
    return {cue.kind: cue for cue in load_rules("pairing_cues", PairingCue)}


@lru_cache(maxsize=1)
def _forms() -> dict[str, re.Pattern[str]]:
    assist, near, together = (_cues()[kind].either() for kind in ("assists", "near", "cooperatesWith"))
    cue = f"(?P<assists>{assist})|(?P<together>{together})"
    return {
        "beside": re.compile(f"{assist}|{near}|{together}"),
        "assist": re.compile(assist),
        "cue": re.compile(cue),
        "between": re.compile(f"(?P<a>{AREA})(?:等)?{MANNER}?(?:{assist}|{near})(?P<b>{AREA}){NO_AREA}"),
        "pairs": re.compile(f"{BOTH}(?:、{BOTH})+{NO_AREA}[^{BREAK}⟦]{{0,6}}?(?:{cue})"),
        "helper": re.compile(
            f"(?P<with>[对给为与同]?)(?P<a>{AREA})(?:等地)?(?:和各级各界)?"
            f"(?:{MANNER}(?:{assist}|帮扶)|{MONEY}(?:{assist}|帮扶)[^{BREAK}⟦]{{0,4}}资金)"
        ),
        "pair": re.compile(f"(?P<a>{AREA}){LINKS}(?P<b>{AREA})(?!{AREA}|、){NO_AREA}[^{BREAK}⟦]{{0,6}}?(?:{cue})"),
        "county": re.compile(rf"(?:对口协作|对口帮扶|结对帮扶)[县市区](?:与|和)(?P<a>{AREA})"),
        "after": re.compile(f"(?:{assist}|{near})(?P<a>{AREA}){NO_AREA}"),
        "before": re.compile(
            f"(?P<with>与|同|和|对|)(?P<a>{AREA}){NO_AREA}"
            f"(?:[^{BREAK}⟦]{{0,12}}?(?:{cue})|(?P<near>{near})(?!区|园|示范|办|支援))"
        ),
        "enclave": re.compile(
            f"在(?P<many>[^{BREAK}]*{AREA}[^；。]{{0,24}}?)飞地"
            f"|(?P<bare>{AREA})(?:等地|两地|三地)?(?:\\d+个)?(?:科创|人才|研发|反向)飞地"
        ),
    }


def pair_claims(named: NamedText, start: int, end: int, ground: Ground) -> list[Claim]:
    """The claims between areas that the sentence `text[start:end]` of the view makes."""
    # Who assists another is not said to work with it as well.
    if named.issuer is None or not _cues()["topic"].matches(named.view.text[start:end]):
        return []
    scene = scene_of(named, start, end, _forms()["beside"], _forms()["assist"], ground)
    claims = list(_sigla_claims(named, start, end, ground))
    if scene.areas:
        claims += _Reader(scene, ground, named.issuer).claims()
    assisting = {frozenset((c.subject, c.object)) for c in claims if c.predicate == "assists"}
    return [c for c in claims if c.predicate == "assists" or frozenset((c.subject, c.object)) not in assisting]


class _Reader:
    """Reads one sentence that speaks of pairing."""

    def __init__(self, scene: Scene, ground: Ground, issuer: LocalKey) -> None:
        self._scene, self._ground, self._issuer = scene, ground, issuer
        self._forms = _forms()

    def claims(self) -> Iterator[Claim]:
        """Clause by clause; then enclaves; then, if no clause said it, areas that the sentence sums up."""
        assisted = False
        for clause in SPLIT.finditer(self._scene.text):
            found = list(self._clause(*clause.span()))
            assisted = assisted or any(c.predicate == "assists" for c in found)
            yield from found
        for enclave in self._forms["enclave"].finditer(self._scene.text):
            for token in re.findall(AREA, enclave["many"] or enclave["bare"]):
                for key in self._others(token):
                    yield self._claim("cooperatesWith", self._issuer, key, enclave, "pairing.enclave")
        yield from self._summed()

    def _clause(self, a: int, b: int) -> Iterator[Claim]:
        """The first form that fits the clause speaks."""
        text = self._scene.text
        if found := self._forms["between"].search(text, a, b):
            for x, y in self._crossed(found["a"], found["b"]):
                yield self._claim("assists", x, y, found, "pairing.assist")
        elif (found := self._forms["pairs"].search(text, a, b)) and not WITH.search(text[: found.start()]):
            for left, right in re.findall(f"({AREA}|我[省市州县区]){LINK}({AREA})", found[0]):
                for x, y in self._crossed(left, right):
                    yield from self._directed(_kind(found), x, y, found, both=True)
        elif (found := self._forms["helper"].search(text, a, b)) and not found["with"]:
            yield from self._helped(found)
        elif (found := self._forms["pair"].search(text, a, b)) and not WITH.search(text[: found.start()]):
            for x, y in self._crossed(found["a"], found["b"]):
                yield from self._directed(_kind(found), x, y, found, both=True)
        elif found := self._forms["county"].search(text, a, b):
            yield from self._with_issuer("assists", found)
        elif self._forms["after"].search(text, a, b):
            for found in self._forms["after"].finditer(text, a, b):
                if not DOER.search(text[a : found.start()]):
                    yield from self._with_issuer("assists", found)
        elif found := self._forms["before"].search(text, a, b):
            kind = "assists" if found["near"] else _kind(found)
            if kind == "assists" or found["with"] in ("与", "同", "和"):
                yield from self._with_issuer(kind, found, own=bool(found["with"]))

    def _with_issuer(self, kind: str, found: re.Match[str], *, own: bool = True) -> Iterator[Claim]:
        """`own`: whether the issuer may be said to help its own areas: who helps 仪陇托底性帮扶 nobody says."""
        for key in self._others(found["a"]):
            if not own and divisions.lies_in(self._ground.code(key), self._ground.issuer):
                continue
            yield from self._directed(kind, self._issuer, key, found, both=False)

    def _summed(self) -> Iterator[Claim]:
        """帮扶协作 …，A、B、C三地…: areas that a sentence on assistance sums up are those assisted."""
        cue = self._forms["cue"].search(self._scene.text)
        if cue is None or not cue["assists"]:
            return
        for found in SUMMED.finditer(self._scene.text, cue.end()):
            for key in self._others(found["a"]):
                yield self._claim("assists", self._issuer, key, cue, "pairing.topic")

    def _directed(self, kind: str, x: LocalKey, y: LocalKey, found: re.Match[str], *, both: bool) -> Iterator[Claim]:
        if kind == "cooperatesWith":
            yield self._claim(kind, x, y, found, "pairing.together")
            return
        east = [_eastern(self._ground.code(key)) for key in (x, y)]
        if found.re is self._forms["before"] and found["near"] == "协作" and east[0] == east[1]:
            return
        received = not both and _cues()["received"].matches(self._scene.text[: found.end()])
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
