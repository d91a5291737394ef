"""What runs in the worker process of `query_worker`: `python -m plangraph.graph.query_process WORKSPACE`.

Requests come on stdin, answers go to stdout, as `messages` has it. The process ends with its stdin, also while it
evaluates: nobody is left to answer then.
"""

from __future__ import annotations

import json
import os
import queue
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from plangraph.graph.errors import GraphError, QueryWrongError
from plangraph.graph.messages import Message, blocks, read_message, write_message
from plangraph.graph.offline import leave_network
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.reader import GraphReader, NamedGraphs, Term, query, store_fault
from plangraph.graph.sparql_words import refuse_unsafe
from plangraph.graph.written import Wanted, written

if TYPE_CHECKING:
    from plangraph.graph.cypher_store import CypherStore

LONGEST = 100_000
"""Characters of the longest query that is looked at."""

_VALUED = frozenset({NamedNode, Literal})
"""The terms whose text is their value."""


def answer(reader: GraphReader, sparql: str, rows: int, size: int, wanted: Wanted | None = None) -> Message:
    """A query's answer: cut at `rows` rows and `size` bytes, or whole as the document that is wanted.

    Raises GraphError for what the user can mend.
    """
    _refuse_long(sparql)

    def evaluate(store: Store) -> Message:
        refuse_unsafe(sparql, NamedGraphs(store), PREFIXES)
        try:
            if wanted is not None:
                return written(store, sparql, wanted, (rows, size))
            found = query(store, sparql)
            return packed(found, rows, size)
        except (SyntaxError, ValueError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and store_fault(error):
                raise
            raise _wrong(sparql, str(error)) from error

    return reader.read(evaluate)


def _refuse_long(query: str) -> None:
    if len(query) > LONGEST:
        raise QueryWrongError(
            f"查询超过 {LONGEST} 个字符。请缩短。", f"The query is longer than {LONGEST} characters. Shorten it."
        )


def packed(found: QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple], rows: int, size: int) -> Message:
    """An engine's answer as a reply, cut at `rows` rows and `size` bytes; each triple once."""
    if isinstance(found, QueryBoolean):
        return {"kind": "ask", "truth": bool(found)}
    if isinstance(found, QuerySolutions):
        kind, columns = "select", [variable.value for variable in found.variables]
    else:
        kind, columns = "construct", ["subject", "predicate", "object"]
    lines: list[str] = []
    cut = blocks(_cells(found, lines), rows, size)
    return {
        "kind": kind,
        "columns": columns,
        "rows": cut.coded,
        "triples": sorted(lines[: cut.count]),
        "truncated": cut.truncated,
    }


def _cells(found: QuerySolutions | Iterator[Triple] | QueryTriples, lines: list[str]) -> Iterator[list[str | None]]:
    """The rows of an answer, each triple once; `lines` takes the triples as N-Triples."""
    if isinstance(found, QuerySolutions):
        for solution in found:
            yield [term.value if type(term) in _VALUED else cell(term) for term in solution]
        return
    seen: set[str] = set()
    for triple in found:
        line = f"{triple} ."
        if line not in seen:
            seen.add(line)
            lines.append(line)
            yield [cell(term) for term in triple]


def cell(term: Term | None) -> str | None:
    """A term as plain text: an IRI whole, a literal by its lexical form, None where nothing is bound."""
    if term is None:
        return None
    if isinstance(term, NamedNode | Literal):
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return str(term)


_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)

_KNOWN = " ".join(f"{prefix}:" for prefix in PREFIXES)

_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        "Prefix not found",
        f"用了没有声明的前缀。已预先声明的有 {_KNOWN}；其他前缀请用 PREFIX 声明。",
        f"a prefix that is not declared. Declared beforehand: {_KNOWN}; declare others with PREFIX.",
    ),
    (
        "SELECT contains a variable that is unbound",
        "SELECT 里的变量没有绑定；有 GROUP BY 或聚合时，只能选分组变量与聚合结果。",
        "SELECT names a variable that is not bound; beside GROUP BY or an aggregate only grouped ones may be selected.",
    ),
    (
        "Duplicated variable name",
        "SELECT 里同一变量出现两次，请换一个名字。",
        "SELECT names one variable twice; give one of them another name.",
    ),
    (
        "",
        "不合 SPARQL 语法。请检查括号、句点、引号是否成对，关键字是否拼对。",
        "this is not SPARQL. Look for unpaired brackets or quotes, missing dots, misspelt keywords.",
    ),
)


def _wrong(sparql: str, complaint: str) -> QueryWrongError:
    """The engine's complaint in words: the line and column, what stands there, and what may be meant."""
    found = _PLACE.match(complaint)
    if found is None:
        return QueryWrongError(f"查询不能执行：{complaint}", f"The query cannot be answered: {complaint}")
    line, column = int(found[1]), int(found[2])
    lines = sparql.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    there_zh, there_en = (f"“{rest[:30]}”处", f"at {rest[:30]!r}") if rest else ("末尾", "at the end")
    hint_zh, hint_en = next((zh, en) for phrase, zh, en in _HINTS if phrase in found[3])
    return QueryWrongError(
        f"查询第 {line} 行第 {column} 个字{there_zh}：{hint_zh}",
        f"Query line {line}, column {column}, {there_en}: {hint_en}",
    )


def _serve(workspace: Path) -> None:
    leave_network()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    requests: queue.SimpleQueue[Message] = queue.SimpleQueue()

    def listen() -> None:
        while (message := read_message(source)) is not None:
            requests.put(message)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    evaluator = Evaluator(workspace)
    write_message(target, {"ready": True})
    while True:
        request = requests.get()
        try:
            reply = evaluator.reply(request)
        except GraphError as error:
            reply = {"error": type(error).__name__, "zh": error.zh, "en": error.en}
        write_message(target, reply)


class Evaluator:
    """What answers the requests of one workspace; each engine is loaded when it is first asked."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._reader = GraphReader(workspace)
        self._cypher: CypherStore | None = None

    def reply(self, request: Message) -> Message:
        """The answer to {sparql, rows, size}, with {results, triples, dataset} as a document, to {cypher,
        parameters, timeout, rows, size}, {open: 'cypher'} (so that no question waits for it) or {make: 'cypher'}.

        Where the file that Cypher is answered from has to be made first, it is {kind: 'unmade'}. Raises GraphError.
        """
        match request:
            case {"sparql": str(sparql), "rows": int(rows), "size": int(size)}:
                return answer(self._reader, sparql, rows, size, Wanted.of(request))
            case {"cypher": str(cypher), "parameters": str(parameters), "timeout": float(timeout)}:
                return self._answer_cypher(cypher, json.loads(parameters), timeout, request)
            case {"open": "cypher"}:
                return {"kind": "open"} if self._opened() else {"kind": "unmade"}
            case {"make": "cypher"}:
                self._store().engine()
                return {"kind": "made"}
        raise TypeError(f"not a request: {sorted(request)}")

    def _answer_cypher(self, cypher: str, parameters: dict[str, Any], timeout: float, request: Message) -> Message:
        from plangraph.graph import cypher_answers

        store, rows, size = self._store(), request["rows"], request["size"]
        if not (isinstance(rows, int) and isinstance(size, int)):
            raise TypeError(f"not a request: {sorted(request)}")
        _refuse_long(cypher)
        engine = store.ready()
        if engine is None:
            return {"kind": "unmade"}
        return cypher_answers.answer(engine, cypher, parameters, (timeout, rows, size))

    def _opened(self) -> bool:
        from plangraph.graph import cypher_answers  # noqa: F401 loaded before the first question

        return self._store().ready() is not None

    def _store(self) -> CypherStore:
        if self._cypher is None:
            from plangraph.graph.cypher_store import CypherStore

            self._cypher = CypherStore(self._workspace)
        return self._cypher


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
