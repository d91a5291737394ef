"""What a rule's id means: the row of the rule file, the lexicon's term, or the model that it stands for.

Reads the rule files as they lie, and only the one that has the row: nothing of them is written here a second time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from plangraph.ingest import model
from plangraph.ontology.records import READER

Sort = Literal["rule", "coded", "lexicon", "model", "older-model", "reader", "unknown"]
Value = str | tuple[str, ...]

FOLDER = "plangraph.ingest.rules"
PLACE = "ingest/rules/"
CODED = "coded.toml"
"""Rules whose form is code, in words."""
CARD = "README.md"
LEXICON = "lexicon."
LANGUAGE_MODEL, PROMPT = "plangraph.ingest.llm", "prompt.toml"
APART = frozenset(["id", "source", "match", "nomatch", "confidence", "zh", "en", "makes"])
"""What a row has beside its form."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What an id of a statement, mention or quantity stands for.

    `file` and `line`: where it is written ('' and 0 for an id that this version does not know). `form`: the fields of
    the row that say when it fits and what it makes, as written. `zh` and `en` say the form of a rule that is code, and
    the title of a model's card. `older-model`: a model that this version no longer carries. `reader`: a language model
    that the user asked for.
    """

    id: str
    sort: Sort
    file: str = ""
    line: int = 0
    source: str = ""
    form: tuple[tuple[str, Value], ...] = ()
    match: tuple[str, ...] = ()
    nomatch: tuple[str, ...] = ()
    confidence: float | None = None
    zh: str = ""
    en: str = ""


def origins(rule: str, words: str = "") -> tuple[Origin, ...]:
    """What a rule's id means; of several joined by + each in their order, never none.

    `words`: the name, for a lexicon's term. A rule of code whose words are a row has both, what it does first.
    """
    return tuple(origin for part in rule.split("+") for origin in _origins(part, words))


def term_of(name: str, text: str) -> Origin | None:
    """The line of a term in the lexicon `ingest/rules/NAME.tsv`; None where there is none."""
    path = files(FOLDER) / f"{name}.tsv"
    lines = _read(path).splitlines() if path.is_file() else []
    heads = [line.split("\t", 1) for line in lines if line.startswith("#")]
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if cells[0] == text and not line.startswith("#"):
            form = tuple((key, cell) for key, cell in zip(("term", "name", "tag"), cells, strict=False) if cell)
            return _lexicon(name, number, heads, form)
    return None


def _origins(rule: str, words: str) -> tuple[Origin, ...]:
    if rule.startswith(LEXICON):
        name = f"name_{rule.removeprefix(LEXICON)}"
        found = term_of(name, words) or _whole(name)
        return (replace(found, id=rule) if found else Origin(rule, "unknown"),)
    if rule.startswith(READER):
        return (_reader(rule),)
    known = model.about().name
    if rule.partition(".")[0] == known.partition(".")[0]:
        title = _read(files(model.__name__) / CARD).partition("\n")[0].removeprefix("#").strip()
        sort: Sort = "model" if rule == known else "older-model"
        return (Origin(rule, sort, f"ingest/model/{CARD}", 1, zh=title, en=title),)
    return tuple(_rows(rule)) or (Origin(rule, "unknown"),)


def _reader(rule: str) -> Origin:
    """A language model: what it may do, and where it stands written."""
    path = files(LANGUAGE_MODEL) / PROMPT
    about = tomllib.loads(_read(path))["about"]
    place = f"ingest/llm/{PROMPT}"
    return Origin(rule, "reader", place, 1, confidence=about["confidence"], zh=about["zh"], en=about["en"])


def _whole(name: str) -> Origin | None:
    """A lexicon without the term: its first line."""
    path = files(FOLDER) / f"{name}.tsv"
    if not path.is_file():
        return None
    return _lexicon(name, 1, [line.split("\t", 1) for line in _read(path).splitlines() if line.startswith("#")], ())


def _lexicon(name: str, line: int, heads: list[list[str]], form: tuple[tuple[str, Value], ...]) -> Origin:
    said = {key: tuple(h[1].strip() for h in heads if h[0] == f"#{key}") for key in ("source", "match", "nomatch")}
    place = f"{PLACE}{name}.tsv"
    return Origin(name, "lexicon", place, line, " ".join(said["source"]), form, said["match"], said["nomatch"])


def _rows(rule: str) -> Iterator[Origin]:
    """The rows of this id: files that do not hold it are not parsed."""
    head = re.compile(rf'^id\s*=\s*"{re.escape(rule)}"', re.MULTILINE)
    for path in _rule_files():
        text = _read(path)
        found = head.search(text)
        if found is None:
            continue
        table = tomllib.loads(text)
        for row in table.get("rule", ()):
            if row["id"] == rule:
                yield _row(path.name, text.count("\n", 0, found.start()) + 1, row, str(table.get("source", "")))


def _row(file: str, line: int, row: dict[str, object], source: str) -> Origin:
    confidence = row.get("confidence")
    return Origin(
        id=str(row["id"]),
        sort="coded" if file == CODED else "rule",
        file=f"{PLACE}{file}",
        line=line,
        source=str(row.get("source", source)),
        form=tuple((key, _value(value)) for key, value in row.items() if key not in APART),
        match=_texts(row.get("match")),
        nomatch=_texts(row.get("nomatch")),
        confidence=float(confidence) if isinstance(confidence, int | float) else None,
        zh=str(row.get("zh", "")),
        en=str(row.get("en", "")),
    )


def _value(value: object) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _texts(value) if isinstance(value, list) else str(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


@cache
def _rule_files() -> tuple[Traversable, ...]:
    found = (entry for entry in files(FOLDER).iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda entry: entry.name))


def _read(path: Traversable) -> str:
    return path.read_text(encoding="utf-8")
