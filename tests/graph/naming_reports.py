"""Made-up reports that name things, one sentence a thing."""

from __future__ import annotations

from datetime import date

from plangraph.ontology.records import (
    Block,
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Mention,
    Span,
    Statement,
    document_id,
)


def naming(
    area: str, code: str, year: int, *things: tuple[str, str], aliases: dict[str, tuple[str, ...]] | None = None,
    extractor: str = "made-1", tail: str = "",
) -> Extraction:  # fmt: skip
    """The report of an area that carries out each of these things, (type, name)."""
    speaks = LocalKey("Area", area)
    lines = [f"{area}{year}年计划报告", *(f"推进{name}建设。" for _, name in things), tail or "完。"]
    text = "\n".join(lines)
    identifier = document_id(text)
    spans = []
    start = 0
    for line in lines:
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    document = Document(
        identifier, text, f"{area}-{year}.txt", "text/plain", lines[0], "plan-report", speaks, code, date(year, 1, 20),
        "", "", year - 1, year, (), tuple(Block("paragraph", (span,)) for span in spans),
    )  # fmt: skip
    entities, mentions, statements = [Entity(speaks, (), code)], [], []
    for (kind, name), span in zip(things, spans[1:], strict=False):
        key = LocalKey(kind, name)
        entities.append(Entity(key, (aliases or {}).get(name, ()), "", code))
        where = (Span(span.start + 2, span.start + 2 + len(name)),)
        mentions.append(Mention(identifier, where, name, key, "made.name", 1.0))
        statements.append(Statement(identifier, speaks, "undertakes", key, Evidence((span,)), "made.rule", 0.9))
    return Extraction(document, tuple(entities), tuple(mentions), tuple(statements), (), extractor)
