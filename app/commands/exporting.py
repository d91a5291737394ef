"""`plangraph export`: the whole graph as one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand
from plangraph.graph.export import Format, export


@click.command("export", cls=SpokenCommand)
@click.option("--format", "form", type=click.Choice(get_args(Format)), default="nquads")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def command(session: Session, form: Format, output: Path | None) -> None:
    """Write the graph to a file, whole or not at all, or to standard output."""
    _, reader = session.published()
    if output is None:
        sys.stdout.flush()
        export(reader, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with unfinished.open("wb") as out:
            count = export(reader, form, out)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    session.say("export.done", count=count)
