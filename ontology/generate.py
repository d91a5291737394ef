"""Writes what is generated from the ontology: `terms.py`, `relation-shapes.ttl` and `README.md` of this folder.

    python -m plangraph.ontology.generate           writes them
    python -m plangraph.ontology.generate --check   fails (1) and names those that are stale

The output depends on the Turtle files alone: sorted, without a date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from plangraph.ontology.model import Model, read_model
from plangraph.ontology.render_readme import render_readme
from plangraph.ontology.render_shapes import render_relation_shapes
from plangraph.ontology.render_terms import render_terms

FOLDER = Path(__file__).resolve().parent
OUTPUTS: dict[str, Callable[[Model], str]] = {
    "terms.py": render_terms,
    "relation-shapes.ttl": render_relation_shapes,
    "README.md": render_readme,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of generated files that differ from what the Turtle files in `folder` give."""
    model = read_model(folder)
    wanted = {name: render(model) for name, render in OUTPUTS.items()}
    return [name for name, text in wanted.items() if _read(folder / name) != text]


def write(folder: Path = FOLDER) -> None:
    """Writes every generated file, with line feeds whatever the system."""
    model = read_model(folder)
    for name, render in OUTPUTS.items():
        (folder / name).write_text(render(model), encoding="utf-8", newline="\n")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plangraph.ontology.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a generated file is stale")
    if not parser.parse_args(arguments).check:
        write()
        return 0
    old = stale()
    for name in old:
        sys.stderr.write(f"ontology/{name} is stale: run python -m plangraph.ontology.generate\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
