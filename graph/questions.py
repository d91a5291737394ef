"""The catalogue of questions that users ask, each in SPARQL and in Cypher: data, in `questions.toml`.

A value that a user gives goes to Cypher as a parameter, and to SPARQL as a VALUES block that the engine itself writes.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph

from plangraph.graph.errors import QueryWrongError, UnknownQuestionError
from plangraph.graph.reader import values

if TYPE_CHECKING:
    from plangraph.graph.engine import Engine
    from plangraph.graph.query_worker import Answer

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `columns`: what both queries return, in this order. `parameters`: the default of each.

    `may_be_empty`: a report may well have nothing to answer, the bundled one among them.
    """

    id: str
    zh: str
    en: str
    columns: tuple[str, ...]
    parameters: Mapping[str, str]
    cypher: str
    may_be_empty: bool
    pattern: str

    def title(self, language: Language) -> str:
        """What is asked, in the user's language."""
        return self.zh if language == "zh" else self.en

    def sparql(self, given: Mapping[str, str] | None = None) -> str:
        """The SPARQL query with the defaults, or with other values. Raises QueryWrongError for an unknown parameter."""
        bound = self.bound(given)
        blocks = [values(name, [pyoxigraph.Literal(value)]) for name, value in bound.items()]
        head, brace, rest = self.pattern.partition("{")
        # In front, where engines begin: at the end they would look for everything before they look at the value.
        return "\n  ".join([head + brace, *blocks]) + rest if blocks else self.pattern

    def bound(self, given: Mapping[str, str] | None = None) -> dict[str, str]:
        """The value of each parameter: as given, else the default. Raises QueryWrongError for an unknown parameter."""
        for name in given or {}:
            if name not in self.parameters:
                known = ", ".join(self.parameters)
                raise QueryWrongError(
                    f"这个问题没有参数 {name}。" + (f"可用的参数：{known}。" if known else "它不带参数。"),
                    f"This question has no parameter {name}. "
                    + (f"There is: {known}." if known else "It takes no parameters."),
                )
        return {**self.parameters, **(given or {})}


@cache
def questions() -> Mapping[str, Question]:
    """All questions by id, in the catalogue's order."""
    tables = {key: table for key, table in _catalogue().items() if key != "titles"}
    return MappingProxyType({key: _question(key, table) for key, table in tables.items()})


def question(identifier: str) -> Question:
    """The question of an id. Raises UnknownQuestionError, which names the nearest ids."""
    found = questions().get(identifier)
    if found is None:
        near = difflib.get_close_matches(identifier, questions(), n=3, cutoff=0.4) or list(questions())
        raise UnknownQuestionError(
            f"没有问题 {identifier}。可用的有：{'、'.join(near)}。",
            f"There is no question {identifier}. There is: {', '.join(near)}.",
        )
    return found


def column_title(column: str, language: Language) -> str:
    """What stands above a column, in the user's language."""
    title: str = _catalogue()["titles"][column][language]
    return title


def examples(language: Language) -> dict[str, str]:
    """The questions as examples of SPARQL: title in the user's language -> query, with the defaults."""
    return {each.title(language): each.sparql() for each in questions().values()}


def cypher_examples(language: Language) -> dict[str, tuple[str, Mapping[str, str]]]:
    """The questions as examples of Cypher: title in the user's language -> query and its parameters."""
    return {each.title(language): (each.cypher, each.parameters) for each in questions().values()}


def ask(
    engine: Engine,
    asked: Question,
    given: Mapping[str, str] | None = None,
    *,
    cypher: bool = False,
) -> Answer:
    """An engine's answer to a question, by SPARQL or by Cypher. Raises GraphError."""
    if cypher:
        return engine.cypher(asked.cypher, asked.bound(given))
    return engine.query(asked.sparql(given))


def _question(key: str, table: Mapping[str, Any]) -> Question:
    return Question(
        id=key,
        zh=table["zh"],
        en=table["en"],
        columns=tuple(table["columns"]),
        parameters=MappingProxyType(dict(table.get("parameters", {}))),
        cypher=_stripped(table["cypher"]),
        may_be_empty=bool(table.get("may_be_empty", False)),
        pattern=_stripped(table["sparql"]),
    )


def _stripped(text: str) -> str:
    return text.strip("\n")


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((files("plangraph.graph") / "questions.toml").read_text(encoding="utf-8"))
