"""Names that several values share, and values that sum up what another value was added to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.vocabulary import unit_class
from plangraph.ingest.quantities.words import Role, cleaned, paired, pattern, verb_of, without_lead

PARTS: Sequence[tuple[Role, tuple[str, ...]]] = (
    ("twofold", ("城镇", "农村")),
    ("twofold-city", ("城市", "农村")),
    ("threefold", ("第一产业", "第二产业", "第三产业")),
)
"""What words that mean several things at once stand for, in the order in which their values are given."""

MULTIPLE = re.compile(r"(?:达到?|[是为])(?!了)(?P<of>[^，,；。]{1,14})的$")
"""What a multiple is one of: (生产总值)是2011年的(1.1倍)."""

OF_MULTIPLE = re.compile(r"是[^是]{1,14}的倍数$")

REACHED = re.compile("突破|超过?|达到?|迈上|跨上")
"""What leads to a sum, right after what was added to it: (通车里程新增3000公里、)突破(1.1万公里)."""

COMPARED = re.compile(
    r"(?<=[一-龥”]{2})(?:(?<![占同环对之入])比(?![例重值由为达优调降缩提是])|较(?![大高快低]))[^，,；。]*$"
)
"""What values are held against: (贷款增速)比各项贷款平均增速."""

EXAMPLES = re.compile(r"^.*[^中高平同]等(?!级|次|于|待|式|方面)(?P<noun>[一-龥“”]{2,14})$")
LISTED = "、和及与"


def same_bound(members: Sequence[Found]) -> list[Found]:
    """Values under 分别: a bound word before the first or after the last holds for all."""
    first, last = members[0].bound, members[-1].bound
    shared = first if first != "=" else last
    return [replace(m, bound=shared) if m.bound == "=" else m for m in members]


def each_of(base: str, count: int) -> list[str] | None:
    """The names that a word for several things stands for (城乡居民收入: 城镇居民收入, 农村居民收入), if so many."""
    for role, parts in PARTS:
        found = pattern(role).search(base)
        if found and len(parts) == count:
            return [base[: found.start()] + part + base[found.end() :] for part in parts]
    return None


def in_all(topic: str, words: str) -> str:
    """What a sum is about that follows a value about `topic`: 新增“小巨人”企业10家，总数达33家 is 33 in all."""
    plain = pattern("fresh").sub("", topic)
    if words.startswith(("达", "增至", "增加到")):
        return plain
    if words.startswith("累计"):
        return topic if "累计" in topic else f"累计{plain}"
    return plain if plain.endswith(("总数", "总量")) else plain + words[:2]


def counted_things(text: str, found: Sequence[Found], end: int, run: int) -> list[str] | None:
    """The counted things that a run of values belongs to, one each: 37个省级、324个市级项目完成投资370亿、1115亿元.

    `found` are the counts before the run, `end` is where the last counted thing ends. None where they are no list;
    a list of another length yields '' for each value: whose it is, nobody says.
    """
    stops = [m.start for m in found[1:]] + [end]
    nouns = [text[m.end : stop] for m, stop in zip(found, stops, strict=True)]
    size = 1
    while size < len(nouns) and nouns[-size - 1].endswith(tuple(LISTED)) and unit_class(found[-size].unit) == "count":
        size += 1
    if size == 1:
        return None
    if size != run:
        return [""] * run
    whole = [text[m.start : m.end] + cleaned(noun.rstrip(LISTED)) for m, noun in zip(found, nouns, strict=True)]
    return [paired(name) for name in whole[-size:]]


def without_examples(left: str, low: int, names: Sequence[tuple[int, int]]) -> str:
    """The words before a value without the named examples of what it counts: 新开工A、B等项目 is 新开工项目.

    Examples are known by the names among them (spans of the line, in which `left` begins at `low`); before 项目 and
    企业 they are always names.
    """
    found = EXAMPLES.match(left)
    if not found or not found["noun"]:
        return left
    verb = verb_of(without_lead(left))
    start = left.find(verb) + len(verb) if verb else 0
    things = re.search(r"(?:项目|企业)$", found["noun"]) and verb
    if things or any(low + start <= a and b <= low + found.start("noun") for a, b in names):
        return verb + found["noun"]
    return left
