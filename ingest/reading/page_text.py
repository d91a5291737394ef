"""Puts a source's text together line by line, with the hints that the format gives."""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.ingest.reading.glyphs import fold
from plangraph.ingest.reading.plain import lost_characters, too_long
from plangraph.ingest.reading.source import MAX_CHARACTERS, Hint, HintKind, ReadError, Source
from plangraph.ontology.records import Problem


class Composer:
    """Lines and table rows in reading order. Note marks are written `[1]`, notes as lines that begin with `[1] `."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hints: list[Hint] = []
        self._pages: list[int] = []
        self._size = 0
        self._tables = 0

    @property
    def size(self) -> int:
        """Characters so far: the offset at which the next line starts."""
        return self._size

    def line(self, text: str, kind: HintKind | None = None, value: str = "") -> None:
        """One line, and what the format says of it. A line without text is left out."""
        plain = fold(" ".join(text.split("\n"))).strip()
        if not plain:
            return
        start = self._size
        self._add(plain + "\n")
        if kind:
            self._hints.append(Hint(start, start + len(plain), kind, value))

    def rows(self, rows: Sequence[Sequence[tuple[int, str]]]) -> None:
        """A table: for each row its cells with their columns. Cells are parted by tabs, rows are lines."""
        self._tables += 1
        for number, row in enumerate(rows):
            filled = [(column, fold("".join(text.split("\n"))).strip()) for column, text in row]
            filled = [(column, text) for column, text in filled if text]
            for at, (column, text) in enumerate(filled):
                start = self._size
                self._add(text)
                self._hints.append(Hint(start, self._size, "cell", f"{self._tables}:{number}:{column}"))
                self._add("\t" if at + 1 < len(filled) else "\n")

    def hint(self, start: int, end: int, kind: HintKind, value: str = "") -> None:
        """A hint on characters that were added before."""
        self._hints.append(Hint(start, end, kind, value))

    def page(self) -> None:
        """A page starts here."""
        self._pages.append(self._size)

    def source(self, name: str, media_type: str, wrapped: bool, problems: Sequence[Problem] = ()) -> Source:
        """All of it. Raises ReadError if there is nothing."""
        text = "".join(self._parts)
        if not text.strip():
            raise ReadError("empty", "文件里没有文字。", "The file holds no text.")
        problems = (*problems, *lost_characters(text, name))
        return Source(text, name, media_type, tuple(self._pages), tuple(sorted(self._hints)), wrapped, problems)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise too_long(self._size)
