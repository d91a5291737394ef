"""`plangraph extract`: one file's extraction in the form of the gold annotations."""

from __future__ import annotations

import json
from pathlib import Path

import click

from plangraph.app.phrases import why
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.ingest.gold import as_gold
from plangraph.ingest.worker import WorkerError, run_isolated
from plangraph.ontology.records import Problem


@click.command("extract", cls=SpokenCommand)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option("--output", metavar="OUT.json", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def command(session: Session, file: Path, output: Path | None) -> None:
    """Extract one file and write the JSON."""
    if file.is_dir():
        raise CallError("extract.is-folder", 2, file=file)
    if not file.exists():
        raise CallError("extract.no-such-file", 2, file=file)
    text = gold_text(session, file)
    if output is None:
        session.out(text)
    else:
        output.write_text(text + "\n", encoding="utf-8", newline="\n")


def gold_text(session: Session, file: Path) -> str:
    """The JSON of a file's extraction. Raises CallError if it cannot be read."""
    try:
        result = run_isolated(file)
    except WorkerError as error:
        raise CallError("errors.worker", 1, why=error) from error
    if isinstance(result, Problem):
        raise CallError("ingest.failed", 1, file=file, why=why(result, session.language))
    return json.dumps(as_gold(result), ensure_ascii=False, indent=1)
