"""The features of `likeness.toml` as questions of two sides: a thing under one of its names, and another."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from plangraph.graph.name_forms import LEVELS, Form, inserted, is_abbreviation, take_apart, turned
from plangraph.graph.names import folded
from plangraph.ontology import divisions
from plangraph.ontology.terms import AREA

LONG = 12
"""Characters from which on a name is long."""


@dataclass(frozen=True, slots=True)
class Side:
    """A thing under one of its names. `form`: the name taken apart; `aliases`: how else its reports call it, without
    words of their own place (省委); `where`: codes of the areas whose reports name it, none for the country's, and of
    those that they say it lies in; `code`: its own, a division's."""

    type: str
    name: str
    form: Form
    aliases: frozenset[str]
    where: frozenset[str]
    code: str = ""


def side(
    kind: str,
    name: str,
    aliases: Iterable[str] = (),
    where: Iterable[str] = (),
    code: str = "",
    lies: Iterable[str] = (),
) -> Side:
    """A thing under one of its names, as the first of the areas whose reports name it says it.

    `lies`: codes of the areas that it is said to lie in.
    """
    areas = frozenset(where)
    others = frozenset(folded(alias) for alias in aliases if alias and alias[0] not in LEVELS)
    return Side(kind, name, take_apart(name, min(areas, default="")), others, areas | frozenset(lies), code)


def example(kind: str, written: str) -> Side:
    """A side as the examples of `likeness.toml` write it: NAME|ALIAS@CODE,code=CODE."""
    names, _, rest = written.partition("@")
    where, _, code = rest.partition(",code=")
    name, *aliases = names.split("|")
    return side(kind, name, aliases, [where] if where else [], code)


@cache
def table() -> dict[str, Any]:
    """What stands in `likeness.toml`."""
    return tomllib.loads((files("plangraph.graph") / "likeness.toml").read_text(encoding="utf-8"))


def everywhere() -> frozenset[str]:
    """The types whose names mean the same in every report."""
    return frozenset(table()["everywhere"])


def narrowed() -> frozenset[str]:
    """The types in which a word in front makes another thing."""
    return frozenset(table()["narrowed"])


def _same_name(left: Side, right: Side) -> bool:
    return left.form.full == right.form.full and left.form.version == right.form.version


def _own_alias(left: Side, right: Side) -> bool:
    return not _same_name(left, right) and (_calls(left, right) or _calls(right, left))


def _calls(left: Side, right: Side) -> bool:
    """Whether the reports of the left call it by the right's name."""
    return bool(left.aliases) and folded(right.name) in left.aliases


def _abbreviation(left: Side, right: Side) -> bool:
    a, b = left.form, right.form
    if a.version != b.version or left.code or right.code:
        return False
    pairs = [(a.full, b.full)] + ([(_inner(a), _inner(b))] if _areas_agree(left, right) else [])
    return any(is_abbreviation(*sorted(pair, key=len)) and not _goes_on(*sorted(pair, key=len)) for pair in pairs)


def _inner(form: Form) -> str:
    """What is left of a name without its area, and without what says that it is the whole country's."""
    rest = form.rest
    for word in ("中华人民共和国", "中国", "国家"):
        if rest.startswith(word) and len(rest) > len(word) + 2:
            rest = rest.removeprefix(word)
    return rest.removeprefix("第")


def _goes_on(short: str, long: str) -> bool:
    """Whether the longer name begins with the whole shorter one, and goes on."""
    return long.startswith(short)


def _area_in_front(left: Side, right: Side) -> bool:
    a, b = left.form, right.form
    if a.full == b.full or a.rest != b.rest or a.version != b.version or bool(a.areas) == bool(b.areas):
        return False
    bare, named = (left, right) if b.areas else (right, left)
    return bool(bare.where & named.form.areas)


def _general_tail(left: Side, right: Side) -> bool:
    a, b = left.form, right.form
    return a.rest != b.rest and a.own == b.own and a.version == b.version and _areas_agree(left, right)


def _more_in_front(left: Side, right: Side) -> bool:
    short, long = sorted((left.form.full, right.form.full), key=len)
    if len(short) < 3 or short == long or not long.endswith(short) or left.type in narrowed():
        return False
    return not _area_in_front(left, right) and _same_version(left, right)


def _more_inside(left: Side, right: Side) -> bool:
    return inserted(left.form.full, right.form.full) and _same_version(left, right) and not _abbreviation(left, right)


def _same_version(left: Side, right: Side) -> bool:
    return left.form.version == right.form.version


def _short_area(left: Side, right: Side) -> bool:
    if AREA not in (left.type, right.type) or bool(left.code) == bool(right.code):
        return False
    short, division = (left, right) if right.code else (right, left)
    known = divisions.by_code(division.code)
    return known is not None and folded(short.name) in {known.name, *divisions.short_forms(known.name)}


def _version(left: Side, right: Side) -> bool:
    a, b = left.form, right.form
    return a.full == b.full and bool(a.version) != bool(b.version)


def _other_version(left: Side, right: Side) -> bool:
    a, b = left.form.version, right.form.version
    return bool(a and b) and a != b


def _same_place(left: Side, right: Side) -> bool:
    return bool(left.where & right.where)


def _place_within(left: Side, right: Side) -> bool:
    return not _same_place(left, right) and any(
        _lies_in(a, b) or _lies_in(b, a) for a in left.where for b in right.where
    )


def _apart(left: Side, right: Side) -> bool:
    if not left.where or not right.where or _not_local(left, right):
        return False
    return not _same_place(left, right) and not _place_within(left, right)


def _one_each(left: Side, right: Side) -> bool:
    a, b = left.form, right.form
    each = (a.each and not a.outer) or (b.each and not b.outer)
    known = a.areas & b.areas or _area_in_front(left, right)
    return each and not known and not _same_place(left, right)


def _areas_agree(left: Side, right: Side) -> bool:
    """Whether the areas in two names may be the same: neither has one, or what they can mean overlaps."""
    a, b = left.form.areas, right.form.areas
    return bool(a & b) or (not a and not b)


def _area_named(left: Side, right: Side) -> bool:
    if left.form.areas & right.form.areas:
        return True
    return _same_name(left, right) and _holds_area(left.form.full)


@lru_cache(maxsize=50_000)
def _holds_area(full: str) -> bool:
    """Whether a name holds that of a province or city anywhere: 国家超算广州中心."""
    return any(
        d.level in ("province", "city")
        for start in range(len(full) - 2)
        for end in (start + 2, start + 3)
        for d in (divisions.shortened(full[start:end]) or divisions.named(full[start:end]))
    )


def _other_area_named(left: Side, right: Side) -> bool:
    a, b = left.form.areas, right.form.areas
    return bool(a and b) and not (a & b) and not any(_lies_in(x, y) or _lies_in(y, x) for x in a for y in b)


def _not_local(left: Side, right: Side) -> bool:
    return left.type in everywhere() or (left.form.outer and right.form.outer)


def _long_name(left: Side, right: Side) -> bool:
    return min(len(left.form.full), len(right.form.full)) >= LONG


def _other_code(left: Side, right: Side) -> bool:
    return bool(left.code and right.code) and left.code != right.code


def _other_number(left: Side, right: Side) -> bool:
    a, b = left.form.numbers, right.form.numbers
    return bool(a and b) and a != b


def _number_missing(left: Side, right: Side) -> bool:
    return bool(left.form.numbers) != bool(right.form.numbers)


def _other_year(left: Side, right: Side) -> bool:
    a, b = left.form.years, right.form.years
    return bool(a and b) and a != b


def _turned(left: Side, right: Side) -> bool:
    return left.form.full != right.form.full and turned(left.form.full, right.form.full)


def _other_words(left: Side, right: Side) -> bool:
    a, b = left.form.own, right.form.own
    if AREA in (left.type, right.type):
        a, b = left.form.full, right.form.full
    return bool(set(a) - set(b)) and bool(set(b) - set(a)) and not _abbreviation(left, right)


def _part(left: Side, right: Side) -> bool:
    short, long = sorted((left.form.full, right.form.full), key=len)
    return short != long and long.startswith(short) and not (_general_tail(left, right) or _version(left, right))


@lru_cache(maxsize=200_000)
def _lies_in(code: str, other: str) -> bool:
    return code != other and other != divisions.CHINA and divisions.lies_in(code, other)


HOLDS: Mapping[str, Callable[[Side, Side], bool]] = {
    "same-name": _same_name,
    "own-alias": _own_alias,
    "abbreviation": _abbreviation,
    "area-in-front": _area_in_front,
    "general-tail": _general_tail,
    "more-in-front": _more_in_front,
    "more-inside": _more_inside,
    "short-area": _short_area,
    "version": _version,
    "same-place": _same_place,
    "place-within": _place_within,
    "area-named": _area_named,
    "not-local": _not_local,
    "long-name": _long_name,
    "apart": _apart,
    "one-each": _one_each,
    "other-code": _other_code,
    "other-number": _other_number,
    "number-missing": _number_missing,
    "other-version": _other_version,
    "other-year": _other_year,
    "turned": _turned,
    "other-area-named": _other_area_named,
    "other-words": _other_words,
    "part": _part,
}
"""Whether a feature holds for two sides, by its id."""
