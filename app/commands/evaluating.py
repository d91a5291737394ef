"""`plangraph evaluate`: extractions held against annotated reports by `score.py`, carried as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final, Unpack

import click

from plangraph.app.commands.extracting import gold_text
from plangraph.app.reader_choice import Asked, chosen_model, reader_options, tell_host, tell_tally
from plangraph.app.reliability import KINDS, Judged, drawing, judged, tenths
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenCommand
from plangraph.app.tables import write_rows
from plangraph.app.wording import Language
from plangraph.ingest.tally import Tally

LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
"""A drawing goes from hand to hand: its words are in both."""


@click.command("evaluate", cls=SpokenCommand)
@click.argument("gold_dir", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.option("--output", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--errors", is_flag=True)
@click.option("--reliability", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@reader_options
@click.pass_obj
def command(
    session: Session,
    gold_dir: Path,
    output: Path | None,
    errors: bool,
    reliability: Path | None,
    **asked: Unpack[Asked],
) -> int:
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
        done = _score(gold_dir, folder, errors)
        if reliability is not None and done == 0:
            _tell_reliability(session, texts, folder, reliability)
        return done


def _score(gold_dir: Path, system_dir: Path, errors: bool) -> int:
    score = [sys.executable, "-P", "-m", "plangraph.app.score"]  # -P: as in `ingest.worker`
    arguments = [str(gold_dir), str(system_dir), *["--errors"] * errors]
    return subprocess.run([*score, *arguments], check=False, env={**os.environ, "PYTHONUTF8": "1"}).returncode


def _tell_reliability(session: Session, texts: Sequence[Path], folder: Path, drawn: Path) -> None:
    """Print how often what is said is right by how sure it is, and draw it."""
    rows: list[Judged] = []
    for text in texts:
        gold, system = (
            json.loads((f / f"{text.stem}.json").read_text(encoding="utf-8")) for f in (text.parent, folder)
        )
        rows += judged(text.read_text(encoding="utf-8"), gold, system)
    found = tenths(rows)
    both = [replace(session.words, language=language) for language in LANGUAGES]
    words = {key: " ".join(say(f"evaluate.drawn.{key}") for say in both) for key in (*KINDS, "confidence", "right")}
    columns = [session.words(f"evaluate.columns.{key}") for key in ("kind", "confidence", "count", "right")]
    cells = [(session.words(f"evaluate.drawn.{t.kind}"), f"{t.lower:.1f}", t.count, f"{t.right:.2f}") for t in found]
    session.out("\n" + write_rows(columns, cells, "table"))
    drawn.write_text(drawing(found, words), encoding="utf-8", newline="\n")
