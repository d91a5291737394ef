"""One-character names of areas written together: 粤桂东西部协作, 郴佛对口合作, 沪苏浙城市…帮扶皖北城市."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from plangraph.ingest.relations.forms import form
from plangraph.ingest.relations.ground import Ground
from plangraph.ingest.relations.words import words
from plangraph.ingest.rules.loader import load_lexicon
from plangraph.ontology import divisions

SiglaKind = Literal["assists", "cooperatesWith", "weak", "park"]


@dataclass(frozen=True, slots=True)
class Siglum:
    """Areas named by one character each, as pairs of codes in the order of the text, and what the words make of them.

    `weak`: assistance if the two lie on different sides of the state's programmes. `park`: then assistance, else work
    together.
    """

    start: int
    end: int
    pairs: tuple[tuple[str, str], ...]
    kind: SiglaKind


def find_sigla(text: str, ground: Ground) -> Iterator[Siglum]:
    """Pairs of one-character names of which one means the issuer, an area that holds it, or one right below it."""
    initials, pair = ground.initials(), form("sigla")
    for at in range(len(text) - 3):
        if text[at] not in initials and text[at] not in _table() and text[at + 1] not in initials:
            continue
        found = pair.match(text, at)
        if found is None or _runs_on(text, found) or _is_word(found["a"] + found["b"]):
            continue
        codes = _pair(found["a"], found["b"], ground, initials, words("surely-areas").search(found[0]) is not None)
        if codes:
            kind: SiglaKind = next(k for k in _KINDS if found[k])
            yield Siglum(at, found.end(), (codes,), kind)
    yield from _several(text, ground)


def _is_word(two: str) -> bool:
    return words("no-sigla").fullmatch(two) is not None or bool(divisions.shortened(two))


_KINDS: tuple[SiglaKind, ...] = ("assists", "cooperatesWith", "weak", "park")


def _runs_on(text: str, found: re.Match[str]) -> bool:
    """Whether a third character of the kind stands right before: 成德绵, 川陕甘."""
    before = text[found.start() - 1] if found.start() else ""
    return before in _table() and not words("more-than-siglum").fullmatch(before)


def _several(text: str, ground: Ground) -> Iterator[Siglum]:
    """沪苏浙城市与皖北城市, 沪苏浙城市…帮扶皖北: provinces on one side, the own one on the other."""
    table = _table()
    province = next((code for code in ground.own if code.endswith("0000") and code != divisions.CHINA), "")
    for found in form("sigla-listed").finditer(text):
        if table[found["own"]][0] == province:
            yield Siglum(*found.span(), tuple((table[char][0], province) for char in found["many"]), "assists")


def _pair(left: str, right: str, ground: Ground, initials: dict[str, str], plain: bool) -> tuple[str, str] | None:
    for own, other, first in ((right, left, False), (left, right, True)):
        mine = _own(own, ground, initials)
        code = (_other(other, mine, ground) or (_neighbour(other, mine) if plain else "")) if mine else ""
        if code and code not in ground.own and code != mine:
            return (mine, code) if first else (code, mine)
    return None


def _own(char: str, ground: Ground, initials: dict[str, str]) -> str:
    """The area that a character means if it is the issuer's province or city, the issuer, or a city right below it."""
    known = next((c for c in _table().get(char, ()) if c in ground.own), "")
    return known or initials.get(char, "")


def _other(char: str, mine: str, ground: Ground) -> str:
    """The partner on the same level: a province for a province, a city for a city or county."""
    codes = _table().get(char, ())
    if mine.endswith("0000"):
        return next((c for c in codes if c.endswith("0000")), "")
    near = [c for c in ground.known() if c.endswith("00") and not c.endswith("0000") and _initial(c) == char]
    cities = [c for c in codes if not c.endswith("0000") or c in divisions.MUNICIPALITIES]
    return next(iter([*near, *cities]), "")


def _neighbour(char: str, mine: str) -> str:
    """The one other city of the own city's province that begins with the character: 淮 to 南京 is 淮安."""
    above = divisions.ancestors(mine)
    cities = divisions.children(above[0].code) if above and above[0].level == "province" else ()
    found = [d.code for d in cities if d.level == "city" and d.name[0] == char and d.code != mine]
    return found[0] if len(found) == 1 else ""


def _initial(code: str) -> str:
    division = divisions.by_code(code)
    return division.name[0] if division else ""


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    return {t.text: tuple(t.name.split()) for t in load_lexicon("area_sigla").terms}
