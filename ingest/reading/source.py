"""What a reader hands to layout: the text as read, and what the format knew beyond its characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plangraph.ontology.records import Problem, Reason

HintKind = Literal["start", "title", "heading", "cell", "note", "page", "chrome"]

MAX_CHARACTERS = 1_000_000
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """What the format says of `text[start:end]`.

    `start`: a paragraph begins here. `title`, `heading`: a line of that style (`value`: its level). `cell`: a table
    cell (`value`: "table:row:column"). `note`: a note's text (`value`: its number), which begins with `[1] `. `page`: a
    running header, footer or page number. `chrome`: what a portal put around the text.
    """

    start: int
    end: int
    kind: HintKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text as read (line ends are LF, no byte order mark), with the offsets at which its pages start.

    `wrapped`: True if lines are cut at the page's width, False if each line is a paragraph, None if nobody knows.
    `problems`: what of the file could not be read, though the rest could.
    """

    text: str
    name: str
    media_type: str
    pages: tuple[int, ...] = ()
    hints: tuple[Hint, ...] = ()
    wrapped: bool | None = None
    problems: tuple[Problem, ...] = ()


class ReadError(Exception):
    """A file that cannot be read at all: `reason` of the closed list, and what to do about it in both languages."""

    def __init__(self, reason: Reason, detail_zh: str, detail_en: str) -> None:
        super().__init__(reason, detail_zh, detail_en)
        self.reason: Reason = reason
        self.detail_zh = detail_zh
        self.detail_en = detail_en

    def __str__(self) -> str:
        return f"{self.detail_zh} {self.detail_en}"
