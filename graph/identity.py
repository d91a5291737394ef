"""Which thing a name means: from document-local keys and judgements to IRIs.

A thing's IRI is made of its type and GB/T code, else of a hash of (type, normalised name, jurisdiction), so that the
same name means the same thing in every report. Judgements correct that: a later one wins over an earlier one that it
contradicts. A merge takes the smallest IRI of its members (codes before hashes), in whatever order the judgements came.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Final

from plangraph.ontology.records import Entity, Judgement, LocalKey
from plangraph.ontology.terms import AREA, TYPES
from plangraph.ontology.vocabulary import DOCUMENTS, IDS, OBSERVATIONS, STATEMENTS

Named = tuple[str, LocalKey]
"""A thing as one document names it: (document id, local key)."""

MARKS: Final = "“”\"'‘’《》〈〉「」『』（）()"


def entity_iri(entity: Entity) -> str:
    """The IRI of a thing before any judgement. Raises ValueError for a type that the ontology does not know."""
    return iri_of(entity.key.type, entity.key.name, entity.code, entity.jurisdiction)


def iri_of(kind: str, name: str, code: str, jurisdiction: str) -> str:
    """The same of a thing that is no record: its type, name, GB/T code and jurisdiction ('' where there is none)."""
    if kind not in TYPES:
        raise ValueError(f"no type {kind!r} in the ontology: it has {', '.join(TYPES)}")
    if kind == AREA and code:
        return f"{IDS}{AREA}/{code}"
    return _hashed(kind, normalised(name), jurisdiction)


def document_iri(document: str) -> str:
    """The IRI of a text, which also names the graph of what it states."""
    return DOCUMENTS + document


def statement_iri(statement: str) -> str:
    """The IRI of a statement, from its id."""
    return STATEMENTS + statement


def observation_iri(statement: str) -> str:
    """The IRI of the number that a statement states, from the statement's id."""
    return OBSERVATIONS + statement


def report_iri(area: str, year: int, kind: str) -> str:
    """The IRI of the report of an area (IRI), year and kind, whatever its texts."""
    return f"{IDS}Report/{_digest(area, str(year), kind)}"


def assistance_iri(helper: str, recipient: str) -> str:
    """The IRI of the pairing in which one area (IRI) helps another."""
    return f"{IDS}Assistance/{_digest(helper, recipient)}"


def normalised(name: str) -> str:
    """The name without what does not tell things apart: widths, letter case, white space, surrounding marks."""
    folded = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return folded.strip(MARKS) or folded


def resolve(entities: Mapping[str, Iterable[Entity]], judgements: Iterable[Judgement]) -> dict[Named, str]:
    """The IRI of each thing of each document: `entities` by document id; `judgements` from the first to the last.

    `same` makes one thing of two, with all that bear their IRIs; `different` keeps two apart, the right one moves to
    an IRI of its own if both would have the same; `undo` takes back what was said of the two. Of judgements that
    contradict each other, also by way of others, the later holds. Judgements on names that are gone are harmless.
    """
    own = {(document, e.key): entity_iri(e) for document, listed in entities.items() for e in listed}
    said = standing(judgements)
    if not said:
        return own
    bearers: dict[str, list[Named]] = defaultdict(list)
    for name, iri in own.items():
        bearers[iri].append(name)
    judged = {name for left, right, _ in said for name in (left, right)}
    touched = sorted({own[name] for name in judged if name in own})
    groups = _Groups()
    for left, right, same in reversed(said):
        if same:
            groups.join(left, right)
        else:
            groups.part(left, right)
    _join_bearers(groups, {iri: bearers[iri] for iri in touched}, said)
    return own | _chosen(groups, own, touched, judged | {name for iri in touched for name in bearers[iri]})


def standing(judgements: Iterable[Judgement]) -> list[tuple[Named, Named, bool]]:
    """The last verdict on each pair, in the order in which they were given."""
    last: dict[frozenset[Named], tuple[Named, Named, bool]] = {}
    for each in judgements:
        pair = frozenset((each.left, each.right))
        last.pop(pair, None)
        if each.verdict != "undo" and len(pair) == 2:
            last[pair] = (each.left, each.right, each.verdict == "same")
    return list(last.values())


class _Groups:
    """Names and IRIs in groups, some of which must stay apart. What comes first holds."""

    def __init__(self) -> None:
        self._above: dict[object, object] = {}
        self._apart: dict[object, set[object]] = defaultdict(set)

    def find(self, member: object) -> object:
        root = member
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(member, root)) != root:
            self._above[member], member = root, above
        return root

    def join(self, left: object, right: object) -> None:
        a, b = self.find(left), self.find(right)
        if a == b or b in self._apart[a]:
            return
        self._above[b] = a
        for other in self._apart.pop(b, set()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart[a].add(other)

    def part(self, left: object, right: object) -> None:
        a, b = self.find(left), self.find(right)
        if a != b:
            self._apart[a].add(b)
            self._apart[b].add(a)


def _join_bearers(
    groups: _Groups, bearers: Mapping[str, Sequence[Named]], said: Sequence[tuple[Named, Named, bool]]
) -> None:
    """Lets those who bear an IRI share it. Who was told apart from another comes last, and may find it taken."""
    turn: dict[Named, int] = {}
    for number, (_, right, same) in enumerate(said):
        if not same:
            turn.setdefault(right, number + 1)
    waiting = [(turn.get(name, 0), _sort_key(name), name, iri) for iri, names in bearers.items() for name in names]
    for _, _, name, iri in sorted(waiting, key=lambda each: each[:2]):
        groups.join(name, iri)


def _chosen(
    groups: _Groups, own: Mapping[Named, str], touched: Iterable[str], names: Iterable[Named]
) -> dict[Named, str]:
    """The smallest IRI of each group; a group that was left without one gets one of its smallest member."""
    smallest: dict[object, str] = {}
    for iri in touched:
        root = groups.find(iri)
        smallest[root] = min(iri, smallest.get(root, iri), key=_rank)
    present = sorted((name for name in names if name in own), key=_sort_key)
    for name in present:
        root = groups.find(name)
        if root not in smallest:
            document, key = name
            smallest[root] = _hashed(key.type, normalised(key.name), f"{own[name]} in {document}")
    return {name: smallest[groups.find(name)] for name in present}


def _rank(iri: str) -> tuple[bool, str]:
    """Codes before hashes, so that an area that is merged keeps its place in the reference data."""
    tail = iri.rpartition("/")[2]
    return (not (tail.isdigit() and len(tail) in (6, 9)), iri)


def _sort_key(name: Named) -> tuple[str, str, str]:
    return (name[0], name[1].type, name[1].name)


def _hashed(kind: str, name: str, where: str) -> str:
    return f"{IDS}{kind}/{_digest(kind, name, where)}"


def _digest(*parts: str) -> str:
    # The text of a JSON list, as `json.dumps` without spaces writes it: this is called once for each name there is.
    packed = f"[{','.join(map(encode_basestring, parts))}]"
    return hashlib.sha256(packed.encode("utf-8")).hexdigest()[:24]
