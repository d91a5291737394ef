"""`plangraph extract`: one file's extraction in the form of the gold annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from plangraph.app.intake import read_report
from plangraph.app.phrases import why
from plangraph.app.reader_choice import Asked, chosen_model, reader_options, tell_host, tell_tally
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.ingest.gold import as_gold
from plangraph.ingest.tally import Assisted, Tally
from plangraph.ingest.worker import WorkerError
from plangraph.ontology.records import Problem

if TYPE_CHECKING:
    from plangraph.ingest.llm.settings import LanguageModel


@click.command("extract", cls=SpokenCommand)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option("--output", metavar="OUT.json", type=click.Path(path_type=Path, dir_okay=False))
@reader_options
@click.pass_obj
def command(session: Session, file: Path, output: Path | None, **asked: Unpack[Asked]) -> None:
    """Extract one file and write the JSON."""
    if file.is_dir():
        raise CallError("extract.is-folder", 2, file=file)
    if not file.exists():
        raise CallError("extract.no-such-file", 2, file=file)
    model = chosen_model(asked)
    tell_host(session, model)
    text, tally = gold_text(session, file, model)
    if model is not None and tally is not None:
        tell_tally(session, model, [tally])
    if output is None:
        session.out(text)
    else:
        output.write_text(text + "\n", encoding="utf-8", newline="\n")


def gold_text(session: Session, file: Path, model: LanguageModel | None) -> tuple[str, Tally | None]:
    """The JSON of a file's extraction, and how the model fared if one is asked. Raises CallError."""
    try:
        result = read_report(file, model)
    except WorkerError as error:
        raise CallError("errors.worker", 1, why=error) from error
    if isinstance(result, Problem):
        raise CallError("ingest.failed", 1, file=file, why=why(result, session.language))
    extraction, tally = (result.extraction, result.tally) if isinstance(result, Assisted) else (result, None)
    return json.dumps(as_gold(extraction), ensure_ascii=False, indent=1), tally
