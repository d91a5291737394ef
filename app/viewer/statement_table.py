"""The same statements as a table, for sorting, copying and saving."""

from __future__ import annotations

import pandas as pd

from plangraph.app.viewer.looks import relation_label, stage_label
from plangraph.app.viewer.sources import Sources
from plangraph.app.wording import Wording
from plangraph.graph.answers import Card, StatementRow

COLUMNS = (
    "subject", "relation", "object", "about", "value", "unit", "period", "modality", "status", "quote", "section",
    "report", "confidence", "rule",
)  # fmt: skip


def frame(sources: Sources, card: Card, words: Wording) -> pd.DataFrame:
    """One row a statement; facts of the reference data follow, marked as such."""
    rows = [as_cells(row, sources.report(row.document).title, words) for row in card.statements]
    for predicate, _, name in card.reference:
        fact = dict.fromkeys(COLUMNS, "")
        fact |= {"subject": card.node.name, "relation": relation_label(predicate, words.language), "object": name}
        rows.append(fact | {"modality": words("modality.reference")})
    shown = pd.DataFrame(rows, columns=list(COLUMNS))
    return shown.rename(columns={name: words(f"column.{name}") for name in COLUMNS})


def as_cells(row: StatementRow, title: str, words: Wording) -> dict[str, str]:
    """A statement as one row: its cells by column, in the user's words."""
    figure = row.predicate == "observes"
    status = row.object_name if row.predicate == "hasStatus" else row.status
    return {
        "subject": row.subject_name,
        "relation": words("card.figures") if figure else relation_label(row.predicate, words.language),
        "object": "" if row.predicate == "hasStatus" else row.object_name,
        "about": row.about,
        "value": row.value,
        "unit": row.unit,
        "period": row.period,
        "modality": words(f"modality.{row.modality}"),
        "status": stage_label(status, words.language) if status else "",
        "quote": row.quote,
        "section": row.section,
        "report": title,
        "confidence": f"{row.confidence:.2f}",
        "rule": row.rule,
    }
