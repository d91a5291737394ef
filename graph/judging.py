"""What to append for a verdict on two things: judgements speak of names as reports bear them, never of IRIs.

So that a verdict outlives the reports that it was given on, it is said of every report that bears a name; `same` goes
from the first bearer of each side to all of the other, `different` from each to each. `undo` takes back what stands.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from plangraph.graph import codec, resolution, tables
from plangraph.graph.candidates import pair_id
from plangraph.graph.errors import GraphError
from plangraph.graph.identity import Named, standing
from plangraph.graph.names import folded
from plangraph.ontology.records import Judgement, Verdict

Pair = tuple[Named, Named]
Said = tuple[Named, Named, bool]


class JudgementError(GraphError):
    """A verdict that cannot be given: what it names is not there, is several things, or is one thing already."""


@dataclass(frozen=True, slots=True)
class Register:
    """Who bears which name in one state of a workspace. `now`, `own`: the IRI of each with and without judgements;
    `said`: the verdicts that stand, oldest first; `places`: the reports by id, each with its area and year."""

    now: Mapping[Named, str]
    own: Mapping[Named, str]
    said: Sequence[Said]
    places: Mapping[str, tuple[str, str]]
    by_name: Mapping[str, Sequence[Named]]
    by_iri: Mapping[str, Sequence[Named]]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Register:
        """The register of one snapshot."""
        now, own = resolution.things(connection), resolution.own_iris(connection)
        by_name: dict[str, list[Named]] = defaultdict(list)
        for row in connection.execute("SELECT * FROM entities ORDER BY document, position"):
            entity = codec.read_entity(row)
            for name in {folded(text) for text in (entity.key.name, *entity.aliases)}:
                by_name[name].append((row["document"], entity.key))
        by_iri: dict[str, list[Named]] = defaultdict(list)
        for bearer, iri in now.items():
            by_iri[iri].append(bearer)
        rows = connection.execute(
            "SELECT id, COALESCE(area_name, '') AS area, COALESCE(year_planned, year_reviewed, '') AS year "
            "FROM documents"
        )
        places = {row["id"]: (row["area"], str(row["year"])) for row in rows}
        return cls(now, own, standing(tables.current_judgements(connection)), places, by_name, by_iri)

    def meant(self, wanted: str, kind: str = "") -> dict[str, tuple[Named, ...]]:
        """The bearers of a name (of any alias where no own name fits), or of an IRI, by the thing that they are now."""
        bearers: Collection[Named] = self.by_iri.get(wanted, ())
        if not bearers:
            bearers = [name for name, iri in self.own.items() if iri == wanted] or self.bearers(wanted, kind)
        found: dict[str, list[Named]] = defaultdict(list)
        for bearer in bearers:
            if kind in ("", bearer[1].type):
                found[self.now[bearer]].append(bearer)
        return {iri: tuple(named) for iri, named in found.items()}

    def bearers(self, name: str, kind: str = "", documents: Collection[str] = ()) -> list[Named]:
        """Who bears a name, as its own or else as an alias; `documents`: in these reports alone."""
        wanted = folded(name)
        found = [
            bearer
            for bearer in self.by_name.get(wanted, ())
            if kind in ("", bearer[1].type) and (not documents or bearer[0] in documents)
        ]
        owners = [bearer for bearer in found if folded(bearer[1].name) == wanted]
        return owners or found

    def of_thing(self, iri: str) -> tuple[Named, ...]:
        """All that bear a thing's names now."""
        return tuple(self.by_iri.get(iri, ()))

    def said_of(self, left: Collection[Named], right: Collection[Named]) -> list[Said]:
        """The verdicts that stand between two sides."""
        one, other = frozenset(left), frozenset(right)
        return [s for s in self.said if (s[0] in one and s[1] in other) or (s[0] in other and s[1] in one)]

    def said_id(self, said: Said) -> str:
        """What a standing verdict is known by: the pair of things that it was given on."""
        one, other = (self.own.get(name, f"{name[0]} {name[1].type} {name[1].name}") for name in said[:2])
        return pair_id(one, other)


def verdict_pairs(
    verdict: Verdict, left: Sequence[Named], right: Sequence[Named], said: Iterable[Said] = ()
) -> list[Pair]:
    """The pairs of names that a verdict on two sides is said of. For `undo` those of `said`, between the sides.

    Raises JudgementError where the sides have nothing to tell apart, or are not of one type.
    """
    if len({key.type for _, key in (*left, *right)}) > 1:
        raise JudgementError(
            "两边不是同一类型的事物，不能判为相同或不同。", "The two sides are not of one type: they cannot be judged."
        )
    if verdict == "undo":
        return [(one, other) for one, other, _ in said]
    if verdict == "different":
        pairs = [(one, other) for one in left for other in right]
    else:
        pairs = [*((left[0], other) for other in right), *((one, right[0]) for one in left[1:])]
    found = {frozenset(pair): pair for pair in reversed(pairs) if pair[0] != pair[1]}
    if not found:
        raise JudgementError(
            "两边是同一份报告里的同一名称，没有可判的。", "Both sides are one name of one report: nothing to judge."
        )
    return list(reversed(found.values()))


def judgements(verdict: Verdict, pairs: Iterable[Pair], author: str, note: str = "", at: str = "") -> list[Judgement]:
    """The records of a verdict. `at`: when, now by default (UTC)."""
    when = at or datetime.now(UTC).isoformat(timespec="seconds")
    return [Judgement(left, right, verdict, author, when, note) for left, right in pairs]
