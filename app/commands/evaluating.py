"""`plangraph evaluate`: extractions held against annotated reports by `score.py`, carried as it is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Unpack

import click

from plangraph.app.commands.extracting import gold_text
from plangraph.app.reader_choice import Asked, chosen_model, reader_options, tell_host, tell_tally
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.ingest.tally import Tally


@click.command("evaluate", cls=SpokenCommand)
@click.argument("gold_dir", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.option("--output", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--errors", is_flag=True)
@reader_options
@click.pass_obj
def command(session: Session, gold_dir: Path, output: Path | None, errors: bool, **asked: Unpack[Asked]) -> int:
    """Extract every text of a folder and print its figures."""
    texts = sorted(f.with_suffix(".txt") for f in gold_dir.glob("*.json") if f.with_suffix(".txt").is_file())
    if not texts:
        raise CallError("evaluate.no-gold", 2, path=gold_dir)
    model = chosen_model(asked)
    tell_host(session, model)
    with ExitStack() as stack:
        folder = output or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plangraph-")))
        folder.mkdir(parents=True, exist_ok=True)
        step = stack.enter_context(session.progress(len(texts)))
        tallies: list[Tally] = []
        for text in texts:
            written, tally = gold_text(session, text, model)
            (folder / f"{text.stem}.json").write_text(written, encoding="utf-8", newline="\n")
            tallies += [tally] if tally else []
            step(text.name)
        if model is not None:
            tell_tally(session, model, tallies)
        sys.stdout.flush()
        return _score(gold_dir, folder, errors)


def _score(gold_dir: Path, system_dir: Path, errors: bool) -> int:
    score = [sys.executable, "-P", "-m", "plangraph.app.score"]  # -P: as in `ingest.worker`
    arguments = [str(gold_dir), str(system_dir), *["--errors"] * errors]
    return subprocess.run([*score, *arguments], check=False, env={**os.environ, "PYTHONUTF8": "1"}).returncode
