"""`plangraph export`: the whole graph as one file, or as the folder of files that Neo4j imports."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import BinaryIO, get_args

import click

from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.graph.export import Format, export
from plangraph.graph.property_export import PROPERTY_FORMATS, export_csv, export_property_graph

FOLDER_FORMAT = "neo4j-csv"


@click.command("export", cls=SpokenCommand)
@click.option(
    "--format",
    "form",
    type=click.Choice([*get_args(Format), *PROPERTY_FORMATS, FOLDER_FORMAT]),
    default="nquads",
)
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def command(session: Session, form: str, output: Path | None) -> None:
    """Write the graph to a file or folder, whole or not at all, or to standard output."""
    if form == FOLDER_FORMAT:
        _write_folder(session, output)
        return
    if output is None:
        sys.stdout.flush()
        _write(session, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if output.is_dir():
        raise CallError("export.is-folder", 2, file=output)
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with unfinished.open("wb") as out:
            count = _write(session, form, out)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    session.say("export.done", count=count)


def _write(session: Session, form: str, out: BinaryIO) -> int:
    workspace, reader = session.published()
    for name in PROPERTY_FORMATS:
        if form == name:
            return export_property_graph(workspace, name, out)
    return export(reader, next(name for name in get_args(Format) if name == form), out)


def _write_folder(session: Session, output: Path | None) -> None:
    """The files lie beside each other, so they need a folder of their own."""
    if output is None:
        raise CallError("export.needs-folder", 2)
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise CallError("export.not-empty", 2, file=output)
    workspace, _ = session.published()
    unfinished = output.with_name(f"{output.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        count = export_csv(workspace, unfinished)
        if output.exists():
            output.rmdir()
        unfinished.rename(output)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    session.say("export.done", count=count)
