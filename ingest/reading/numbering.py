"""Numbers that Word shows but does not write into the text: 一、 （一） 1."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = "〇一二三四五六七八九"


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document, in reading order."""

    document: Document
    _levels: dict[str, dict[int, _Level]] = field(init=False)
    _counts: dict[str, dict[int, int]] = field(init=False)
    _styles: dict[str, tuple[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self._levels, self._counts, self._styles = {}, defaultdict(dict), {}
        part = next((r for r in self.document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None and not part.is_external:
            self._load(self.document.part.numbering_part.element)
        for style in self.document.styles:
            numbered = style.element.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                number, level = _pair(numbered)
                self._styles[str(style.style_id)] = (number, level)

    def _load(self, root: _Element) -> None:
        shapes = {node.get(W + "abstractNumId"): node for node in root.iter(W + "abstractNum")}
        for node in root.iter(W + "num"):
            reference = node.find(W + "abstractNumId")
            shape = shapes.get(reference.get(W + "val")) if reference is not None else None
            if shape is not None:
                self._levels[str(node.get(W + "numId"))] = dict(_levels(shape))

    def label(self, paragraph: _Element, style: str) -> str:
        """The number that Word shows before a paragraph, "" if it shows none. Counts it."""
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = _pair(numbered) if numbered is not None else self._styles.get(style, ("", 0))
        shapes = self._levels.get(number, {})
        shape = shapes.get(level)
        if shape is None or shape.form in ("bullet", "none"):
            return ""
        counts = self._counts[number]
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]

        def shown(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            return _spelled(
                counts.get(at, shapes[at].start if at in shapes else 1), shapes[at].form if at in shapes else ""
            )

        return re.sub(r"%(\d)", shown, shape.text)


def _pair(numbered: _Element) -> tuple[str, int]:
    number, level = numbered.find(W + "numId"), numbered.find(W + "ilvl")
    depth = level.get(W + "val", "0") if level is not None else "0"
    return (str(number.get(W + "val", "")) if number is not None else ""), int(depth) if depth.isdigit() else 0


def _levels(shape: _Element) -> list[tuple[int, _Level]]:
    found = []
    for node in shape.iter(W + "lvl"):
        values = {name: node.find(W + name) for name in ("numFmt", "lvlText", "start")}
        form, text, start = (str(part.get(W + "val", "")) if part is not None else "" for part in values.values())
        found.append((int(node.get(W + "ilvl", "0")), _Level(form, text, int(start) if start.isdigit() else 1)))
    return found


def _spelled(number: int, form: str) -> str:
    if "chinese" in form.lower() or "japanese" in form.lower() or form.startswith("ideograph") or "taiwanese" in form:
        return chinese(number)
    return str(number)


def chinese(number: int) -> str:
    """1 to 99 as Chinese numerals, as lists count: 一, 十, 十一, 二十三."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    ten = ("" if tens == 1 else CHINESE[tens]) + "十" if tens else ""
    return ten + (CHINESE[ones] if ones else "")
