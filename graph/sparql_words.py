"""SPARQL's terminals, so that what a query asks for is known before it is evaluated.

Strings, comments and IRIs are terminals of their own here, as in the grammar of SPARQL 1.1 (19.8): a word inside one
is no keyword. Code point escapes (19.2) ought to be resolved before anything else; engines differ in that, so a query
that has some is looked at both ways.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from plangraph.graph.errors import QueryRefusedError

TokenKind = Literal["iri", "string", "name", "variable", "word", "other"]

_LOCAL = r"(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"

_TERMINALS: tuple[tuple[TokenKind | None, str], ...] = (
    (None, r"[\x20\t\r\n]+"),
    (None, r"\#[^\r\n]*"),
    ("iri", r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    ("string", r"'''(?:'{0,2}(?:[^'\\]|\\[^\r\n]))*'''"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\[^\r\n]))*"""'),
    ("string", r"'(?:[^'\\\r\n]|\\[^\r\n])*'"),
    ("string", r'"(?:[^"\\\r\n]|\\[^\r\n])*"'),
    ("variable", r"[?$]\w+"),
    ("other", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    ("other", r"_:\w(?:[\w.·-]*[\w·-])?"),
    ("name", rf"(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:{_LOCAL}|\.)*{_LOCAL})?"),
    ("other", r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"),
    ("word", r"[A-Za-z_]\w*"),
    ("other", r"[\s\S]"),
)  # fmt: skip

_TERMINAL = re.compile("|".join(f"({pattern})" for _, pattern in _TERMINALS))
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


class Token(NamedTuple):
    """One terminal. Words are in capitals; `text` of an IRI is without its brackets."""

    kind: TokenKind
    text: str


def _resolved(sparql: str) -> str:
    r"""The query with \uXXXX and \UXXXXXXXX resolved until none is left, so that nothing hides behind one."""
    while True:
        resolved = _ESCAPE.sub(_character, sparql)
        if resolved == sparql:
            return sparql
        sparql = resolved


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise QueryRefusedError(
            f"{match[0]} 不是一个字符，请直接写出该字。", f"{match[0]} is no character; write the character itself."
        )
    return chr(number)


def tokens(sparql: str) -> Iterator[Token]:
    """The terminals of a query, without white space and comments."""
    for match in _TERMINAL.finditer(sparql):
        kind = _TERMINALS[(match.lastindex or 1) - 1][0]
        if kind is None:
            continue
        text = match[0]
        if kind == "iri":
            text = text[1:-1]
        elif kind == "word":
            text = text.upper()
        yield Token(kind, text)


def refuse_unsafe(sparql: str, graphs: Container[str], prefixes: Mapping[str, str]) -> None:
    """Refuse what a workspace does not do.

    `graphs`: IRIs of the workspace's named graphs; `prefixes`: those predeclared.
    Raises QueryRefusedError for updates, SERVICE, and graphs outside the workspace.
    """
    for written in {_resolved(sparql), sparql}:
        _refuse(written, graphs, prefixes)


def refuse_updates(sparql: str) -> None:
    """Refuse with QueryRefusedError what would change a store, and nothing else."""
    for written in {_resolved(sparql), sparql}:
        for token in tokens(written):
            _refuse_update(token)


def _refuse_update(token: Token) -> None:
    if token.kind == "word" and token.text in _UPDATES:
        raise QueryRefusedError(
            f"查询不能用 {token.text}：图谱只读，由报告生成。要更改内容，请用 plangraph ingest 或 remove；"
            "要查询，请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE。",
            f"{token.text} is refused: the graph is only read, and made from reports. To change it use "
            "plangraph ingest or remove; to ask use SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )


def _refuse(sparql: str, graphs: Container[str], prefixes: Mapping[str, str]) -> None:
    found = list(tokens(sparql))
    declared = dict(prefixes)
    for position, token in enumerate(found):
        if token.kind != "word":
            continue
        _refuse_update(token)
        if token.text == "PREFIX":
            _declare(found, position, declared)
        elif token.text == "SERVICE":
            raise QueryRefusedError(
                "查询不能用 SERVICE：工作区离线，不访问其他服务器。请删去 SERVICE { } 这一段。",
                "SERVICE is refused: a workspace is offline and asks no other server. Remove the SERVICE { } part.",
            )
        elif token.text == "FROM":
            _refuse_foreign_graph(found, position, graphs, declared)


def _declare(found: Sequence[Token], position: int, declared: dict[str, str]) -> None:
    following = found[position + 1 : position + 3]
    if [token.kind for token in following] == ["name", "iri"] and following[0].text.endswith(":"):
        declared[following[0].text[:-1]] = following[1].text


def _refuse_foreign_graph(
    found: Sequence[Token], position: int, graphs: Container[str], declared: Mapping[str, str]
) -> None:
    following = list(found[position + 1 : position + 3])
    if following and following[0] == Token("word", "NAMED"):
        del following[0]
    name = following[0] if following else Token("other", "")
    iri = name.text
    if name.kind == "name":
        prefix, _, local = name.text.partition(":")
        iri = declared.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local)
    if name.kind not in ("iri", "name") or iri not in graphs:
        raise QueryRefusedError(
            f"FROM 所指的图 <{iri}> 不在工作区中。删去 FROM 即查询全部报告；各图之名可用 "
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } 列出。",
            f"The graph <{iri}> of FROM is not in the workspace. Without FROM all reports are queried; "
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } names the graphs.",
        )
