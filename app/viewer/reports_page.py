"""The reports of the workspace, and what became of every number and name in them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from plangraph.app.viewer.looks import reason_label
from plangraph.app.viewer.passages import escape
from plangraph.app.viewer.sources import Sources
from plangraph.app.wording import Wording
from plangraph.graph.answers import DocumentRow, ReportText
from plangraph.ontology.records import Passage, Problem, Span, detail_in, hull, quotation

COLUMNS = ("report", "area", "year", "characters", "statements", "problems", "stale", "source")


@st.fragment
def show(sources: Sources, words: Wording) -> None:
    """Draw the page; picking a report redraws it alone."""
    reports = sources.workspace.documents()
    if not reports:
        st.info(words("no_reports", path=sources.path))
    else:
        st.caption(words("reports.intro"))
        picked = st.dataframe(
            _reports(reports, words),
            hide_index=True,
            key="reports",
            on_select="rerun",
            selection_mode="single-row",
        )
        rows = picked["selection"]["rows"]
        _audit(sources, words, reports[rows[0] if rows else 0])
    unread = [problem for problem in sources.workspace.problems() if not problem.document]
    if unread:
        st.html(f'<div class="pg-title">{escape(words("reports.files"))}</div>')
        st.dataframe(_problems(unread, words), hide_index=True, key="unread")


def _reports(reports: list[DocumentRow], words: Wording) -> pd.DataFrame:
    rows = [
        (
            r.title or r.source,
            r.area_name,
            r.year,
            r.characters,
            r.statements,
            r.problems,
            words("yes") if r.stale else "",
            r.source,
        )
        for r in reports
    ]
    return pd.DataFrame(rows, columns=[words(f"column.{name}") for name in COLUMNS])


def _audit(sources: Sources, words: Wording, report: DocumentRow) -> None:
    st.html(f'<div class="pg-title">{escape(words("reports.audit", title=report.title or report.source))}</div>')
    for totals in sources.workspace.totals(report.id):
        counts = {
            "mentions": totals.mentions,
            "relations": totals.relations,
            "figures": totals.quantities,
            "problems": sum(count for _, count in totals.unstated),
        }
        for column, (name, count) in zip(st.columns(4), counts.items(), strict=True):
            column.metric(words(f"reports.{name}"), f"{count:,}")
        left, right = st.columns([0.3, 0.7])
        reasons = sorted(totals.unstated, key=lambda pair: -pair[1])
        with left:
            st.caption(words("reports.reasons"))
            names = [words("column.reason"), words("column.count")]
            rows = [(reason_label(reason, words.language), count) for reason, count in reasons]
            st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, key="reasons")
        with right:
            st.caption(words("reports.list"))
            found = sources.workspace.problems(report.id)
            st.dataframe(_unstated(found, sources.report(report.id), words), hide_index=True, key="problems")


def _unstated(problems: list[Problem], report: ReportText, words: Wording) -> pd.DataFrame:
    """What of a report became no statement, with the words around it."""
    names = ("reason", "text", "context", "detail")
    rows = [
        (
            reason_label(p.reason, words.language),
            p.text,
            excerpt(report.text, p.passage),
            words.find(f"audit.{p.detail}") or detail_in(p, words.language),
        )
        for p in problems
    ]
    return pd.DataFrame(rows, columns=[words(f"column.{name}") for name in names])


def excerpt(text: str, passage: Passage, around: int = 16) -> str:
    """The passage in 【】 between the characters before and after it, line breaks closed; '' without a passage."""
    if not passage:
        return ""
    span = hull(passage)
    before = quotation(text, (Span(max(span.start - around, 0), span.start),)) if span.start else ""
    after = text[span.end : span.end + around]
    return f"…{before}【{quotation(text, passage)}】{''.join(after.split())}…"


def _problems(problems: list[Problem], words: Wording) -> pd.DataFrame:
    rows = [(reason_label(p.reason, words.language), p.text, detail_in(p, words.language), p.source) for p in problems]
    names = ("reason", "text", "detail", "source")
    return pd.DataFrame(rows, columns=[words(f"column.{name}") for name in names])
