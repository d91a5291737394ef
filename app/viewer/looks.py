"""Words and looks of types, relations, stages: the ontology's labels, and hue, shape and glyph from `viewer.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from plangraph.app.wording import Language
from plangraph.ontology import terms
from plangraph.ontology.vocabulary import Term

HUES = {
    "black": "#4a4f57",
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "yellow": "#f0e442",
    "blue": "#0072b2",
    "vermillion": "#d55e00",
    "purple": "#cc79a7",
}
"""The eight hues of Okabe and Ito, told apart by every reader; the component draws the same ones."""


def type_label(name: str, language: Language) -> str:
    """A type's name in the reader's language; a type that the ontology lacks shows its own name."""
    return _label(terms.TYPES, name, language)


def relation_label(name: str, language: Language) -> str:
    """A relation's name in the reader's language."""
    return _label({**terms.PROPERTIES, **terms.RELATIONS}, name, language)


def stage_label(name: str, language: Language) -> str:
    """A stage's name in the reader's language."""
    return _label(terms.STAGES, name, language)


def reason_label(name: str, language: Language) -> str:
    """Why something is a problem, in the reader's language."""
    return _label(terms.REASONS, name, language)


def _label(table: Mapping[str, Term], name: str, language: Language) -> str:
    return table[name].label(language) if name in table else name


def looks(language: Language) -> list[dict[str, str]]:
    """How each type looks, in the form that the component reads. The glyph is empty where the language has none."""
    return [
        {
            "id": name,
            "label": type_label(name, language),
            "hue": entry["hue"],
            "shape": entry["shape"],
            "glyph": entry.get(f"glyph_{language}", ""),
        }
        for name, entry in _entries().items()
    ]


def colour(name: str) -> str:
    """The colour of a type, "#rrggbb"."""
    entry = _entries().get(name)
    return HUES[entry["hue"]] if entry else HUES["black"]


@cache
def _entries() -> dict[str, dict[str, str]]:
    path = files("plangraph.app") / "texts" / "viewer.toml"
    entries: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["looks"]
    return entries
