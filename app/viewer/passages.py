"""A report's words as HTML: the sentence marked in its paragraph, cue and value marked in the sentence, all escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from plangraph.ontology.records import Block, Passage

Marks = Sequence[tuple[str, Passage]]
"""Names of CSS classes with what they cover; a later one wins where two overlap."""

SPACE = re.compile(r"\s+")
LATIN = re.compile(r"[!-~]")
LABEL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@/])")


def plain(text: str) -> str:
    """A text for a Streamlit label, which reads Markdown: every mark escaped, so that names stay names."""
    return LABEL.sub(r"\\\1", SPACE.sub(" ", text))


def escape(text: str) -> str:
    """A text for HTML, quotes included."""
    return html.escape(text, quote=True)


def marked(text: str, passage: Passage, marks: Marks) -> str:
    """The passage as HTML, line breaks closed as `records.quotation` closes them, the marks as `<mark class=...>`."""
    pieces = []
    for name, group in groupby(_characters(text, passage, marks), key=lambda pair: pair[1]):
        words = escape("".join(character for character, _ in group))
        pieces.append(f'<mark class="{name}">{words}</mark>' if name else words)
    return "".join(pieces)


def enclosing(blocks: Iterable[Block], passage: Passage) -> Passage:
    """The paragraph, row or note that holds the passage; the passage itself where no block does."""
    for block in blocks:
        if block.passage and any(span.start <= passage[0].start < span.end for span in block.passage):
            return block.passage
    return passage


def _characters(text: str, passage: Passage, marks: Marks) -> list[tuple[str, str]]:
    """Pairs of character and class, white space closed up."""
    places = [place for span in passage for place in range(span.start, min(span.end, len(text)))]
    raw = "".join(text[place] for place in places)
    names = [_name_at(place, marks) for place in places]
    out: list[tuple[str, str]] = []
    at = 0
    for gap in SPACE.finditer(raw):
        out += zip(raw[at : gap.start()], names[at : gap.start()], strict=True)
        if _keeps_space(raw, gap):
            out.append((" ", names[gap.start()] if gap.end() < len(raw) and names[gap.end()] else ""))
        at = gap.end()
    return [*out, *zip(raw[at:], names[at:], strict=True)]


def _keeps_space(raw: str, gap: re.Match[str]) -> bool:
    if gap.start() == 0 or gap.end() == len(raw):
        return False
    if "\n" not in gap.group():
        return True
    return bool(LATIN.match(raw[gap.start() - 1]) and LATIN.match(raw[gap.end()]))


def _name_at(place: int, marks: Marks) -> str:
    found = ""
    for name, passage in marks:
        if any(span.start <= place < span.end for span in passage):
            found = name
    return found
