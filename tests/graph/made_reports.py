"""Small made-up reports, and what a test lets other processes do with them: `python made_reports.py WORKSPACE ...`."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from plangraph.graph.publication import publish
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import (
    Block,
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Mention,
    Problem,
    Quantity,
    Section,
    Span,
    Statement,
    document_id,
)

YUEXIU = LocalKey("Area", "广州市越秀区")
CHIKAN = LocalKey("Area", "湛江市赤坎区")
CODES = {YUEXIU: "440104", CHIKAN: "440802"}


def at(text: str, part: str) -> tuple[Span, ...]:
    """Where a part of a text stands."""
    start = text.index(part)
    return (Span(start, start + len(part)),)


def report(
    word: str = "甲", *, year: int = 2025, money: str = "3.57", extractor: str = "made-1", kind: str = "plan-report"
) -> Extraction:
    """One report: an area that assists another, a project that it undertakes, an amount, a loss. `word` names it."""
    project = f"{word}号惠民工程项目"
    assisting = f"越秀区对口帮扶赤坎区，{word}字头。"
    building = f"推进{project}建设。"
    paying = f"拨付帮扶协作专项资金{money}亿元。"
    text = f"{year}年越秀区计划报告{word}\n{assisting}\n{building}\n{paying}\n第9条略。\n"
    identifier = document_id(text)
    works = LocalKey("Project", project)
    document = Document(
        id=identifier,
        text=text,
        source=f"{word}.txt",
        media_type="text/plain",
        title=f"{year}年越秀区计划报告{word}",
        kind=kind,
        area=YUEXIU,
        area_code="440104",
        issued=date(year, 1, 20),
        meeting="",
        speaker="",
        year_reviewed=year - 1,
        year_planned=year,
        sections=(Section("一", "回顾", 1, None, at(text, assisting)[0], "actual", year - 1),),
        blocks=(
            Block("title", at(text, f"{year}年越秀区计划报告{word}")),
            Block("paragraph", at(text, assisting), 0),
            Block("paragraph", at(text, building), 0),
            Block("paragraph", at(text, paying), 0),
        ),
    )
    amount = Quantity("拨付帮扶协作专项资金", Decimal(money), "亿元", at(text, f"{money}亿元"))
    statements = (
        Statement(
            identifier, YUEXIU, "assists", CHIKAN, Evidence(at(text, assisting), at(text, "对口帮扶"), 0), "r1", 0.9
        ),
        Statement(
            identifier, YUEXIU, "undertakes", works, Evidence(at(text, building)), "r2", 0.8, "target", str(year)
        ),
        Statement(identifier, works, "hasStatus", "ongoing", Evidence(at(text, building)), "r3", 0.8),
        Statement(
            identifier, YUEXIU, "observes", amount, Evidence(at(text, paying)), "r4", 0.7, "actual", str(year - 1)
        ),
    )
    entities = (
        Entity(YUEXIU, ("越秀区",), "440104"),
        Entity(CHIKAN, ("赤坎区",), "440802"),
        Entity(works, (), "", "440104"),
    )
    mentions = (
        Mention(identifier, at(text, "赤坎区"), "赤坎区", CHIKAN, "m1", 1.0),
        Mention(identifier, at(text, project), project, works, "m2", 0.6),
    )
    problems = (Problem(identifier, document.source, "ordinal", "9", at(text, "9")),)
    return Extraction(document, entities, mentions, statements, problems, extractor)


def ingest(folder: str, first: int, last: int) -> None:
    """Commit the reports of these numbers, say each one once it is acknowledged, publish now and then."""
    workspace = Workspace.create(Path(folder))
    for number in range(first, last):
        workspace.commit(report(f"第{number}"), f"/reports/{number}.txt")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        if number % 3 == 0:
            publish(workspace)
    publish(workspace)


if __name__ == "__main__":
    ingest(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
