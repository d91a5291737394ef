"""What users read, in Chinese and English: `texts/*.toml`, one table a text with the keys `zh` and `en`."""

from __future__ import annotations

import locale
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

Language = Literal["zh", "en"]


class MissingTextError(LookupError):
    """A text that the code names is not in `texts/*.toml`, or lacks a language."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one file in one language."""

    file: str
    language: Language

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a dotted key with `{name}` fields filled in. Raises MissingTextError."""
        text = self.find(key)
        if text is None:
            raise MissingTextError(f"texts/{self.file}.toml has no [{key}] with `{self.language}`; add it")
        return text.format(**values) if values else text

    def find(self, key: str) -> str | None:
        """The text of a dotted key as it stands, or None."""
        entry: object = _texts(self.file)
        for part in (*key.split("."), self.language):
            entry = entry.get(part) if isinstance(entry, Mapping) else None
        return entry.strip("\n") if isinstance(entry, str) else None


@cache
def _texts(file: str) -> dict[str, Any]:
    path = files("plangraph.app") / "texts" / f"{file}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def choose_language(arguments: Sequence[str]) -> Language:
    """`--lang zh|en` if it is there, else what the locale says, else Chinese."""
    for position, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in ("zh", "en"):
            return cast(Language, value)
    return "en" if _locale().lower().startswith("en") else "zh"


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return (locale.getlocale()[0] or "") if sys.platform == "win32" else ""
