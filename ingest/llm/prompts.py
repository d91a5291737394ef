"""What the model is told and in which form it is to answer: made from `prompt.toml` and the terms of the ontology."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Set
from functools import cache
from importlib.resources import files

from plangraph.ingest.layout.view import View
from plangraph.ingest.llm.windows import Window
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import Relation, Term

FILE = "prompt.toml"
BEFORE = 160
"""Characters of what stands before a window that are told with it."""
FIELD = re.compile(r"\{([a-z]+)\}")


@cache
def texts() -> Mapping[str, Mapping[str, object]]:
    """The tables of `prompt.toml`."""
    return tomllib.loads((files("plangraph.ingest.llm") / FILE).read_text(encoding="utf-8"))


@cache
def relation_share() -> float:
    """How sure a relation is that only the model gives, its names aside. Chosen, not fitted."""
    return float(str(texts()["about"]["confidence"]))


@cache
def instructions() -> str:
    """The same for every window, so that a server may keep what it made of it."""
    example = texts()["example"]
    values = {
        "types": "\n".join(_line(term) for term in terms.TYPES.values()),
        "relations": "\n".join(f"{_line(term)}（{_ends(term)}）" for term in terms.RELATIONS.values()),
        "stages": "\n".join(_line(term) for term in terms.STAGES.values()),
        "example": str(example["text"]),
        "answer": str(example["answer"]).strip(),
    }
    return _filled("instructions", values)


def _filled(table: str, values: Mapping[str, str]) -> str:
    """The text of a table with its fields filled in, each once: what is put in is not looked at again."""
    return FIELD.sub(lambda found: values[found[1]], str(texts()[table]["text"]).strip())


def _line(term: Term) -> str:
    return f"- {term.key} {term.zh}：{term.definition_zh}例：{term.examples[0]}"


def _ends(relation: Relation) -> str:
    kind = "，两者同类" if relation.same_type else ""
    return f"{_kinds(relation.domain)} → {_kinds(relation.range) if relation.range else '阶段'}{kind}"


def _kinds(types: Set[str]) -> str:
    return "任意" if len(types) == len(terms.TYPES) else "、".join(sorted(types))


def asked(view: View, window: Window) -> str:
    """What is asked of one window: its headings, the end of what stands before it, and its text."""
    values = {
        "half": str(texts()["halves"][window.half]),
        "titles": " · ".join(_titles(view, window)),
        "before": view.text[max(0, window.start - BEFORE) : window.start].replace("\n", " ").strip(),
        "text": view.text[window.start : window.end],
    }
    return _filled("asked", values)


def _titles(view: View, window: Window) -> list[str]:
    """The headings under which a window begins, outermost first."""
    index = window.section
    found: list[str] = []
    while index is not None:
        section = view.sections[index]
        found.append(section.title)
        index = section.parent
    return found[::-1]


@cache
def schema() -> Mapping[str, object]:
    """The form of an answer as JSON schema, of the strict kind: every field is there, and no other."""
    text, keys = {"type": "string"}, {"type": "string", "enum": list(terms.TYPES)}
    mention = _object({"surface": text, "type": keys, "occurrence": {"type": "integer"}})
    predicate = {"type": "string", "enum": list(terms.RELATIONS)}
    relation = _object({"subject": text, "predicate": predicate, "object": text, "evidence": text})
    lists = {"mentions": {"type": "array", "items": mention}, "relations": {"type": "array", "items": relation}}
    return _object(lists)


def _object(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
