"""Which years a passage speaks of, where they are more than one: a look back on five years, or ahead to five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from plangraph.ingest.layout.view import View, ViewBlock
from plangraph.ingest.quantities.numerals import number
from plangraph.ingest.quantities.periods import plan_years
from plangraph.ingest.rules.loader import PatternRule, load_rules
from plangraph.ontology.records import Direction, Kind, Modality

HEAD = 24
"""Characters at the head of a paragraph or sentence in which it says of which years it speaks."""

LEAD = 120
"""Characters of a paragraph at most that only leads in what follows: 五年来，我们主要做了以下工作："""


class SpanRule(PatternRule, frozen=True, kw_only=True):
    """Words that say how many years a passage speaks of, or what of it is one year's."""

    role: Literal["back", "ahead", "single", "yearly", "mean", "flow"]


@cache
def _rules() -> dict[str, SpanRule]:
    return {rule.role: rule for rule in load_rules("year_spans", SpanRule)}


def says(role: Literal["yearly", "mean", "flow"], text: str) -> bool:
    """Whether words of a role are in the text."""
    return _rules()[role].matches(text)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a passage says: the years, and whether it speaks of one year."""

    years: str
    single: bool


def _head(text: str, modality: Modality, year: int | None) -> _Head:
    plain = "".join(text.split())
    found = _rules()["back" if modality == "actual" else "ahead"].pattern.search(plain)
    single = _rules()["single"].pattern.search(plain)
    years = ""
    if found and year is not None:
        groups = found.groupdict()
        if groups.get("p"):
            years = plan_years(groups["p"])
            years = years if years[5:] == str(year) or (modality == "target" and years[:4] == str(year)) else ""
        else:
            count = int(number(groups.get("n") or groups.get("m") or "") or 1) - 1
            years = f"{year - count}-{year}" if modality == "actual" else f"{year}-{year + count}"
    return _Head(years, single is not None)


class Spans:
    """The years of the passages of a report, for those that speak of more than one. Read the sentences in order."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._open = self._here = ""
        self._home: int | None = None
        self._told = False
        self._block = -1
        self._last: tuple[Modality, int | None] = ("actual", None)

    def at(self, block: int, start: int, modality: Modality, year: int | None) -> str:
        """The years (2021-2025) that a sentence of block `block`, beginning at `start`, speaks of; '' for one year."""
        while self._block < block:
            self._block += 1
            self._enter(self._view.blocks[self._block])
        made = self._view.blocks[block]
        if start > made.start and made.kind == "paragraph":
            head = _head(self._view.text[start : min(start + HEAD, made.end)], modality, year)
            if head.years and not head.single:
                self._here = head.years
            elif head.single and not head.years:
                self._here = ""
        return self._here if self._half(made) == (modality, year) else ""

    def _half(self, block: ViewBlock) -> tuple[Modality, int | None]:
        section = self._view.sections[block.section] if block.section is not None else None
        return (section.modality, section.year) if section else ("actual", self._view.year_reviewed)

    def _enter(self, block: ViewBlock) -> None:
        """A new block: a heading opens or closes a look at several years for its section, a paragraph for itself."""
        half = self._half(block)
        if half != self._last or (self._home is not None and self._home not in self._above(block.section)):
            self._open, self._home, self._told = "", None, False
        self._last = half
        text = self._view.text[block.start : block.end]
        if block.kind == "heading":
            head = _head(text, *half)
            if head.years or head.single:
                self._home, self._told = block.section, bool(head.years)
                self._open = head.years if not head.single else ""
        elif block.kind == "paragraph":
            head = _head(text[:HEAD], *half)
            if head.single:
                self._open = ""
            elif head.years and (self._told or (len(text) <= LEAD and text.rstrip().endswith("："))):
                self._open = head.years
                self._home = block.section if self._home is None else self._home
            self._here = head.years if head.years and not head.single else self._open
            return
        self._here = self._open if block.kind != "note" else ""

    def _above(self, section: int | None) -> Sequence[int]:
        chain: list[int] = []
        while section is not None:
            chain.append(section)
            section = self._view.sections[section].parent
        return chain


def spread(
    years: str, year: str, modality: Modality, kind: Kind, direction: Direction | None, words: str, name: str
) -> str:
    """When a value holds that says no time, in a passage on several `years`: all of them or the last, `year`.

    `words` are those before the value, `name` what it is about. Growth over the years and what was done in them is of
    all years, a level reached of the last; what is planned for them, of all.
    """
    if not years:
        return "" if direction and says("mean", words) else year
    if modality == "target":
        return years
    grown = kind in ("growth", "change") and not says("yearly", words)
    done = kind == "level" and says("flow", f"累计{name}" if "累计" in words else name)
    return years if grown or done else year
