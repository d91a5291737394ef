"""Areas: divisions by full and short name, told apart by where the report comes from, and regions by a lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import Rule, load_lexicon, load_rules
from plangraph.ontology import divisions
from plangraph.ontology.divisions import Division


class GuardRule(Rule, frozen=True, kw_only=True):
    """Words that hold a division's name by chance (均衡水平), or names that are common words too (老城区)."""

    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether one of the words stands in `text`."""
        return any(word in text for word in self.words)


@dataclass(frozen=True, slots=True)
class AreaNames:
    """The names of areas that a report can use, each with the divisions that it can mean there, likeliest first."""

    automaton: AhoCorasick
    names: tuple[str, ...]
    meanings: dict[str, tuple[Division, ...]]


@lru_cache(maxsize=8)
def area_names(issuer: str) -> AreaNames:
    """The names for a report issued by the area of this code ('' if unknown).

    Full names from all over China; short names of provinces and cities; short names of counties only where the
    issuer's own city (or province, if it is one) has them; streets and towns of the issuer.
    """
    meanings: dict[str, list[Division]] = {}
    common = _words("guard.common-words")
    for division in divisions.all_divisions():
        if division.level == "country":
            continue
        if (len(division.name) > 2 and division.name not in common) or _near(division, issuer):
            meanings.setdefault(division.name, []).append(division)
        for form in _forms(division, issuer, common):
            meanings.setdefault(form, []).append(division)
    for path, division in _paths():
        meanings.setdefault(path, []).append(division)
    if issuer and not issuer.endswith("0000"):
        for street in divisions.streets_in(issuer):
            named = pattern("street").fullmatch(street.name) if len(street.name) > 2 else None
            for name in (street.name, named["short"]) if named else ():
                if name:
                    meanings.setdefault(name, []).append(street)
    ranked = {
        name: tuple(sorted(found, key=lambda d: _rank(d, issuer)) if len(found) > 1 else found)
        for name, found in meanings.items()
    }
    names = tuple(ranked)
    return AreaNames(AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names, ranked)


def _forms(division: Division, issuer: str, common: tuple[str, ...]) -> tuple[str, ...]:
    """The short names that mean a division in a report of this issuer.

    A far county's only with the word for its level (北川县); what use has made of a name (巴州) only in its province.
    """
    usual = divisions.usual_forms(division.name)
    if division.level in ("province", "city") or _near(division, issuer):
        forms = divisions.short_forms(division.name)
    else:
        forms = (*divisions.levelled_forms(division.name), *usual)
    close = division.code[:2] == issuer[:2]
    return tuple(f for f in forms if f not in common and (close or f not in usual))


@lru_cache(maxsize=1)
def _paths() -> tuple[tuple[str, Division], ...]:
    """Counties by the short names of their city, or province, and themselves: 深圳龙华, 四川江油."""
    found: list[tuple[str, Division]] = []
    words = words_like_counties()
    for division in divisions.all_divisions():
        for inner in divisions.short_forms(division.name)[:1] if division.level == "county" else ():
            for outer in divisions.ancestors(division.code)[:-1]:
                if outer.level == "city" or inner not in words:
                    found += [(form + inner, division) for form in divisions.short_forms(outer.name)[:1]]
    return tuple(found)


def _near(division: Division, issuer: str) -> bool:
    """Whether a county is so near to the issuer that its short name means it."""
    if not issuer or division.level != "county":
        return False
    if issuer.endswith("0000"):
        return division.code[:2] == issuer[:2]
    return division.code[:4] == issuer[:4]


def _rank(division: Division, issuer: str) -> tuple[int, int, str]:
    """Nearest first: in the issuer, in its city, in its province; then the higher level."""
    shared = next((i for i, pair in enumerate(zip(division.code, issuer, strict=False)) if len(set(pair)) > 1), 6)
    nearness = 0 if shared >= 6 else 1 if shared >= 4 else 2 if shared >= 2 else 3
    level = ("province", "city", "county", "street").index(division.level)
    return (nearness if level > 1 else 0, level, division.code)


def find_areas(text: str, issuer: str) -> Iterator[Candidate]:
    """Candidates for areas. A path (湛江市霞山区) is one name; a name glued to a chance word is none."""
    known = area_names(issuer)
    guards = _guarded(text)
    spans = [
        (a, b, known.names[i])
        for i, a, b in known.automaton.find_matches_as_indexes(text)
        if not any(x <= a and b <= y for x, y in guards)
    ]
    short = _short_forms_of(known, {name for _, _, name in spans})
    if short:
        spans += [(a, b, short[i]) for i, a, b in AhoCorasick(short).find_matches_as_indexes(text)]
        spans = _outermost(spans)
    spans = [_of_its_level(text, s, known) for s in spans if not pattern("road-after").match(text, s[1])]
    for start, end, name in _joined(spans, known):
        full = any(name.endswith((d.name, *divisions.levelled_forms(d.name))) for d in meanings(name, issuer))
        yield Candidate(start, end, "Area", "area.division" if full else "area.short", 0.9 if full else 0.8)
    automaton, terms = _regions()
    for index, start, end in automaton.find_matches_as_indexes(text):
        if not any(a <= start and end <= b for a, b in guards):
            yield Candidate(start, end, "Area", "area.region", 0.8 if len(terms[index]) > 2 else 0.75)


def _of_its_level(text: str, span: tuple[int, int, str], known: AreaNames) -> tuple[int, int, str]:
    """岳阳县域经济, 河南县级医院, 遂宁市民 speak of 岳阳, 河南, 遂宁; the word for its level belongs to 深圳龙华区."""
    start, end, name = span
    if pattern("level-after").match(text, end - 1) and name[:-1] in known.meanings:
        return start, end - 1, name[:-1]
    whole = next((d.name for d in known.meanings.get(name, ())), name)
    short = divisions.short_name(whole)
    level = whole[len(short) :] if name.endswith(short) and len(name) > len(short) else ""
    return (start, end + len(level), name + level) if level and text.startswith(level, end) else span


def _outermost(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that do not begin inside an earlier or longer one."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _short_forms_of(known: AreaNames, named: Iterable[str]) -> list[str]:
    """The short forms of the far counties that a text names in full: 霞山 where it says 霞山区."""
    forms = {
        form
        for name in named
        for division in known.meanings.get(name, ())
        if division.level == "county" and len(known.meanings[name]) == 1
        for form in divisions.short_forms(division.name)
    }
    return sorted(form for form in forms if form not in known.meanings)


def _joined(spans: Sequence[tuple[int, int, str]], known: AreaNames) -> Iterator[tuple[int, int, str]]:
    """Neighbours of which the second lies in the first become one: 湛江市 + 霞山区, 深圳 + 龙华."""
    at = 0
    while at < len(spans):
        start, end, name = spans[at]
        within = known.meanings.get(name, ())
        while at + 1 < len(spans) and spans[at + 1][0] == end:
            inner = [
                d
                for d in known.meanings.get(spans[at + 1][2], ())
                for o in within
                if d != o and divisions.lies_in(d.code, o.code)
            ]
            if not inner:
                break
            at += 1
            end, name, within = spans[at][1], name + spans[at][2], tuple(inner)
        yield start, end, name
        at += 1


def words_like_counties() -> tuple[str, ...]:
    """Common words that are short names of counties too: 振兴, 合作, 公安."""
    return _words("guard.behind-province")


def words_like_areas() -> tuple[str, ...]:
    """Common words in names of things that are short names of areas too: 中原奶都, 东风大桥."""
    return _words("guard.inside-names")


@lru_cache(maxsize=4)
def _words(rule: str) -> tuple[str, ...]:
    """The words of a rule of name_area_guards.toml."""
    return tuple(word for r in load_rules("name_area_guards", GuardRule) if r.id == rule for word in r.words)


@lru_cache(maxsize=1)
def _guards() -> AhoCorasick:
    return AhoCorasick(_words("guard.across-words"))


def _guarded(text: str) -> list[tuple[int, int]]:
    return [(a, b) for _, a, b in _guards().find_matches_as_indexes(text, overlapping=True)]


@lru_cache(maxsize=1)
def _regions() -> tuple[AhoCorasick, tuple[str, ...]]:
    terms = tuple(t.text for t in load_lexicon("name_regions").terms)
    return AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest), terms


def meanings(name: str, issuer: str) -> tuple[Division, ...]:
    """What an area's name can mean in a report of this issuer, likeliest first; empty for regions and unknown names."""
    known = area_names(issuer).meanings.get(name)
    return known or divisions.resolve(name) or _by_siglum(name)


@lru_cache(maxsize=64)
def _by_siglum(name: str) -> tuple[Division, ...]:
    """The province that a name of one character stands for (在粤高校), where it stands for no city too."""
    codes = next((t.name.split() for t in load_lexicon("area_sigla").terms if t.text == name), [])
    division = divisions.by_code(codes[0]) if len(codes) == 1 else None
    return (division,) if division and division.level == "province" else ()


def issuing_division(name: str) -> Division | None:
    """The division that issues a report; None if the name means none or several."""
    if pattern("nation").fullmatch(name):
        return divisions.by_code(divisions.CHINA)
    found = divisions.resolve(name) if name else ()
    return found[0] if len(found) == 1 else None


def speaking_area(said: str, file_name: str) -> str:
    """The area that speaks: what a report's front says, else what the file's name does.

    What the front says may begin too early (制定北京市): then it is the division with which that ends, or the file's
    where it lies in that one. A name of no division, or of several, stands, in full where the file's name has it so.
    """
    filed = area_in_file_name(file_name)
    if not said or filed.endswith(said):
        return filed or said
    if divisions.resolve(said) or pattern("nation").fullmatch(said):
        return said
    endings = (said[at:] for at in range(1, len(said) - 1))
    ending = next((end for end in endings if issuing_division(end)), "")
    return filed if ending and _lies_in(filed, ending) else ending or said


def _lies_in(inner: str, outer: str) -> bool:
    one, other = issuing_division(inner), issuing_division(outer)
    return one is not None and other is not None and other in divisions.ancestors(one.code)


def area_in_file_name(name: str) -> str:
    """The area that a file's name gives (2024_四川省广元市_工作报告.txt), '' where it gives none or several.

    One that is no division any more (河北省保定市清苑县) is given by the name of the one that it lay in before its own.
    """
    found = {part for part in pattern("file-part").split(name) if issuing_division(part) or _former(part)}
    return found.pop() if len(found) == 1 else ""


def _former(part: str) -> bool:
    return any(
        part[at - 1] in "省市区州盟" and pattern("former").fullmatch(part, at) and issuing_division(part[:at])
        for at in range(2, len(part) - 1)
    )


def region_name(name: str) -> str:
    """The canonical name of a region of the lexicon, or the name itself."""
    return next((t.name for t in load_lexicon("name_regions").terms if t.text == name), name)
