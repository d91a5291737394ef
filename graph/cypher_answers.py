"""A Cypher question's answer in the worker process, and the engine's complaints in words that help."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

import kglite

from plangraph.graph.cypher_cells import text
from plangraph.graph.cypher_engine import CypherEngine, Found
from plangraph.graph.cypher_words import refuse_unsafe
from plangraph.graph.errors import GraphError, QueryTimeoutError, QueryWrongError
from plangraph.graph.messages import Message, blocks
from plangraph.graph.projected_names import KEYS, LABELS, TYPES

_UNKNOWN: tuple[tuple[re.Pattern[str], frozenset[str], str, str], ...] = (
    (re.compile(r"unknown node label '([^']+)'"), LABELS, "标签", "node label"),
    (re.compile(r"unknown relationship type '([^']+)'"), TYPES, "关系类型", "relationship type"),
    (re.compile(r"references property '([^']+)'"), KEYS, "属性", "property"),
)

_CEILING = "Variable-length pattern without an upper bound"

_PLACE = re.compile(r"at line (\d+), col(?:umn)? (\d+)")

_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        "Block comments",
        "内置引擎不认 /* */ 注释，请用 // 注释。",
        "the built-in engine has no /* */ comments; write // ones.",
    ),
    (
        "Unknown function",
        "内置引擎没有这个函数。",
        "the built-in engine does not have this function.",
    ),
    (
        "Missing parameter",
        "查询里的参数没有给值，请用 --param 名称=值 给出。",
        "a parameter of the query has no value; give it with --param NAME=VALUE.",
    ),
    (
        "not supported",
        "内置引擎做不到这一点；可换一种写法，或载入 Neo4j 后在那里查询。",
        "the built-in engine cannot do this; write it another way, or load the graph into Neo4j and ask there.",
    ),
    (
        "yntax",
        "不合 Cypher 语法，或内置引擎不认这种写法。请检查括号、引号、箭头是否成对，关键字是否拼对。",
        "this is not Cypher, or not a form that the built-in engine knows. Look for unpaired brackets and quotes.",
    ),
    ("", "查询不能执行。", "the query cannot be answered."),
)  # fmt: skip


def answer(engine: CypherEngine, cypher: str, parameters: Mapping[str, Any], limits: tuple[float, int, int]) -> Message:
    """A query's answer, cut at so many rows and bytes. `limits`: seconds, rows, bytes. Raises GraphError."""
    timeout, rows, size = limits
    refuse_unsafe(cypher)
    try:
        found = engine.ask(cypher, parameters, timeout=timeout, rows=rows)
    except kglite.CypherTimeoutError as error:
        raise timed_out(timeout) from error
    except (kglite.KgError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _wrong(str(error)) from error
    _refuse_unknown(found)
    return _packed(found, rows, size)


def timed_out(limit: float) -> QueryTimeoutError:
    """What a query gets that ran past its limit of seconds."""
    return QueryTimeoutError(
        f"查询超过 {limit:g} 秒，已停止。请加 LIMIT，或多写条件缩小范围，或把时限设得更长。",
        f"The query ran past {limit:g} seconds and was stopped. Add a LIMIT or more conditions, or allow more time.",
    )


def _refuse_unknown(found: Found) -> None:
    """A name that no graph of ours can have is a slip, and the empty answer to it would be taken for a fact."""
    for remark in found.remarks:
        for pattern, known, zh, en in _UNKNOWN:
            name = pattern.search(remark)
            if name is not None and name[1] not in known:
                near = difflib.get_close_matches(name[1], known, n=3, cutoff=0.5) or sorted(known)
                raise QueryWrongError(
                    f"图谱里没有{zh} {name[1]}。可用：{'、'.join(near)}。",
                    f"The graph has no {en} {name[1]}. There is: {', '.join(near)}.",
                )


def _packed(found: Found, rows: int, size: int) -> Message:
    cut = blocks(([text(cell) for cell in row] for row in found.rows), rows, size)
    notes = []
    if any(_CEILING in remark for remark in found.remarks):
        notes.append(
            [
                "不写上限的可变长路径（*）在内置引擎里只走 10 步；要更长，请写明上限，如 *1..20。",
                "A path of any length (*) stops at 10 steps in the built-in engine; for more set a limit, as *1..20.",
            ]
        )
    return {
        "kind": "select",
        "columns": list(found.columns),
        "rows": cut.coded,
        "triples": [],
        "truncated": cut.truncated or found.truncated,
        "notes": notes,
    }


def _wrong(complaint: str) -> GraphError:
    place = _PLACE.search(complaint)
    zh, en = next((zh, en) for phrase, zh, en in _HINTS if phrase in complaint)
    first = complaint.splitlines()[0] if complaint else ""
    if place is None:
        return QueryWrongError(f"{zh}（引擎：{first}）", f"{en[0].upper()}{en[1:]} (Engine: {first})")
    return QueryWrongError(
        f"查询第 {place[1]} 行第 {place[2]} 个字：{zh}（引擎：{first}）",
        f"Query line {place[1]}, column {place[2]}: {en} (Engine: {first})",
    )
