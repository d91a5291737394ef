"""Statements as a reader sees them: by relation and direction, then by sentence, each with badges and its paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.app.viewer.looks import relation_label, stage_label
from plangraph.app.viewer.passages import enclosing, escape, marked
from plangraph.app.wording import Wording
from plangraph.graph.answers import Card, ReportText, StatementRow
from plangraph.ontology.records import Passage

FIGURES = "observes"
STAGES = "hasStatus"
ORDER = (
    STAGES, "assists", "cooperatesWith", "supports", "fundedBy", "locatedIn", "partOf", "knownAs", "received", "issued",
    "attracted", "undertakes", "develops", "concerns", FIGURES,
)  # fmt: skip
"""What a reader looks for first: the stage of a thing, its ties, then the long lists, then the figures."""
BOUNDS = {">=": "≥ ", "<=": "≤ ", "~": "≈ ", "=": ""}
ARROWS = {"up": "↑ ", "down": "↓ "}


@dataclass(frozen=True, slots=True)
class Said:
    """What one sentence says by one relation, done or planned: its rows, and the things at their other ends."""

    rows: tuple[StatementRow, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one relation, seen from the card's thing. `incoming`: the other thing is the subject."""

    predicate: str
    incoming: bool
    count: int
    said: tuple[Said, ...]


def grouped(card: Card) -> list[Group]:
    """The card's statements by relation and direction, in ORDER, each in the order of the text."""
    found: dict[tuple[str, bool], list[StatementRow]] = {}
    for row in card.statements:
        incoming = row.subject_iri != card.node.iri
        found.setdefault((row.predicate, incoming), []).append(row)
    order = sorted(found.items(), key=lambda item: (_rank(item[0][0]), item[0][1]))
    return [Group(*key, len(rows), tuple(_by_sentence(rows, key[1]))) for key, rows in order]


def _rank(predicate: str) -> int:
    return ORDER.index(predicate) if predicate in ORDER else len(ORDER)


def _by_sentence(rows: Sequence[StatementRow], incoming: bool) -> list[Said]:
    found: dict[tuple[object, ...], list[StatementRow]] = {}
    for row in rows:
        finer = () if row.predicate == FIGURES else (row.period, row.status, row.object_name * _is_stage(row))
        found.setdefault((row.document, row.passage, row.modality, *finer), []).append(row)
    return [Said(tuple(same), _others(same, incoming)) for same in found.values()]


def _is_stage(row: StatementRow) -> bool:
    return row.predicate == STAGES


def _others(rows: Sequence[StatementRow], incoming: bool) -> tuple[tuple[str, str], ...]:
    if incoming:
        return tuple(dict.fromkeys((row.subject_iri, row.subject_name) for row in rows))
    ends = ((row.object_iri, row.object_name) for row in rows if row.object_iri and not _is_stage(row))
    return tuple(dict.fromkeys(ends))


def title(group: Group, words: Wording) -> str:
    """A group's heading."""
    if group.predicate == FIGURES:
        return words("card.figures")
    if group.predicate == STAGES:
        return words("card.stage")
    label = relation_label(group.predicate, words.language)
    return (words.find(f"inverse.{group.predicate}") or label) if group.incoming else label


def figure(row: StatementRow, words: Wording) -> str:
    """A quantity in one line, the number as the report states it: `≥ 3.57 亿元`."""
    number = f"{BOUNDS.get(row.bound, '')}{ARROWS.get(row.direction, '')}{row.value}"
    if row.kind == "rank":
        return words("figure.rank", value=number)
    gap = "" if row.unit in ("", "%") else " "
    return f"{number}{gap}{row.unit}"


def as_html(said: Said, report: ReportText, words: Wording) -> str:
    """One sentence: what it says, badges, the sentence with its marks, and the paragraph to unfold."""
    first = said.rows[0]
    marks = [("pg-cue", row.cue) for row in said.rows] + [("pg-value", row.value_passage) for row in said.rows]
    sentence = marked(report.text, first.passage, marks)
    around = marked(report.text, paragraph(report, first.passage), [("pg-sentence", first.passage), *marks])
    where = escape(" · ".join(part for part in (first.section, report.title) if part))
    figures = "".join(_figure(row, words) for row in said.rows if row.predicate == FIGURES)
    return (
        f'<div class="pg-statement" data-statement="{escape(first.id)}">{figures}'
        f'<div class="pg-badges">{_badges(said, words)}</div>'
        f'<blockquote class="pg-quote">{sentence}</blockquote>'
        f'<details class="pg-context"><summary title="{where}">{escape(words("card.context"))} · {where}</summary>'
        f"<p>{around}</p></details></div>"
    )


def paragraph(report: ReportText, passage: Passage) -> Passage:
    """The paragraph of the report that a passage stands in."""
    return enclosing(report.blocks, passage) if passage else passage


def _figure(row: StatementRow, words: Wording) -> str:
    return (
        f'<div class="pg-figure"><span>{escape(row.about)}</span><i>{escape(row.period)}</i>'
        f"<strong>{escape(figure(row, words))}</strong></div>"
    )


def _badges(said: Said, words: Wording) -> str:
    row = said.rows[0]
    stage = row.object_name if _is_stage(row) else row.status
    facts = [stage_label(stage, words.language) if stage else "", row.period if row.predicate != FIGURES else ""]
    badges = [f'<span class="pg-badge pg-{row.modality}">{escape(words(f"modality.{row.modality}"))}</span>']
    badges += [f'<span class="pg-badge">{escape(text)}</span>' for text in facts if text]
    least = min(each.confidence for each in said.rows)
    rules = "、".join(dict.fromkeys(each.rule for each in said.rows))
    origin = (words("card.confidence", value=f"{least:.2f}"), words("card.rule", rule=rules))
    badges += [f'<span class="pg-origin">{escape(text)}</span>' for text in origin]
    return "".join(badges)
