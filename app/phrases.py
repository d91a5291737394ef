"""Terms, statements and figures in the user's words. Numbers stay as the report states them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plangraph.app.wording import Language, Wording
from plangraph.graph.answers import DocumentRow, StatementRow
from plangraph.ontology import terms
from plangraph.ontology.records import Problem, detail_in

if TYPE_CHECKING:
    from plangraph.graph.related_reasons import Reason

TABLES = (terms.TYPES, terms.RELATIONS, terms.STAGES, terms.REASONS, terms.KINDS, terms.BOUNDS, terms.PROPERTIES)


def label(key: str, language: Language) -> str:
    """The word for a type, relation, stage, reason or other term of the ontology; the key itself for no term."""
    for table in TABLES:
        if key in table:
            return table[key].label(language)
    return key


def why(problem: Problem, language: Language) -> str:
    """Why a file could not be read, and what to do about it."""
    colon = "：" if language == "zh" else ": "
    detail = detail_in(problem, language)
    return f"{label(problem.reason, language)}{colon}{detail}" if detail else label(problem.reason, language)


def relation_name(row: StatementRow, seen_from: str, language: Language) -> str:
    """A relation's word as seen from one of its ends."""
    name = label(row.predicate, language)
    if row.subject_iri == seen_from:
        return name
    return Wording("viewer", language).find(f"inverse.{row.predicate}") or f"← {name}"


def relation_phrase(row: StatementRow, seen_from: str, language: Language) -> str:
    """The other end of a relation as seen from the thing with the IRI `seen_from`, with its period and stage."""
    if row.predicate == terms.HAS_STATUS:
        other = label(row.object_name, language)
        return _with_details(other, [row.period] if row.period else [], language)
    other = row.object_name if row.subject_iri == seen_from else row.subject_name
    details = [row.period, label(row.status, language) if row.status else ""]
    return _with_details(other, [d for d in details if d], language)


def figure_phrase(row: StatementRow, seen_from: str, language: Language) -> str:
    """A figure: whose it is if not the shown thing's, what is measured, how much, when."""
    words = Wording("commands", language)
    whose = "" if row.subject_iri == seen_from else f"{row.subject_name} "
    kind = words.find(f"figure.{row.kind}-{row.direction or 'up'}") or words.find(f"figure.{row.kind}") or ""
    bound = words.find(f"figure.bound.{_BOUND_KEYS[row.bound]}") or "" if row.bound in _BOUND_KEYS else ""
    if (row.kind, row.bound) == ("rank", "<="):
        kind, bound = words("figure.rank-among"), ""
    amount = f"{row.value} {row.unit}".strip()
    said = words("figure.line", about=f"{whose}{row.about}", amount=" ".join(w for w in (kind, bound, amount) if w))
    return _with_details(said, [row.period] if row.period else [], language)


def report_name(row: DocumentRow) -> str:
    """A report's title, with its area and year where the title does not name them."""
    title = row.title or row.source
    said = [] if row.area_name in title else [row.area_name]
    said += [str(row.year)] if row.year is not None and str(row.year) not in title else []
    return " ".join([*said, title])


def reasons_phrase(reasons: Sequence[Reason], language: Language) -> str:
    """Why a measure is related to what was asked."""
    words, zh = Wording("commands", language), language == "zh"
    said = [words(f"related.why.{r.kind}", names=("、" if zh else ", ").join(r.names)) for r in reasons]
    return ("；" if zh else "; ").join(said)


_BOUND_KEYS = {">=": "at-least", "<=": "at-most", "~": "about"}


def _with_details(text: str, details: list[str], language: Language) -> str:
    if not details:
        return text
    return f"{text}（{'，'.join(details)}）" if language == "zh" else f"{text} ({', '.join(details)})"
