"""`plangraph evaluate`: extractions held against annotated reports by `score.py`, carried as it is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from plangraph.app.commands.extracting import gold_text
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand


@click.command("evaluate", cls=SpokenCommand)
@click.argument("gold_dir", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.option("--output", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--errors", is_flag=True)
@click.pass_obj
def command(session: Session, gold_dir: Path, output: Path | None, errors: bool) -> int:
    """Extract every text of a folder and print its figures."""
    texts = sorted(f.with_suffix(".txt") for f in gold_dir.glob("*.json") if f.with_suffix(".txt").is_file())
    if not texts:
        raise CallError("evaluate.no-gold", 2, path=gold_dir)
    with ExitStack() as stack:
        folder = output or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plangraph-")))
        folder.mkdir(parents=True, exist_ok=True)
        step = stack.enter_context(session.progress(len(texts)))
        for text in texts:
            (folder / f"{text.stem}.json").write_text(gold_text(session, text), encoding="utf-8", newline="\n")
            step(text.name)
        sys.stdout.flush()
        return _score(gold_dir, folder, errors)


def _score(gold_dir: Path, system_dir: Path, errors: bool) -> int:
    arguments = [sys.executable, "-m", "plangraph.app.score", str(gold_dir), str(system_dir), *["--errors"] * errors]
    return subprocess.run(arguments, check=False, env={**os.environ, "PYTHONUTF8": "1"}).returncode
