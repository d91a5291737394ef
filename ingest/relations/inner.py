"""Names inside names: the district in 赤坎区长者饭堂, the branch in 绿色健康食品产业园. No mentions, but things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import ahocorasick_rs

from plangraph.ingest.mentions.areas import words_like_areas
from plangraph.ingest.named import NamedText
from plangraph.ingest.relations.ground import Ground, area_entity
from plangraph.ingest.relations.words import words
from plangraph.ingest.rules.loader import load_lexicon
from plangraph.ontology import divisions
from plangraph.ontology.records import Entity, LocalKey

HOSTS: Final = frozenset(["Place", "Project", "Platform", "Organization", "Event"])
SECTORED: Final = frozenset(["Project", "Programme", "Platform", "Policy", "Event", "Place", "Fund"])
STRICT: Final = frozenset(["Organization", "Event"])


@dataclass(frozen=True, slots=True)
class InnerName:
    """An entity that a name holds inside: `name[start:end]`."""

    start: int
    end: int
    entity: Entity


class InnerNames:
    """Finds the areas and branches inside the names of one document, in the light of what the document knows."""

    def __init__(self, named: NamedText, ground: Ground) -> None:
        self._ground = ground
        self._own = ground.own
        self._areas = _area_forms(named, self._own)
        self._branches = _branch_forms(named)
        self._named = {e.key for e in named.entities}
        self._sites = {
            form: e
            for e in named.entities
            if e.key.type == "Place"
            for form in (e.key.name, *e.aliases)
            if len(form) > 2 and not words("vague-site").fullmatch(form)
        }
        self._programmes = {
            form.strip("“”"): e.key
            for e in named.entities
            if e.key.type == "Programme"
            for form in (e.key.name, *e.aliases)
        }
        self._area_words = _automaton(list(self._areas))
        self._branch_words = _automaton(list(self._branches))
        self._known: dict[tuple[str, str], tuple[tuple[InnerName, ...], tuple[InnerName, ...]]] = {}

    def areas(self, key: LocalKey) -> tuple[InnerName, ...]:
        """Areas inside the name of a place, project, platform, body or event; never the issuer or what holds it."""
        return self._parts(key)[0]

    def branches(self, key: LocalKey) -> tuple[InnerName, ...]:
        """Branches of the economy inside a name."""
        return self._parts(key)[1]

    def whole(self, key: LocalKey) -> LocalKey | None:
        """The programme of the document that a name quotes before more: “百千万工程” in “百千万工程”集成式改革."""
        found = words("quoted-head").match(key.name) if key.type == "Programme" else None
        inner = self._programmes.get(found[1]) if found else None
        return None if inner == key else inner

    def site(self, key: LocalKey) -> Entity | None:
        """The place with whose name the name of a thing starts: 北京路 in 北京路“惠农集市”, 日照港 in 日照港码头.

        A place that the document names; else a road before a quotation, a port, airport or zone before a work.
        """
        if key.type not in HOSTS:
            return None
        name = key.name.lstrip("“‘")
        for cut in range(min(len(name) - 2, 14), 2, -1):
            site = self._sites.get(name[:cut])
            if site and site.key != key and not words("not-at").match(name, cut):
                return site
        work = key.type in ("Project", "Platform")
        found = words("road-in-front").match(name) or (words("zone-in-front").match(name) if work else None)
        return Entity(LocalKey("Place", found["site"])) if found else None

    def _parts(self, key: LocalKey) -> tuple[tuple[InnerName, ...], tuple[InnerName, ...]]:
        at = (key.type, key.name)
        if at not in self._known:
            areas = tuple(self._find_areas(key)) if key.type in HOSTS else ()
            branches = tuple(self._find_branches(key.name)) if key.type in SECTORED else ()
            if key.type == "Project":
                park = words("branch-park")
                branches = tuple(b for b in branches if self._mentioned(b.entity) or park.match(key.name, b.end))
            self._known[at] = (areas, branches)
        return self._known[at]

    def _find_areas(self, key: LocalKey) -> Iterator[InnerName]:
        name, end = key.name, 0
        forms = list(self._areas)
        for i, a, b in self._area_words.find_matches_as_indexes(name):
            entity, sure = self._areas[forms[i]]
            if a and divisions.shortened(name[a - 1 : b]):
                continue
            if (b - a == len(name) and key.type != "Project") or words("not-area").match(name, b):
                continue
            gathers = key.type == "Event" and words("gathering").search(name) is not None
            loose = key.type not in STRICT or (a == 0 and gathers)
            if sure or (loose and (words("border").search(name[:a]) or a == end > 0)):
                end = b
                yield InnerName(a, b, entity)
        if end == 0:
            yield from self._leading(name)
        yield from self._ends_of_line(name, key)

    def _ends_of_line(self, name: str, key: LocalKey) -> Iterator[InnerName]:
        """Areas of the issuer's province that a road or railway joins: 弋阳至南丰高速."""
        found = words("line-ends").match(name) if key.type in ("Project", "Place") else None
        for end in ("a", "b") if found else ():
            code = self._near(found[end]) if found else ""
            if found and code and code not in self._own:
                yield InnerName(found.start(end), found.end(end), self._ground.entity(code))

    def _near(self, form: str) -> str:
        """The code of the one county or city of the issuer's province, or city of anywhere, with this short name."""
        possible = [d for d in divisions.shortened(form) if d.level in ("city", "county")]
        inside = [d.code for d in possible if d.code[:2] == self._ground.issuer[:2]]
        cities = [d.code for d in possible if d.level == "city"]
        return inside[0] if len(inside) == 1 else cities[0] if not inside and len(cities) == 1 else ""

    def _leading(self, name: str) -> Iterator[InnerName]:
        """An area of anywhere at the head of a name, written in full: 贵州省X, 成都市X."""
        for cut in range(min(12, len(name) - 1), 2, -1):
            if not words("division-end").search(name[:cut]):
                continue
            found = divisions.resolve(name[:cut])
            if len(found) == 1 and found[0].code not in self._own:
                entity = self._ground.entity(found[0].code)
                yield InnerName(0, cut, entity)
                return

    def _find_branches(self, name: str) -> Iterator[InnerName]:
        """Branches that something follows: the 化工 of a 化工 park is its branch, that of a company's name is not."""
        forms = list(self._branches)
        if words("system-name").search(name):
            return
        for i, a, b in self._branch_words.find_matches_as_indexes(name):
            if b == len(name.rstrip("”’")) or words("no-branch").match(name, b):
                continue
            entity = self._branches[forms[i]]
            kind = words("branch-kind").search(name[:a])
            if kind and name[kind.start() : b] not in forms and not self._mentioned(entity):
                entity = Entity(LocalKey("Industry", name[kind.start() : b]))
            follow = words("branch-tail").match(name, b)
            if follow and not entity.key.name.endswith("业"):
                longer = entity.key.name + follow.group()
                entity = Entity(entity.key, tuple(dict.fromkeys([*entity.aliases, longer])))
            yield InnerName(a, b, entity)

    def _mentioned(self, entity: Entity) -> bool:
        return entity.key in self._named


def _automaton(forms: list[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _area_forms(named: NamedText, own: frozenset[str]) -> dict[str, tuple[Entity, bool]]:
    """Surface to (area, whether it counts anywhere in a name). What the document names counts, what lies below the
    issuer counts at the borders of names."""
    forms: dict[str, tuple[Entity, bool]] = {}
    codes: dict[str, Entity] = {}
    mine = {named.issuer.name} if named.issuer else set()
    for code in own:
        division = divisions.by_code(code)
        mine |= {division.name, *divisions.short_forms(division.name)} if division else set()
    mine |= {form for name in mine for form in divisions.short_forms(name)}
    for e in named.entities:
        area = e.key.type == "Area" and (e.code or words("zone").search(e.key.name))
        if not area or e.code in own or e.key.name in mine:
            continue
        codes[e.code] = e
        for form in (e.key.name, *e.aliases, *divisions.short_forms(e.key.name)):
            if len(form) > 1 and form not in mine and not words("vague-site").fullmatch(form):
                forms.setdefault(form, (e, True))
    low = max(own, default="", key=lambda c: len(divisions.ancestors(c)))
    for division in _below(low) if low else ():
        entity = codes.get(division.code) or area_entity(division.code)
        short = () if len(division.code) > 6 else divisions.short_forms(division.name)
        for form in (entity.key.name, division.name, *(s for s in short if s not in words_like_areas())):
            if len(form) > 1 and form not in mine:
                forms.setdefault(form, (entity, form == division.name and len(form) > 2))
    return forms


def _below(code: str) -> Sequence[divisions.Division]:
    """Cities and counties below a province or city, streets and towns below a county."""
    if code == divisions.CHINA:
        return divisions.children(code)
    near = divisions.children(code)
    if not near:
        return divisions.streets_in(code)
    return [*near, *(c for d in near for c in divisions.children(d.code))]


def _branch_forms(named: NamedText) -> dict[str, Entity]:
    forms = {t.text: Entity(LocalKey("Industry", t.name)) for t in load_lexicon("inner_industries").terms}
    for e in named.entities:
        if e.key.type == "Industry":
            names = (e.key.name, *e.aliases)
            # 体育 is not the branch that 体育产业 is.
            short = (n for n in (words("branch-end").sub("", name) for name in names) if len(n) > 2)
            for form in (*names, *short):
                if len(form) > 1 and not words("loose-branch").fullmatch(form):
                    forms[form] = e
    return forms
