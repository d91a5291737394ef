"""Annotated texts as windows of characters with their tags."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plangraph.ingest.layout import View, lay_out
from plangraph.ingest.mentions.tagger import windows
from plangraph.ingest.reading import read_source
from plangraph.ontology.terms import TYPES

TAGS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BIES"))
WINDOW = 382
"""Characters of a window in training."""
MARKS = frozenset("“”\"'‘’《》〈〉「」『』（）() ")  # what scoring strips from the edges of a name


@dataclass(frozen=True, slots=True)
class Sample:
    """A window: its characters, its half of the report, and for each character the index of its tag."""

    characters: str
    half: str
    tags: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its names: (start, end, type) in the view, edges without quotation marks, not overlapping."""

    stem: str
    view: View
    names: tuple[tuple[int, int, str], ...]


def load(folder: Path) -> list[Annotated]:
    """The annotated texts of a folder: NAME.txt and NAME.json, as the guide describes them."""
    return [_annotated(path) for path in sorted(folder.glob("*.json"))]


def _annotated(path: Path) -> Annotated:
    view = lay_out(read_source(path.with_suffix(".txt")))
    at = {place: i for i, place in enumerate(view.places) if place >= 0}
    names: set[tuple[int, int, str]] = set()
    for row in json.loads(path.read_text(encoding="utf-8"))["mentions"]:
        offsets = [at[i] for i in range(row["start"], row["end"]) if i in at]
        while offsets and view.text[offsets[0]] in MARKS:
            offsets.pop(0)
        while offsets and view.text[offsets[-1]] in MARKS:
            offsets.pop()
        if offsets:
            names.add((offsets[0], offsets[-1] + 1, row["type"]))
    return Annotated(path.stem, view, tuple(sorted(names)))


def samples(texts: Sequence[Annotated], most: int = WINDOW) -> Iterator[Sample]:
    """The windows of the texts, as the tagger will see them, of `most` characters."""
    for text in texts:
        tags = [0] * len(text.view.text)
        for start, end, kind in text.names:
            inner = [i for i in range(start, end) if not text.view.text[i].isspace()]
            for place, i in zip(_places(len(inner)), inner, strict=True):
                tags[i] = TAGS.index(f"{place}-{kind}")
        for window in windows(text.view, most):
            characters = "".join(text.view.text[i] for i in window.places)
            yield Sample(characters, window.half, tuple(tags[i] for i in window.places))


def _places(length: int) -> str:
    return "S" if length == 1 else "B" + "I" * (length - 2) + "E"
