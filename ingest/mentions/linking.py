"""Which mentions name the same thing, and what it is called: the fullest form, a code where that is certain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plangraph.ingest.mentions.areas import meanings, region_name
from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import load_lexicon
from plangraph.ontology import divisions
from plangraph.ontology.divisions import Division
from plangraph.ontology.records import Entity, LocalKey

MARKS = str.maketrans("", "", "“”\"'‘’《》「」『』\n\t \u3000")
LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county", "州": "city", "盟": "city", "旗": "county"}


@dataclass(frozen=True, slots=True)
class Linked:
    """The key of each candidate, in their order, and the entities."""

    keys: tuple[LocalKey, ...]
    entities: tuple[Entity, ...]


def bare(name: str) -> str:
    """A name without marks and white space: what tells two surfaces apart."""
    return name.translate(MARKS).replace("（", "(").replace("）", ")")


def link(found: Sequence[Candidate], text: str, issuer: Division | None, extra: Iterable[Division] = ()) -> Linked:
    """Keys and entities for decided candidates. `extra`: divisions that deictics need as entities."""
    keys: list[LocalKey] = []
    codes: dict[LocalKey, str] = {}
    surfaces: dict[LocalKey, Counter[str]] = defaultdict(Counter)
    chosen: dict[tuple[str, str], LocalKey] = {}
    for index, candidate in enumerate(found):
        surface = _surface(text, candidate)
        if candidate.type == "Area":
            division = choose(surface, found, index, text, issuer)
            key = LocalKey("Area", divisions.full_name(division.code) if division else region_name(surface))
            codes[key] = division.code if division else ""
        else:
            name = canonical(candidate.type, surface, issuer)
            key = chosen.setdefault((candidate.type, bare(name)), LocalKey(candidate.type, name))
        surfaces[key][surface] += 1
        keys.append(key)
    for division in extra:
        key = LocalKey("Area", divisions.full_name(division.code))
        codes[key] = division.code
        surfaces.setdefault(key, Counter())
    return Linked(tuple(keys), tuple(_entity(k, surfaces[k], codes.get(k, ""), issuer) for k in sorted(surfaces)))


def _entity(key: LocalKey, surfaces: Counter[str], code: str, issuer: Division | None) -> Entity:
    names = set(surfaces)
    division = divisions.by_code(code) if code else None
    if division:
        names.add(division.name)
        names.update(divisions.short_forms(division.name) if division.level == "country" else ())
        names.update(divisions.levelled_forms(division.name)[:1])
    jurisdiction = ""
    if key.type != "Area" and issuer is not None:
        jurisdiction = issuer.code
    elif division and divisions.ancestors(code):
        jurisdiction = divisions.ancestors(code)[0].code
    return Entity(key, tuple(sorted(names - {key.name})), code, jurisdiction)


def choose(surface: str, found: Sequence[Candidate], index: int, text: str, issuer: Division | None) -> Division | None:
    """The division that an area's name means here, or None if that is not certain (or it is no division)."""
    possible = meanings(region_name(surface), issuer.code if issuer else "")
    listed = _of_list(found, index, text)
    possible = tuple(d for d in divisions.resolve(surface) if listed and d.name.endswith(listed)) or possible
    if len(possible) <= 1:
        return possible[0] if possible else None
    for earlier in reversed([c for c in found[max(0, index - 4) : index] if c.type == "Area"]):
        near = meanings(_surface(text, earlier), issuer.code if issuer else "")
        for other in near[:1]:
            beside = [d for d in possible if d.parent in (other.code, other.parent)]
            if len(beside) == 1:
                return beside[0]
    if issuer is not None:
        for scope in (issuer.code, *(d.code for d in divisions.ancestors(issuer.code)[:-1])):
            within = [d for d in possible if divisions.lies_in(d.code, scope)]
            if within:
                return within[0] if len(within) == 1 or within[0].level != within[1].level else None
    highest = [d for d in possible if d.level == possible[0].level]
    return possible[0] if len(highest) == 1 else None


def _of_list(found: Sequence[Candidate], index: int, text: str) -> str:
    """县 for the areas of 阿坝、金阳等6个县: the level of which a list says that they are; '' where it says none."""
    last = index
    while last + 1 < len(found) and text[found[last].end : found[last + 1].start] in ("、", "和"):
        last += 1
    counted = pattern("counted-level").match(text, found[last].end)
    return counted["level"] if counted and all(c.type == "Area" for c in found[index : last + 1]) else ""


def canonical(kind: str, surface: str, issuer: Division | None) -> str:
    """The fullest form of a name that is certain: 市政府 becomes 广州市人民政府, GDP 地区生产总值."""
    if kind == "Organization":
        return _body(surface, issuer)
    if kind == "Indicator":
        return _indicators().get(surface, surface)
    if kind == "Event":
        return _congress(surface)
    if kind == "Policy":
        return pattern("plan").sub(r"\g<year>国民经济和社会发展计划", surface)
    return surface


def level_division(level: str, issuer: Division | None) -> Division | None:
    """The division that 省, 市, 县, 区 means to an issuer: itself or the area above it of that level."""
    if issuer is None:
        return None
    chain = (issuer, *divisions.ancestors(issuer.code))
    wanted = LEVELS[level]
    by_name = next((d for d in chain if d.name.endswith(level) and d.level != "street"), None)
    return by_name or next((d for d in chain if d.level == wanted), None)


def bearing(division: Division) -> str:
    """The name under which a division's bodies go: 顺平县, but 保定市清苑区."""
    return (
        divisions.full_name(division.code)
        if division.name.endswith("区") and division.level == "county"
        else division.name
    )


def _body(surface: str, issuer: Division | None) -> str:
    found = pattern("body").match(surface)
    if found:
        area, level, body = found["area"], found["level"], found["body"].replace("人民政府", "政府")
        named = f"{area}{level}"
        if not area:
            division = level_division(level, issuer)
            if division is None:
                return surface
            named = bearing(division)
        else:
            division = next(iter(meanings(named, issuer.code if issuer else "")), None)
            named = bearing(division) if division and named == division.name else named
        tail = {"政府": "人民政府"}.get(body, body)
        if body == "委":
            tail = {"县": "县委" if len(named) == 2 else "委"}.get(named[-1], "委")
            return f"中共{named}{tail}{found['part'] or ''}"
        return f"{named}{tail}{found['part'] or ''}"
    department = pattern("department").match(surface)
    if department and issuer is not None:
        division = level_division(department["level"], issuer)
        return f"{bearing(division)}{department['rest']}" if division else surface
    return surface


def _congress(surface: str) -> str:
    found = pattern("congress").fullmatch(surface)
    if not found:
        return surface
    congress, number = found["congress"], found["number"]
    return f"党的{congress}届{number}中全会" if number else f"党的{congress}大"


@lru_cache(maxsize=1)
def _indicators() -> dict[str, str]:
    return {t.text: t.name for t in load_lexicon("name_indicators").terms}


def _surface(text: str, c: Candidate) -> str:
    return re.sub(r"\s*\n\s*", "", text[c.start : c.end])
