"""A name taken apart: the area that it begins with, what is its own, its version, its numbers, its general tail.

The forms are data: `name_forms.toml`. A word such as 市 or 省 at the beginning means an area to whoever speaks:
市一医院 in a report of 越秀区 is 广州市's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from plangraph.graph.names import folded
from plangraph.ontology import divisions
from plangraph.ontology.divisions import Division

LEVELS: Mapping[str, frozenset[str]] = {
    "省": frozenset({"province"}),
    "市": frozenset({"city", "province", "county"}),
    "州": frozenset({"city"}),
    "区": frozenset({"county"}),
    "县": frozenset({"county"}),
}
"""What each word for an area can stand for at the beginning of a name."""

LONGEST = 9
"""Characters of the longest division's name that is looked for at the beginning of a name."""

PIECE = 4
"""Characters that an abbreviation leaves out at one place at most: 人力资源和社会保障局 is 人社局."""

_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}
_MEANT = re.compile(r"[·•\-—–_、,，.。]")


@dataclass(frozen=True, slots=True)
class FormRule:
    """A row of `name_forms.toml`."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    match: tuple[str, ...]
    nomatch: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A name taken apart. `full`: with the area that a word such as 市 stands for, without marks; `areas`: codes that
    its beginning can mean; `rest`: without area and version; `own`: the rest without its general tail; `numbers`: what
    is counted by it (一期, 第二, G105); `years`: of it and of five-year plans; `outer`: it is the whole country's;
    `each`: every area has one of its own."""

    full: str
    areas: frozenset[str]
    rest: str
    own: str
    version: str
    numbers: frozenset[str]
    years: frozenset[str]
    outer: bool
    each: bool


@cache
def form_rules() -> tuple[FormRule, ...]:
    """The rows of `name_forms.toml`, in its order."""
    text = (files("plangraph.graph") / "name_forms.toml").read_text(encoding="utf-8")
    return tuple(
        FormRule(row["id"], row["kind"], re.compile(row["pattern"]), tuple(row["match"]), tuple(row["nomatch"]))
        for row in tomllib.loads(text)["rule"]
    )


@lru_cache(maxsize=200_000)
def take_apart(name: str, jurisdiction: str = "") -> Form:
    """A name taken apart. `jurisdiction`: the code of the area whose report speaks, '' if unknown."""
    dotted = _without("idle", folded(_without("note", name))) or folded(name)
    plain = _MEANT.sub("", dotted) or dotted
    version = next((found[1] for found in _found("version", dotted)), "")
    if version:
        cut = dotted[: dotted.rindex(version)]
        plain = _MEANT.sub("", cut) or plain
    areas, beginning, rest = _begins(plain, jurisdiction)
    years = frozenset(found[1] for kind in ("year", "period") for found in _found(kind, plain))
    counted = plain if not years else _without("year", _without("period", plain))
    return Form(
        full=beginning + rest,
        areas=areas,
        rest=rest,
        own=_shorn(rest),
        version=version,
        numbers=frozenset(figure(found[1]) for found in _found("ordinal", counted)),
        years=years,
        outer=bool(_first("outer", plain)),
        each=bool(_first("each", rest)),
    )


def figure(written: str) -> str:
    """A number in Chinese characters (up to 999) as figures; what is none stays as it is."""
    if not written or any(c not in "零一二三四五六七八九十百" for c in written):
        return written
    total, digit = 0, 0
    for character in written:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return str(total + digit)


def is_abbreviation(short: str, long: str) -> bool:
    """Whether one name is another's abbreviation: its characters stand in it in their order, the first is the first,
    the last is of its head, the last two characters; what it leaves out are several pieces, or the end, of a word each.

    A name that only lacks one piece inside is none: 深圳大学 is no 深圳职业技术大学.
    """
    if not 2 <= len(short) < len(long) or short[0] != long[0] or short[-1] not in long[-2:]:
        return False
    left_out = _left_out(short, long)
    if not left_out or max(left_out) > PIECE:
        return False
    return len(left_out) > 1 or short[-1] != long[-1]


def _left_out(short: str, long: str) -> list[int]:
    """How many characters an abbreviation leaves out at each place; none where it is not one."""
    # The head first: 省医 ends in the 医 of 医院, not in an earlier one.
    end = long.rindex(short[-1])
    gaps, position = [], 0
    for character in short[:-1]:
        found = long.find(character, position, end)
        if found < 0:
            return []
        gaps.append(found - position)
        position = found + 1
    gaps += [end - position, len(long) - 1 - end]
    return [gap for gap in gaps if gap]


def inserted(left: str, right: str) -> bool:
    """Whether one name is the other with a piece put into it, neither at its beginning nor at its end."""
    short, long = sorted((left, right), key=len)
    one, other = _middles(short, long)
    return not one and bool(other) and not long.startswith(short) and not long.endswith(short)


def turned(left: str, right: str) -> bool:
    """Whether two names differ by a character that turns one thing into another: 东站 and 西站, 站 and 东站."""
    one, other = _middles(left, right)
    if not one or not other:
        return _is_turn(one or other)
    return _is_turn(one) and _is_turn(other)


def _middles(left: str, right: str) -> tuple[str, str]:
    """What two names have between the beginning and the end that they share."""
    least = min(len(left), len(right))
    start = next((i for i in range(least) if left[i] != right[i]), least)
    end = next((i for i in range(least - start) if left[-1 - i] != right[-1 - i]), least - start)
    return left[start : len(left) - end], right[start : len(right) - end]


def _is_turn(text: str) -> bool:
    return bool(_first("turn", text))


def _begins(plain: str, jurisdiction: str) -> tuple[frozenset[str], str, str]:
    """The area that a name begins with: what it can mean, its words, and what comes after."""
    if plain[0] in LEVELS and len(plain) > 1 and not _first("own", plain):
        area = _meant(plain[0], jurisdiction)
        if area is not None:
            return frozenset({area.code}), area.name, plain[1:]
    found: frozenset[str] = frozenset()
    start = 0
    while (step := _division(plain, start, found, jurisdiction[:2])) is not None:
        found, start = step
    return found, plain[:start], plain[start:] or plain


def _meant(level: str, jurisdiction: str) -> Division | None:
    """The division that 省, 市, 县, 区 means to who speaks for a jurisdiction."""
    own = divisions.by_code(jurisdiction) if jurisdiction else None
    chain = (own, *divisions.ancestors(jurisdiction)) if own else ()
    fitting = [d for d in chain if d.level in LEVELS[level]]
    return next((d for d in fitting if d.name.endswith(level)), fitting[0] if level == "省" and fitting else None)


def _division(plain: str, start: int, outer: frozenset[str], province: str) -> tuple[frozenset[str], int] | None:
    """The division whose name stands at a place, the longest, and where it ends. Within `outer`, if there are any.

    A short name means a county only in a report of its province: 惠农集市 in Guangdong is no market of 惠农区.
    """
    for end in range(min(len(plain) - 1, start + LONGEST), start + 1, -1):
        word = plain[start:end]
        meant: Iterable[Division] = divisions.named(word)
        if not meant and len(word) <= 4:
            short = divisions.shortened(word)
            meant = [d for d in short if outer or d.level in ("province", "city") or d.code.startswith(province or "-")]
        codes = frozenset(d.code for d in meant if not outer or any(_below(d.code, code) for code in outer))
        if codes:
            return codes, end
    return None


def _below(code: str, other: str) -> bool:
    return code != other and divisions.lies_in(code, other)


def _shorn(rest: str) -> str:
    """A name without its general tail; whole where too little would stay."""
    cuts = [found.start() for found in _found("tail", rest) if found.start() >= 2]
    return rest[: min(cuts)] if cuts else rest


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(rule.pattern for rule in form_rules() if rule.kind == kind)


def _found(kind: str, text: str) -> Iterator[re.Match[str]]:
    return (found for pattern in _patterns(kind) for found in pattern.finditer(text))


def _first(kind: str, text: str) -> re.Match[str] | None:
    return next(_found(kind, text), None)


def _without(kind: str, text: str) -> str:
    for pattern in _patterns(kind):
        text = pattern.sub("", text)
    return text
