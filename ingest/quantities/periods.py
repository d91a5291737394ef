"""When a value holds, and whether it is reached or aimed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.numerals import number
from plangraph.ingest.quantities.words import pattern
from plangraph.ingest.rules.loader import PatternRule, load_rules
from plangraph.ontology.records import Modality

CLAUSE_END = re.compile(r"[。；;！？]")
COMMA = re.compile(r"[，,。；;！？]")
THIRD_PLAN = 1966
"""The year the third five-year plan began; every plan from then on took five years, without a gap."""


class PeriodRule(PatternRule, frozen=True, kw_only=True):
    """Words that say when; `form` says how the groups are read."""

    form: Literal["year", "years", "quarters", "quarter", "half", "plan", "plan-end", "last", "spell"]


class ModalityRule(PatternRule, frozen=True, kw_only=True):
    """Words that say whether a value is reached or aimed at."""

    modality: Modality


@dataclass(frozen=True, slots=True)
class Time:
    """A period as the guide writes it (2024, 2024Q1-Q3, 2021-2025) or '', and what happened or is planned.

    `said`: whether the sentence says it; else it is the year that its section speaks of.
    """

    period: str
    modality: Modality
    said: bool = True


@cache
def _periods() -> Sequence[PeriodRule]:
    return load_rules("periods", PeriodRule)


@cache
def _modalities() -> Sequence[ModalityRule]:
    return load_rules("modality", ModalityRule)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a section says of its values by default, and the year that the report plans, None where it is not known."""

    modality: Modality
    year: int | None
    planned: int | None


@lru_cache(maxsize=8)
def _marks(text: str) -> tuple[tuple[PeriodRule, re.Match[str]], ...]:
    """The words of a line that say when, rule by rule."""
    held = frozenset(text)
    rules = (rule for rule in _periods() if rule.may_match(held))
    return tuple((rule, match) for rule in rules for match in rule.pattern.finditer(text))


def time_of(text: str, m: Found, frame: Frame) -> Time:
    """The time of a measure: the last one that the line says before it, else the year of its section.

    A year from the planned one on makes a target, an earlier one something reached, against the section. What is
    reached among what is planned (目前已建成) was so by the end of the year before.
    """
    year, modality = frame.year, frame.modality
    before = text[: m.start]
    if m.form == "streak" and m.unit == "年" and year is not None and "连" in text[m.start : m.end]:
        if modality == "target" and pattern("awarded").match(text, m.end) and not modality_rule(text, m, "actual"):
            year, modality = year - 1, "actual"
        return Time(f"{year - int(m.value) + 1}-{year}", modality)
    latest, rule = period_rule(text, m, year)
    form = rule.form if rule else ""
    own = pattern("own-year").search(before)
    if not own and pattern("former").search(before):
        return Time("", modality)
    said = own["y"] if own and m.unit != "倍" else latest
    if frame.planned is not None and said and (own or form in ("year", "years", "plan-end")):
        modality = "target" if int(said[-4:]) >= frame.planned else "actual"
    held = _modality(text, m, modality)
    if not said and year is not None and modality == "target" and held == "actual":
        return Time(str(year - 1), held)
    return Time(said or (str(year) if year else ""), held, bool(said))


def period_rule(text: str, m: Found, year: int | None) -> tuple[str, PeriodRule | None]:
    """The last time that a line says before a measure, and the rule that reads it; ('', None) where it says none."""
    latest: tuple[int, str, PeriodRule | None] = (-1, "", None)
    for rule, match in _marks(text):
        near = rule.form != "spell" or not COMMA.search(text, match.end(), m.start)
        said = _said(rule, match, year) if match.end() <= m.start and near else ""
        if said and match.end() > latest[0]:
            latest = (match.end(), said, rule)
    return latest[1:]


def _said(rule: PeriodRule, match: re.Match[str], year: int | None) -> str:
    groups = {key: value for key, value in match.groupdict().items() if value}
    if rule.form == "year":
        return groups["y"]
    if rule.form == "years":
        return f"{groups['y']}-{groups['z']}"
    if rule.form in ("plan", "plan-end"):
        return plan_years(groups["p"], rule.form == "plan-end")
    if year is None:
        return ""
    if rule.form == "quarters":
        return f"{year}Q1-Q{number(groups['r'])}" if groups["r"] != "一" else f"{year}Q1"
    if rule.form == "quarter":
        return f"{year}Q{number(groups['q'])}"
    if rule.form == "half":
        return f"{year}H{1 if groups['h'] == '上' else 2}"
    span = number(groups.get("n") or groups["m"])
    return f"{year - int(span) + 1}-{year}" if span else ""


def plan_years(written: str, end: bool = False) -> str:
    """The years of a five-year plan: 十四五 is 2021-2025, its end 2025. `written` is 十, 十一 ... (before 五)."""
    count = number(written)
    if count is None or count < 3:
        return ""
    first = THIRD_PLAN + 5 * (int(count) - 3)
    return str(first + 4) if end else f"{first}-{first + 4}"


def _modality(text: str, m: Found, modality: Modality) -> Modality:
    """What the words before the value say, from the last end of a sentence on; else the modality of the section."""
    rule = modality_rule(text, m, modality)
    return rule.modality if rule else modality


def modality_rule(text: str, m: Found, modality: Modality) -> ModalityRule | None:
    """The rule by whose words a value is the contrary of `modality`: those said last; None where none says so."""
    begin = max((e.end() for e in CLAUSE_END.finditer(text, 0, m.start)), default=0)
    before = text[begin : m.start]
    latest: tuple[int, ModalityRule | None] = (-1, None)
    for rule in _modalities():
        end = max((found.end() for found in rule.pattern.finditer(before)), default=-1)
        if end > latest[0]:
            latest = (end, rule)
    return latest[1] if latest[1] is not None and latest[1].modality != modality else None
