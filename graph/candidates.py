"""Pairs of things that may be one: found by names that share something rare, each with an explained score.

Things are of one type, and as they are now: what was judged to be one is one thing already. Nothing here is quadratic
in the number of things: names meet only in blocks, and a block that is too large tells nothing apart.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from plangraph.graph import codec, resolution, tables
from plangraph.graph.identity import Named, standing
from plangraph.graph.labels import shown_name
from plangraph.graph.likeness import Feature, Likeness, best
from plangraph.graph.likeness_features import Side, side
from plangraph.graph.name_forms import Form
from plangraph.ontology import divisions
from plangraph.ontology.records import Entity, LocalKey
from plangraph.ontology.terms import AREA, LOCATED_IN

LEAST = 0.45
"""The score from which on a pair is worth a look."""
NAMES = 4
"""How many names of a thing are held against another's, those of most reports."""
BLOCK = 40
"""The largest block within which every name meets every other. Of one name's bearers each meets the first."""
SHORT = 6
"""Characters of the longest name that is looked for as an abbreviation."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as it is now. `bearers`: the names by which reports mean it, in the order of the reports' ids."""

    iri: str
    type: str
    name: str
    bearers: tuple[Named, ...]
    sides: tuple[Side, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the reports that name it, each once."""
        return tuple(dict.fromkeys(document for document, _ in self.bearers))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one, the one of more reports first, and what speaks for it and against."""

    left: Thing
    right: Thing
    likeness: Likeness

    @property
    def id(self) -> str:
        """What the pair is known by for as long as both are things of their own."""
        return pair_id(self.left.iri, self.right.iri)

    @property
    def reasons(self) -> tuple[Feature, ...]:
        """The features that hold."""
        return self.likeness.features


def pair_id(one: str, other: str) -> str:
    """The id of a pair of IRIs, eight hexadecimal digits, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted((one, other))).encode("utf-8")).hexdigest()[:8]


class Candidates:
    """The things of one state of a workspace, and the pairs of them that may be one."""

    def __init__(self, things: Iterable[Thing], apart: Collection[frozenset[Named]] = ()) -> None:
        self.things: Mapping[str, Thing] = {thing.iri: thing for thing in things}
        self._apart: dict[Named, set[Named]] = defaultdict(set)
        for pair in apart:
            for one in pair:
                self._apart[one] |= pair - {one}
        self._found: list[Candidate] | None = None
        by_type: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.things.values():
            by_type[thing.type].append(thing)
        self._ordered = {kind: sorted(group, key=_first) for kind, group in by_type.items()}

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Candidates:
        """The candidates of one snapshot. Pairs that were judged different are none."""
        return cls(things(connection), told_apart(connection))

    def open(self, kind: str = "", least: float = LEAST) -> list[Candidate]:
        """The pairs that nobody has judged, best first; `kind`: of one type alone."""
        if self._found is None:
            found = (self._scored(left, right) for kind in self._ordered for left, right in self._meeting(kind))
            self._found = sorted(filter(None, found), key=_rank)
        return [c for c in self._found if c.likeness.score >= least and kind in ("", c.left.type)]

    def about(self, iri: str, least: float = LEAST) -> list[Candidate]:
        """The open pairs of one thing, best first; no others are scored."""
        thing = self.things.get(iri)
        if thing is None:
            return []
        pairs = (pair for pair in self._meeting(thing.type) if iri in (pair[0].iri, pair[1].iri))
        found = sorted(filter(None, (self._scored(*pair) for pair in pairs)), key=_rank)
        return [c for c in found if c.likeness.score >= least]

    def judged_apart(self, left: Thing, right: Thing) -> bool:
        """Whether somebody said that two things are different."""
        ours = set(right.bearers)
        return any(self._apart[name] & ours for name in left.bearers if name in self._apart)

    def _meeting(self, kind: str) -> Iterator[tuple[Thing, Thing]]:
        """The pairs of things of a type whose names meet somewhere."""
        ordered = self._ordered[kind]
        return ((ordered[one], ordered[other]) for one, other in sorted(set(_pairs(ordered))))

    def _scored(self, left: Thing, right: Thing) -> Candidate | None:
        """Two things as a candidate, or None where too little speaks for it, or somebody said that they are two."""
        found = best([(a, b) for a in left.sides for b in right.sides])
        return Candidate(left, right, found) if found.score >= LEAST and not self.judged_apart(left, right) else None


def _first(thing: Thing) -> tuple[int, str]:
    """Things of more reports come first."""
    return (-len(thing.documents), thing.iri)


def told_apart(connection: sqlite3.Connection) -> list[frozenset[Named]]:
    """The pairs of names that judgements hold to be different."""
    said = standing(tables.current_judgements(connection))
    return [frozenset((left, right)) for left, right, same in said if not same]


def things(connection: sqlite3.Connection) -> list[Thing]:
    """All things of one snapshot that reports name."""
    areas = {row["id"]: row["area_code"] for row in connection.execute("SELECT id, area_code FROM documents")}
    now = resolution.things(connection)
    entities: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for row in connection.execute("SELECT * FROM entities ORDER BY document, position"):
        entity = codec.read_entity(row)
        entities[now[row["document"], entity.key]].append((row["document"], entity))
    lies = _said_places(connection)
    return [_thing(iri, borne, areas, lies) for iri, borne in sorted(entities.items())]


def _said_places(connection: sqlite3.Connection) -> dict[Named, set[str]]:
    """The codes of the areas in which reports say that things lie."""
    found: dict[Named, set[str]] = defaultdict(set)
    rows = connection.execute(
        "SELECT DISTINCT s.document, s.subject_type, s.subject_name, e.code FROM statements s JOIN entities e "
        "ON e.document = s.document AND e.type = s.object_type AND e.name = s.object_name "
        "WHERE s.predicate = ? AND s.object_type = ? AND e.code != ''",
        (LOCATED_IN, AREA),
    )
    for row in rows:
        found[row["document"], LocalKey(row["subject_type"], row["subject_name"])].add(row["code"])
    return found


def _thing(
    iri: str, borne: Sequence[tuple[str, Entity]], areas: Mapping[str, str], lies: Mapping[Named, Collection[str]]
) -> Thing:
    names: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for document, entity in borne:
        names[entity.key.name].append((document, entity))
    kind = borne[0][1].key.type
    code = next((entity.code for _, entity in borne if entity.code and kind == AREA), "")
    often = sorted(names, key=lambda name: (-len(names[name]), -len(name), name))
    sides = [
        side(
            kind,
            name,
            {alias for _, entity in names[name] for alias in entity.aliases},
            {code} if code else {_where(d, e, areas) for d, e in names[name]} - {""},
            code,
            {place for d, e in names[name] for place in lies.get((d, e.key), ())},
        )
        for name in often[:NAMES]
    ]
    shown = shown_name({name: len({d for d, _ in bearers}) for name, bearers in names.items()})
    return Thing(iri, kind, shown, tuple((document, entity.key) for document, entity in borne), tuple(sides))


def _where(document: str, entity: Entity, areas: Mapping[str, str]) -> str:
    """The area in which a report's name is looked for; none where the whole country's report speaks."""
    code = entity.jurisdiction if entity.key.type != AREA else ""
    code = code if code.isdigit() else areas.get(document, "")
    return "" if code == divisions.CHINA else code


def _rank(candidate: Candidate) -> tuple[float, int, str, str]:
    reports = len(candidate.left.documents) + len(candidate.right.documents)
    return (-candidate.likeness.score, -reports, candidate.left.name, candidate.id)


def _pairs(ordered: Sequence[Thing]) -> Iterator[tuple[int, int]]:
    """Places of things of one type whose names meet in a block, the lower first."""
    forms = [{borne.form for borne in thing.sides} for thing in ordered]
    blocks: dict[str, set[int]] = defaultdict(set)
    for place, thing in enumerate(ordered):
        for key in _keys(thing, forms[place]):
            blocks[key].add(place)
    for members in blocks.values():
        yield from _meeting(sorted(members))
    yield from _rare(forms)
    yield from _short(forms)


def _meeting(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs of a block; of a large one each with the first, who is of most reports."""
    if len(members) <= BLOCK // 4:
        yield from combinations(members, 2)
    else:
        yield from ((members[0], other) for other in members[1:])


def _keys(thing: Thing, forms: Iterable[Form]) -> Iterator[str]:
    """What things have in common whose names are equal in some way: whole, without area, tail or version, by alias."""
    for form in forms:
        yield from (f"={form.full}", f"={form.own}")
    for borne in thing.sides:
        yield from (f"={alias}" for alias in borne.aliases)
        known = divisions.by_code(borne.code) if borne.code else None
        if known is not None:
            yield from (f"={name}" for name in (known.name, *divisions.short_forms(known.name)))


def _bigrams(form: Form) -> frozenset[str]:
    return frozenset(form.full[i : i + 2] for i in range(len(form.full) - 1))


def _rare(forms: Sequence[Collection[Form]]) -> Iterator[tuple[int, int]]:
    """Places whose names share one of their three rarest pairs of neighbouring characters."""
    of = [frozenset(pair for form in own for pair in _bigrams(form)) for own in forms]
    often = Counter(pair for pairs in of for pair in pairs)
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, pairs in enumerate(of):
        for pair in sorted((p for p in pairs if 1 < often[p] <= BLOCK), key=lambda p: (often[p], p))[:3]:
            blocks[pair].append(place)
    for members in blocks.values():
        yield from combinations(members, 2)


def _short(forms: Sequence[Collection[Form]]) -> Iterator[tuple[int, int]]:
    """Places of short names with those of longer ones in which two of their characters stand in the same order."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(forms):
        for text in {text for form in own for text in (form.full, form.rest)}:
            if 2 <= len(text) <= SHORT:
                wanted[text[0] + text[-1]].append(place)
    for place, own in enumerate(forms):
        for text in {text for form in own for text in (form.full, form.rest)}:
            for head in text[-2:] if len(text) > 2 else "":
                shorter = wanted.get(text[0] + head, ())
                if len(shorter) <= BLOCK:
                    yield from ((min(place, s), max(place, s)) for s in shorter if s != place)
