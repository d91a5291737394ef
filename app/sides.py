"""The two things that a verdict is on: what a user means by two names, two IRIs, or the id of a pair."""

from __future__ import annotations

import difflib
import getpass
import re
from collections.abc import Iterable, Mapping, Sequence

from plangraph.app.phrases import label
from plangraph.app.session import CallError, Session
from plangraph.app.tables import write_rows
from plangraph.graph.candidates import Candidates
from plangraph.graph.identity import Named
from plangraph.graph.judging import Pair, Register, Said, verdict_pairs
from plangraph.graph.names import folded
from plangraph.ontology.records import Verdict

PAIR = re.compile(r"[0-9a-f]{8}", re.ASCII)
SHOWN = 3
"""How many reports of a thing a line names."""


def login_name() -> str:
    """The name that the user is logged in by; where the system knows none, it is said so."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def places(register: Register, documents: Iterable[str], language: str) -> str:
    """The reports, each by its area and year: 广州市越秀区 2025."""
    named = list(dict.fromkeys(" ".join(filter(None, register.places.get(d, ("", "")))) or d[:12] for d in documents))
    more = f"… +{len(named) - SHOWN}" if len(named) > SHOWN else ""
    return ("、" if language == "zh" else ", ").join(named[:SHOWN]) + more


def pairs_of_id(register: Register, candidates: Candidates, verdict: Verdict, identifier: str) -> list[Pair]:
    """What a verdict on a pair is said of: an open pair, or one that was judged. Raises CallError for neither."""
    if not PAIR.fullmatch(identifier):
        raise CallError("judge.two", 2)
    judged = [said for said in register.said if register.said_id(said) == identifier]
    if verdict == "undo":
        if not judged:
            raise CallError("judge.not-judged-id", 1, id=identifier)
        return verdict_pairs("undo", (), (), judged)
    for candidate in candidates.open():
        if candidate.id == identifier:
            return verdict_pairs(verdict, candidate.left.bearers, candidate.right.bearers)
    if judged:
        one, other, _ = judged[0]
        return verdict_pairs(verdict, _bearing(register, register.own[one]), _bearing(register, register.own[other]))
    raise CallError("judge.no-pair", 1, id=identifier)


def _bearing(register: Register, iri: str) -> list[Named]:
    return [name for name, own in register.own.items() if own == iri]


def pairs_of_names(
    session: Session, register: Register, verdict: Verdict, names: Sequence[str], kind: str, everywhere: bool
) -> list[Pair]:
    """What a verdict on two names or IRIs is said of. Raises CallError where one means nothing, or several things.

    `everywhere`: all things of that name are meant, in whatever report.
    """
    found = [_meant(register, name, kind) for name in names]
    if verdict == "undo":
        return _taken_back(session, register, names, found, everywhere)
    if everywhere:
        left, right = ([bearer for named in each.values() for bearer in named] for each in found)
        _of_one_type(names, (*left, *right))
        return verdict_pairs(verdict, left, right)
    for name, each in zip(names, found, strict=True):
        if len(each) > 1:
            session.out(_listed(session, register, each))
            raise CallError("judge.several", 1, name=name)
    (one, left_names), (other, right_names) = (next(iter(each.items())) for each in found)
    if one != other:
        return verdict_pairs(verdict, register.of_thing(one), register.of_thing(other))
    if verdict == "same" or set(left_names) & set(right_names):
        raise CallError("judge.one-already" if verdict == "same" else "judge.one-thing", 1, a=names[0], b=names[1])
    return verdict_pairs(verdict, left_names, right_names)


def _meant(register: Register, name: str, kind: str) -> Mapping[str, tuple[Named, ...]]:
    found = register.meant(name, kind)
    if not found:
        near = difflib.get_close_matches(folded(name), register.by_name, n=5, cutoff=0.6)
        raise CallError("show.nearest" if near else "show.unknown", 1, name=name, near=" / ".join(near))
    return found


def _taken_back(
    session: Session,
    register: Register,
    names: Sequence[str],
    found: Sequence[Mapping[str, tuple[Named, ...]]],
    everywhere: bool,
) -> list[Pair]:
    left, right = ([bearer for named in each.values() for bearer in named] for each in found)
    said = register.said_of(left, right)
    if not said:
        raise CallError("judge.not-judged", 1, a=names[0], b=names[1])
    if not everywhere and len({register.said_id(each) for each in said}) > 1:
        session.out(judged_table(session, register, said))
        raise CallError("judge.several-judged", 1, a=names[0], b=names[1])
    return verdict_pairs("undo", (), (), said)


def _of_one_type(names: Sequence[str], bearers: Iterable[Named]) -> None:
    kinds = sorted({key.type for _, key in bearers})
    if len(kinds) > 1:
        raise CallError("judge.types", 2, a=names[0], b=names[1], types=" ".join(kinds))


def _listed(session: Session, register: Register, found: Mapping[str, Sequence[Named]]) -> str:
    rows = [
        (
            named[0][1].name,
            label(named[0][1].type, session.language),
            places(register, (document for document, _ in register.of_thing(iri)), session.language),
            iri,
        )
        for iri, named in sorted(found.items())
    ]
    return write_rows([session.words(f"judge.column.{c}") for c in ("name", "type", "reports", "iri")], rows, "table")


def judged_table(session: Session, register: Register, said: Iterable[Said]) -> str:
    """The pairs that were judged, a line each: what was said, of what, and the id that takes it back."""
    lines: dict[str, tuple[str, ...]] = {}
    for each in said:
        one, other, same = each
        lines[register.said_id(each)] = (
            register.said_id(each),
            session.words("judge.said.same" if same else "judge.said.different"),
            label(one[1].type, session.language),
            f"{one[1].name} · {places(register, [one[0]], session.language)}",
            f"{other[1].name} · {places(register, [other[0]], session.language)}",
        )
    heads = [session.words(f"judge.column.{c}") for c in ("id", "verdict", "type", "left", "right")]
    return write_rows(heads, list(lines.values()), "table")
