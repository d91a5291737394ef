"""The layout's rules, read once from `rules/layout.toml` and `rules/halves.tsv`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from plangraph.ontology.records import Modality


@dataclass(frozen=True, slots=True)
class Form:
    """A rule of layout: what it matches, and for the halves of a report which one it tells."""

    id: str
    pattern: re.Pattern[str]
    modality: Modality | None = None


@cache
def forms(group: str) -> tuple[Form, ...]:
    """The rules of a group (half, lead, front, area, chrome, note, row ...), in the order of the file."""
    rows = _groups()[group]
    return tuple(
        Form(row["id"], re.compile(_whole(row["form"])), row.get("modality"))
        for row in (rows if isinstance(rows, list) else [rows])
    )


@cache
def _groups() -> dict[str, Any]:
    return tomllib.loads(files("plangraph.ingest.rules").joinpath("layout.toml").read_text(encoding="utf-8"))


def _whole(written: str) -> str:
    """A form with the parts that it names by their ids; a part may name those below it."""
    for part in _groups()["part"]:
        written = written.replace(part["id"], part["form"])
    return written


@cache
def form(group: str, name: str) -> re.Pattern[str]:
    """The pattern of one rule."""
    return next(rule.pattern for rule in forms(group) if rule.id == name)


def matches(group: str, text: str) -> bool:
    """Whether any rule of a group finds something in a text."""
    return any(rule.pattern.search(text) for rule in forms(group))


@cache
def cues() -> tuple[tuple[str, float], ...]:
    """Words that lean to the plan (weight above 0) or to the review (below 0), from `rules/halves.tsv`."""
    lines = files("plangraph.ingest.rules").joinpath("halves.tsv").read_text(encoding="utf-8").splitlines()
    return tuple((cue, float(weight)) for cue, weight in (line.split("\t")[:2] for line in lines[1:]))
