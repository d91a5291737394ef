"""`plangraph judge`: which names mean the same thing; what may be one is listed, and people say whether it is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click

from plangraph.app.pairs import folded_pairs, lines_of, row_of, table_row
from plangraph.app.session import CallError, Session
from plangraph.app.sides import judged_table, login_name, pairs_of_id, pairs_of_names
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import write_rows
from plangraph.graph import judgement_table
from plangraph.graph.candidates import Candidates
from plangraph.graph.judging import Register, judgements
from plangraph.graph.publication import publish
from plangraph.graph.sentences import first_sentences
from plangraph.graph.workspace import Workspace
from plangraph.ontology import terms
from plangraph.ontology.records import Judgement, Verdict

FORMS = ("table", "csv", "json", "tsv")
COLUMNS = (
    *("rank", "id", "score", "type", "left", "left_reports", "left_iri", "left_quote"),
    *("right", "right_reports", "right_iri", "right_quote", "why", "alike"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of one call."""

    kind: str
    everywhere: bool
    author: str
    note: str
    limit: int
    form: str


@click.command("judge", cls=SpokenCommand)
@click.argument("verdict", metavar="[same|different|undo]", required=False, type=click.Choice(get_args(Verdict)))
@click.argument("things", metavar="[A B|ID]", nargs=-1)
@click.option("--type", "kind", type=click.Choice(list(terms.TYPES)))
@click.option("--everywhere", is_flag=True)
@click.option("--author", metavar="NAME")
@click.option("--note", metavar="TEXT", default="")
@click.option("--judged", is_flag=True)
@click.option("--export", "target", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--import", "source", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=10)
@click.option("--format", "form", type=click.Choice(FORMS), default="table")
@click.pass_obj
def command(
    session: Session,
    verdict: Verdict | None,
    things: Sequence[str],
    kind: str | None,
    everywhere: bool,
    author: str | None,
    note: str,
    judged: bool,
    target: Path | None,
    source: Path | None,
    limit: int,
    form: str,
) -> int:
    """List what may be one thing, say whether it is, take it back, or carry such verdicts in and out."""
    if sum((verdict is not None, judged, target is not None, source is not None)) > 1:
        raise CallError("judge.one-at-a-time", 2)
    workspace, wish = session.open(), Wish(kind or "", everywhere, author or login_name(), note, limit, form)
    if verdict is not None:
        return _judge(session, workspace, verdict, things, wish)
    if target is not None:
        return _export(session, workspace, target)
    if source is not None:
        return _import(session, workspace, source, wish)
    return _judged(session, workspace) if judged else _list(session, workspace, wish)


def _judge(session: Session, workspace: Workspace, verdict: Verdict, things: Sequence[str], wish: Wish) -> int:
    with workspace.snapshot() as connection:
        register = Register.of(connection)
        if len(things) == 2:
            pairs = pairs_of_names(session, register, verdict, things, wish.kind, wish.everywhere)
        elif len(things) == 1:
            pairs = pairs_of_id(register, Candidates.of(connection), verdict, things[0])
        else:
            raise CallError("judge.two", 2)
    generation = _append(workspace, judgements(verdict, pairs, wish.author, wish.note))
    (_, one), (_, other) = pairs[0]
    session.out(session.words(f"judge.done.{verdict}", a=one.name, b=other.name, count=len(pairs)))
    session.say("judge.published", generation=generation)
    if verdict != "undo":
        session.say("judge.take-back", id=register.said_id((*pairs[0], verdict == "same")))
    return 0


def _append(workspace: Workspace, made: Iterable[Judgement]) -> int:
    workspace.judge(*made)
    return publish(workspace).generation


def _export(session: Session, workspace: Workspace, target: Path) -> int:
    with workspace.snapshot() as connection:
        rows = judgement_table.standing_rows(connection)
    text = judgement_table.write_table(rows)
    if str(target) == "-":
        session.out(text.rstrip("\n"))
    else:
        target.write_text(text, encoding="utf-8", newline="\n")
        session.say("judge.exported", count=len(rows), file=target)
    return 0


def _import(session: Session, workspace: Workspace, source: Path, wish: Wish) -> int:
    data = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    with workspace.snapshot() as connection:
        made = judgement_table.read_table(connection, judgement_table.decoded(data), wish.author)
    if not made:
        session.out(session.words("judge.nothing-new"))
        return 0
    generation = _append(workspace, made)
    session.out(session.words("judge.imported", count=len(made)))
    session.say("judge.published", generation=generation)
    return 0


def _judged(session: Session, workspace: Workspace) -> int:
    with workspace.snapshot() as connection:
        register = Register.of(connection)
    if not register.said:
        session.say("judge.none-judged")
        return 1
    session.out(judged_table(session, register, register.said))
    return 0


def _list(session: Session, workspace: Workspace, wish: Wish) -> int:
    with workspace.snapshot() as connection:
        register = Register.of(connection)
        folded = folded_pairs(Candidates.of(connection).open(wish.kind))
        shown = folded[: wish.limit]
        quotes = first_sentences(connection, (name for each in shown for name in each.first))
    if not shown:
        session.say("judge.none")
        return 1
    shown = [each.quoting(quotes) for each in shown]
    if wish.form == "tsv":
        session.out(judgement_table.write_table(table_row(each, session.language) for each in shown).rstrip("\n"))
    elif wish.form == "table":
        session.out("\n\n".join("\n".join(lines_of(session, register, n, each)) for n, each in enumerate(shown, 1)))
    else:
        rows = [row_of(rank, each) for rank, each in enumerate(shown, 1)]
        session.out(write_rows(COLUMNS, rows, "csv" if wish.form == "csv" else "json"))
    session.say("judge.count", shown=len(shown), all=len(folded))
    return 0
