"""Reads rule files and lexicons. A broken one raises RuleError with its file, line and remedy.

A rule file `NAME.toml` has an optional default `source`, and rows `[[rule]]`: each with an `id`, its form (the fields
of its model), `match`: sentences that it must match, and `nomatch`: sentences that it must not.

A lexicon `NAME.tsv` starts with lines `#source`, `#match`, `#nomatch` (tab, then the value; the first is needed once,
the others at least once), then one line a term: the term, and optionally its canonical name and a tag.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, TypeVar, cast

import msgspec
from msgspec import Meta

from plangraph.ingest.rules.signs import signs_of

M = TypeVar("M", bound="Rule")
Text = Annotated[str, Meta(min_length=1)]
Examples = Annotated[tuple[Text, ...], Meta(min_length=1)]
Share = Annotated[float, Meta(gt=0, le=1)]
"""How sure a rule is."""
FIELD = re.compile(r"field `(\w+)`|`\$\.(\w+)")
"""The field that a fault is about, in the words of msgspec."""


class RuleError(Exception):
    """A rule file or lexicon is broken. The message names file, line and rule, and says what to do."""

    def __init__(self, file: str, line: int, what: str, remedy: str, rule: str = "") -> None:
        where = f"{file}:{line}" + (f" (rule {rule})" if rule else "")
        super().__init__(f"{where}: {what}. {remedy}")
        self.file, self.line, self.rule = file, line, rule


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """A row of a rule file. Subclasses add the fields of their form and say what `matches` means for it."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9.-]*$")]
    source: Text
    match: Examples
    nomatch: Examples

    @classmethod
    def prepared(cls, row: dict[str, object]) -> dict[str, object]:
        """The row as it is checked: for forms that may be written shorter than they are meant."""
        return row

    def matches(self, text: str) -> bool:
        """Whether the rule finds anything in `text`."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its rules match")


class PatternRule(Rule, frozen=True, kw_only=True):
    """A rule whose form is a regular expression."""

    pattern: re.Pattern[str]

    def matches(self, text: str) -> bool:
        """Whether the pattern is found anywhere in `text`."""
        return self.pattern.search(text) is not None

    @cached_property
    def signs(self) -> frozenset[str]:
        """Characters of which every text that the pattern matches holds one; none where that is open."""
        return signs_of(self.pattern)

    def may_match(self, held: Set[str]) -> bool:
        """Whether the pattern can match in a text that holds these characters; quicker than to try it."""
        return not self.signs or not self.signs.isdisjoint(held)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a lexicon: the words, the canonical name that they stand for (itself by default), a tag or ''."""

    text: str
    name: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms from one source, with sentences that hold one of them and sentences that hold none as a name."""

    name: str
    source: str
    match: tuple[str, ...]
    nomatch: tuple[str, ...]
    terms: tuple[Term, ...]


def load_rules(name: str, model: type[M]) -> tuple[M, ...]:
    """The rows of `ingest/rules/NAME.toml`, in the order of the file, each checked against `model`.

    Raises RuleError with file, line and remedy for a file that is missing, is no TOML, or has a row that does not fit.
    """
    return cast("tuple[M, ...]", _loaded(name, model))


@lru_cache(maxsize=64)
def _loaded(name: str, model: type[Rule]) -> tuple[Rule, ...]:
    return read_rules(files("plangraph.ingest.rules") / f"{name}.toml", model)


@lru_cache(maxsize=64)
def load_lexicon(name: str) -> Lexicon:
    """The lexicon `ingest/rules/NAME.tsv`. Raises RuleError with file, line and remedy for a broken one."""
    return read_lexicon(files("plangraph.ingest.rules") / f"{name}.tsv")


def read_rules(path: Traversable, model: type[M]) -> tuple[M, ...]:
    """As `load_rules`, from any file."""
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise RuleError(path.name, line, f"not TOML: {error}", "Mend the syntax at that line.") from error
    extra = sorted(set(table) - {"source", "rule"})
    if extra or not isinstance(table.get("rule"), list):
        what = f"unknown top-level key {extra[0]!r}" if extra else "no [[rule]] rows"
        raise RuleError(path.name, 1, what, "Keep only `source` and rows [[rule]] at the top.")
    heads = [m.start() for m in re.finditer(r"^[ \t]*\[\[\s*rule\s*\]\]", text, re.MULTILINE)]
    rules: list[M] = []
    seen: dict[str, int] = {}
    for row, head in zip(table["rule"], heads, strict=True):
        line = text.count("\n", 0, head) + 1
        rule = _checked(path.name, text, head, row | {"source": row.get("source", table.get("source", ""))}, model)
        if rule.id in seen:
            remedy = f"Give it another id; {rule.id} stands at line {seen[rule.id]}."
            raise RuleError(path.name, line, "the id is used twice", remedy, rule.id)
        seen[rule.id] = line
        rules.append(rule)
    return tuple(rules)


def _checked(file: str, text: str, head: int, row: dict[str, object], model: type[M]) -> M:
    try:
        return msgspec.convert(model.prepared(row), model, dec_hook=_compiled)
    except msgspec.ValidationError as error:
        about = FIELD.search(str(error))
        field = next(filter(None, about.groups())) if about else "rule"
        found = re.compile(rf"^[ \t]*{re.escape(field)}\s*=|^[ \t]*\[\[", re.MULTILINE).search(text, head + 8)
        at = found.end() if found and "[[" not in found.group() else head
        remedy = f"Set `{field}` as {model.__name__} asks."
        raise RuleError(
            file, text.count("\n", 0, at) + 1, f"{field}: {error}", remedy, str(row.get("id", ""))
        ) from error


def _compiled(kind: type, written: object) -> object:
    """A pattern of a row. Raises ValueError, which msgspec tells with its field."""
    if kind is not re.Pattern and getattr(kind, "__origin__", None) is not re.Pattern:
        raise NotImplementedError(f"no rule has a field of type {kind}")
    if not isinstance(written, str):
        raise ValueError(f"a pattern is written as text, not {written!r}")
    try:
        return re.compile(written)
    except re.error as error:
        raise ValueError(f"not a pattern: {error}") from error


def read_lexicon(path: Traversable) -> Lexicon:
    """As `load_lexicon`, from any file."""
    head: dict[str, list[str]] = {"source": [], "match": [], "nomatch": []}
    terms: dict[str, Term] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        cells = [c.strip() for c in line.split("\t")]
        if line.startswith("#"):
            key = cells[0][1:]
            if key not in head or len(cells) != 2 or not cells[1]:
                raise RuleError(path.name, number, f"a head line that says nothing: {line!r}",
                                "Write #source, #match or #nomatch, one tab, and a value.")  # fmt: skip
            head[key].append(cells[1])
        elif line.strip():
            if len(cells) > 3 or not cells[0] or cells[0] in terms:
                what = "the term stands here twice" if cells[0] in terms else "not a term, name and tag"
                raise RuleError(path.name, number, f"{what}: {line!r}", "Leave one line a term, at most three cells.")
            terms[cells[0]] = Term(cells[0], (cells[1:2] or [""])[0] or cells[0], (cells[2:3] or [""])[0])
    missing = [key for key, values in head.items() if not values]
    if missing or not terms:
        what = f"no #{missing[0]} line" if missing else "no terms"
        raise RuleError(path.name, 1, what, "A lexicon names its source, a sentence that matches, one that must not.")
    return Lexicon(path.name, " ".join(head["source"]), tuple(head["match"]), tuple(head["nomatch"]),
                   tuple(terms.values()))  # fmt: skip


def unheld(rules: Iterable[Rule]) -> Sequence[str]:
    """The examples that do not hold, as `ID must match: TEXT` or `ID must not match: TEXT`. For tests."""
    faults: list[str] = []
    for rule in rules:
        faults += [f"{rule.id} must match: {text}" for text in rule.match if not rule.matches(text)]
        faults += [f"{rule.id} must not match: {text}" for text in rule.nomatch if rule.matches(text)]
    return faults


def _text(path: Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RuleError(path.name, 1, "the file is missing", "Reinstall plangraph, or write the file.") from error
    except UnicodeDecodeError as error:
        raise RuleError(path.name, 1, "not UTF-8", "Save the file as UTF-8.") from error
