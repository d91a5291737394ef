"""Cypher's terminals, so that what a query asks for is known before it is evaluated.

Strings, comments and names in backticks are terminals of their own here, so a word inside one is no keyword. A keyword
is one unless it stands where only a name can: after a dot, a colon, `$`, or a bar between labels or types. What is
left in doubt is refused: backticks make a name of any word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from plangraph.graph.errors import QueryRefusedError

TokenKind = Literal["string", "name", "word", "number", "mark"]

_TERMINALS: tuple[tuple[TokenKind | None, str], ...] = (
    (None, r"\s+"),
    (None, r"//[^\r\n]*"),
    (None, r"/\*[\s\S]*?(?:\*/|\Z)"),
    ("string", r"'(?:[^'\\]|\\[\s\S])*(?:'|\Z)"),
    ("string", r'"(?:[^"\\]|\\[\s\S])*(?:"|\Z)'),
    ("name", r"`(?:[^`]|``)*(?:`|\Z)"),
    ("number", r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"),
    ("word", r"[^\W\d]\w*"),
    ("mark", r"[\s\S]"),
)  # fmt: skip

_TERMINAL = re.compile("|".join(f"({pattern})" for _, pattern in _TERMINALS))

_CHANGES = frozenset(
    {"CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "INSERT", "DROP", "FOREACH", "ALTER", "GRANT",
     "REVOKE", "DENY", "RENAME"}
)  # fmt: skip
_FILES = frozenset({"LOAD", "CSV", "IMPORT", "EXPORT", "COPY", "INSTALL", "ATTACH"})
_OTHERS = frozenset({"EXPLAIN", "PROFILE", "FORMAT", "USE", "USING", "START", "STOP", "TERMINATE", "BEGIN", "COMMIT",
                     "ROLLBACK"})  # fmt: skip

PROCEDURES = frozenset(
    {"PAGERANK", "BETWEENNESS", "DEGREE", "CLOSENESS", "LOUVAIN", "LEIDEN", "LABEL_PROPAGATION", "CONNECTED_COMPONENTS",
     "DB.LABELS", "DB.RELATIONSHIPTYPES", "DB.PROPERTYKEYS"}
)  # fmt: skip
"""The procedures that only read the graph: measures of it, and what names there are in it."""


class Token(NamedTuple):
    """One terminal, words in capitals."""

    kind: TokenKind
    text: str


def tokens(cypher: str) -> Iterator[Token]:
    """The terminals of a query, without white space and comments."""
    for match in _TERMINAL.finditer(cypher):
        kind = _TERMINALS[(match.lastindex or 1) - 1][0]
        if kind is None:
            continue
        yield Token(kind, match[0].upper() if kind == "word" else match[0])


def refuse_unsafe(cypher: str, procedures: Collection[str] = PROCEDURES) -> None:
    """Refuse what a workspace does not do: changes, files, procedures that do more than read, several statements.

    `procedures`: those that only read, in capitals. Raises QueryRefusedError, which says what to do instead.
    """
    found = list(tokens(cypher))
    for position, token in enumerate(found):
        if token.kind == "mark" and token.text == ";" and position + 1 < len(found):
            raise QueryRefusedError(
                "一次只能问一条 Cypher 查询：请删去分号和其后的内容。",
                "One Cypher query at a time: remove the semicolon and what follows it.",
            )
        if token.kind == "word" and not _is_name(found[max(0, position - 2) : position]):
            _refuse_word(found, position, procedures)


def _is_name(before: Sequence[Token]) -> bool:
    """Whether what follows can only be a name: a property, label, type or parameter."""
    if not before or before[-1].kind != "mark":
        return False
    if before[-1].text == ".":
        # The dot of a number, or of a range of hops, is none of a property.
        return len(before) > 1 and before[-2].kind != "number" and before[-2].text != "."
    return before[-1].text in {":", "$", "|", "&", "!"}


def _refuse_word(found: Sequence[Token], position: int, procedures: Collection[str]) -> None:
    word = found[position].text
    if word in _FILES:
        raise QueryRefusedError(
            f"查询不能用 {word}：工作区的查询不读写文件，也不访问网络。若它是一个名称，请加反引号：`{word.lower()}`。",
            f"{word} is refused: queries of a workspace touch no files and no network. "
            f"If it is a name, put it in backticks: `{word.lower()}`.",
        )
    if word in _CHANGES:
        raise QueryRefusedError(
            f"查询不能用 {word}：图谱只读，由报告生成。要更改内容，请用 plangraph ingest 或 remove；"
            f"若它是一个名称，请加反引号：`{word.lower()}`。",
            f"{word} is refused: the graph is only read, and made from reports. To change it use plangraph ingest or "
            f"remove. If it is a name, put it in backticks: `{word.lower()}`.",
        )
    if word in _OTHERS:
        raise QueryRefusedError(
            f"这里不能用 {word}：请只写以 MATCH、UNWIND、WITH、CALL 或 RETURN 开始的查询。"
            f"若它是一个名称，请加反引号：`{word.lower()}`。",
            f"{word} is refused here: write a query of MATCH, UNWIND, WITH, CALL and RETURN only. "
            f"If it is a name, put it in backticks: `{word.lower()}`.",
        )
    if word == "CALL":
        _refuse_procedure(found[position + 1 :], procedures)


def _refuse_procedure(following: Sequence[Token], procedures: Collection[str]) -> None:
    """A subquery may follow CALL, or a procedure that only reads."""
    if following and following[0].kind == "mark" and following[0].text in "({":
        return
    parts: list[str] = []
    for token in following:
        dot = token.kind == "mark" and token.text == "."
        if dot == (len(parts) % 2 == 0) or (token.kind == "mark" and not dot):
            break
        parts.append(token.text.strip("`"))
    name = "".join(parts)
    if name.upper() not in procedures:
        known = "、".join(sorted(each.lower() for each in procedures))
        raise QueryRefusedError(
            f"不能调用 {name or 'CALL'}：只能用子查询 CALL {{ }} 与这些过程：{known}。",
            f"{name or 'CALL'} cannot be called: only subqueries CALL {{ }} and these procedures can: "
            f"{known.replace('、', ', ')}.",
        )
