"""Cypher questions to a Neo4j server: read-only, with the time-out and the caps of the built-in engine."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from neo4j import READ_ACCESS, Query
from neo4j.exceptions import Neo4jError, TransientError
from neo4j.graph import Node, Path, Relationship

from plangraph.graph.answers import Table
from plangraph.graph.cypher_cells import Cell, text
from plangraph.graph.cypher_words import PROCEDURES, refuse_unsafe
from plangraph.graph.errors import GraphError, QueryGivenUpError, QueryRefusedError, QueryTimeoutError, QueryWrongError
from plangraph.graph.neo4j_connection import Address, connect, explained
from plangraph.graph.neo4j_statements import OURS, WORKSPACE
from plangraph.graph.projected_names import KEYS, LABELS, TYPES
from plangraph.graph.query_worker import Answer

if TYPE_CHECKING:
    from neo4j import Record, Result, ResultSummary

    from plangraph.graph.engine import QueryLanguage

READING: Final = frozenset(name for name in PROCEDURES if "." in name) | {
    "DB.INDEX.FULLTEXT.QUERYNODES",
    "DB.INDEX.FULLTEXT.QUERYRELATIONSHIPS",
}
"""The procedures of Neo4j that only read the graph, and that every server has."""

_ESCAPED = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_PLACE = re.compile(r"\(line (\d+), column (\d+)")
_NAMED = re.compile(r"`([^`]+)`")
_SLIPS: Mapping[str, tuple[frozenset[str], str, str]] = {
    "01N50": (LABELS | {OURS}, "标签", "node label"),
    "01N51": (TYPES, "关系类型", "relationship type"),
    "01N52": (KEYS | {WORKSPACE}, "属性", "property"),
}
"""What the server's remarks on unknown names are about, by GQL's status, and which names are known."""


class Neo4jEngine:
    """Asks one database of one server; for any thread.

    A query sees the whole database, other workspaces and foreign graphs too; `$workspace` is the id of this one.
    """

    def __init__(
        self, address: Address, identity: str, *, timeout: float = 30.0, rows: int = 10_000, size: int = 16_000_000
    ) -> None:
        self._address = address
        self._identity = identity
        self._timeout = timeout
        self._rows = rows
        self._size = size
        self._driver = connect(address)

    @property
    def languages(self) -> tuple[QueryLanguage, ...]:
        """Cypher alone."""
        return ("cypher",)

    def query(self, sparql: str) -> Answer:  # noqa: ARG002 an engine's
        """Refused: Neo4j speaks Cypher."""
        raise QueryRefusedError(
            f"{self._address.uri} 是 Neo4j，不懂 SPARQL。请用 --cypher 提问。",
            f"{self._address.uri} is a Neo4j and knows no SPARQL. Ask in Cypher, with --cypher.",
        )

    def cypher(
        self, cypher: str, parameters: Mapping[str, object] | None = None, *, timeout: float | None = None
    ) -> Answer:
        """The answer to a query, cut at so many rows and bytes. Raises GraphError."""
        refuse_unsafe(cypher, READING)
        # The server resolves these before it looks for the ends of strings, so that one may end there.
        refuse_unsafe(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), cypher), READING)
        limit = self._timeout if timeout is None else timeout
        with explained(self._address):
            try:
                return self._answer(Query(cypher, timeout=limit), {WORKSPACE: self._identity, **(parameters or {})})
            except Neo4jError as error:
                said = _said(error, limit)
                if said is None:
                    raise
                raise said from error
            except (TypeError, ValueError, OverflowError) as error:
                raise _wrong(str(error)) from error

    def _answer(self, query: Query, parameters: dict[str, object]) -> Answer:
        with self._driver.session(
            database=self._address.database or None,
            default_access_mode=READ_ACCESS,
            notifications_min_severity="WARNING",
        ) as session:
            result = session.run(query, parameters)
            columns = tuple(result.keys())
            rows, truncated = self._taken(result)
            _refuse_slips(result.consume())
        return Answer("select", Table(columns, tuple(rows), truncated))

    def _taken(self, result: Result) -> tuple[list[tuple[str | None, ...]], bool]:
        rows: list[tuple[str | None, ...]] = []
        used = 0
        for record in result:
            row = _row(record)
            used += sum(len(cell.encode("utf-8", "replace")) for cell in row if cell is not None)
            if len(rows) == self._rows or used > self._size:
                return rows, True
            rows.append(row)
        return rows, False

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()


def _row(record: Record) -> tuple[str | None, ...]:
    return tuple(text(cell(value)) for value in record.values())


def cell(value: object) -> Cell:
    """A value as the built-in engine would give it: a node or relationship without what only the database needs."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Node):
        return {"labels": sorted(set(value.labels) - {OURS}), **_properties(value)}
    if isinstance(value, Path):
        parts = {"nodes": value.nodes, "relationships": value.relationships}
        return {name: [cell(each) for each in listed] for name, listed in parts.items()}
    if isinstance(value, Relationship):
        return {"type": value.type, **_properties(value)}
    if isinstance(value, list | tuple):
        return [cell(each) for each in value]
    if isinstance(value, dict):
        return {str(key): cell(each) for key, each in value.items()}
    return str(value)


def _properties(entity: Node | Relationship) -> dict[str, Cell]:
    return {key: cell(value) for key, value in sorted(entity.items()) if key != WORKSPACE}


def _refuse_slips(summary: ResultSummary) -> None:
    """A name that neither the database nor the ontology has is a slip, and the answer would be taken for a fact."""
    for remark in summary.gql_status_objects:
        if remark.gql_status in _SLIPS:
            known, zh, en = _SLIPS[remark.gql_status]
            found = _NAMED.search(remark.status_description)
            if found is not None and found[1] not in known:
                near = difflib.get_close_matches(found[1], known, n=3, cutoff=0.5) or sorted(known)
                raise QueryWrongError(
                    f"图谱里没有{zh} {found[1]}。可用：{'、'.join(near)}。",
                    f"The graph has no {en} {found[1]}. There is: {', '.join(near)}.",
                )


def _said(error: Neo4jError, limit: float) -> GraphError | None:
    """The server's complaint in words that help; None for one of the connection."""
    code = error.code or ""
    if "TransactionTimedOut" in code:
        return QueryTimeoutError(
            f"查询超过 {limit:g} 秒，已停止。请加 LIMIT，或多写条件缩小范围，或把时限设得更长。",
            f"The query ran past {limit:g} seconds and was stopped. Add a LIMIT or more conditions, "
            "or allow more time.",
        )
    if "AccessMode" in code:
        return QueryRefusedError(
            "图谱只读，由报告生成。要更改内容，请用 plangraph ingest 或 remove，再运行 plangraph load neo4j。",
            "The graph is only read, and made from reports. To change it use plangraph ingest or remove, then "
            "plangraph load neo4j.",
        )
    if isinstance(error, TransientError):
        return QueryGivenUpError(
            f"服务器放弃了这个查询：{error.message}。请加 LIMIT 或多写条件，或稍后再试。",
            f"The server gave this query up: {error.message}. Add a LIMIT or more conditions, or try again later.",
        )
    if code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Procedure")):
        return _wrong(error.message or code)
    return None


def _wrong(complaint: str) -> QueryWrongError:
    place = _PLACE.search(complaint)
    first = (complaint.splitlines() or [""])[0]
    if "Expected parameter" in complaint:
        zh = "查询里的参数没有给值，请用 --param 名称=值 给出"
        en = "A parameter of the query has no value; give it with --param NAME=VALUE"
    else:
        zh, en = "查询不能执行", "The query cannot be answered"
    if place is not None:
        zh, en = f"查询第 {place[1]} 行第 {place[2]} 个字：{zh}", f"Query line {place[1]}, column {place[2]}: {en}"
    return QueryWrongError(f"{zh}（Neo4j：{first}）", f"{en} (Neo4j: {first})")
