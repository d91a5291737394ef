"""What speaks for or against a stretch being a name: features of its form and of the words around it.

Features are made of words of the rule files and of general forms (length, figures, the last two characters), never of
whole names. Their weights stand in ingest/rules/name_weights.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plangraph.ingest.mentions.ground import MASK, Ground
from plangraph.ingest.mentions.heads import is_generic
from plangraph.ingest.mentions.spans import Stretch
from plangraph.ingest.named import Candidate

FIGURE = re.compile(r"[0-9]")
LATIN = re.compile(r"[A-Za-z]")
CLOSER = re.compile(r"等\d*[余多]?[个项家条座场处]?([\u4e00-\u9fff]{2,6})")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
COUNT_AFTER = re.compile(
    r"\s*(?:各|达|超|近|约|共)?(?:到|至)?\d[\d.,]*[万亿余多]?(?:个|家|项|条|座|所|处|件|名|位|场|批|只|类|对|户|亩|公里|公顷)"
)
NUMBER_AFTER = re.compile(r"(?:[\u4e00-\u9fff]{0,6})?\s*\d")
MEASURED = re.compile(r"\d")
SPACE = re.compile(r"\s")
END = "\0"
"""Between features: no text has it."""
SIZES = (2, 3, 4, 5, 6, 8, 10, 13, 17, 22)


class Surroundings:
    """What is asked of a ground again and again: which areas, lists and cues lie where."""

    def __init__(self, ground: Ground, areas: Sequence[Candidate], lists: Sequence[Candidate]) -> None:
        self.ground = ground
        self.lists = lists
        self.area_starts = {c.start: c.end for c in areas}
        self.area_marks = bytearray(len(ground.text) + 1)
        for c in areas:
            self.area_marks[c.start : c.end] = b"\1" * (c.end - c.start)
        self.listed = {(c.start, c.end): c.type for c in lists}
        self.list_ends = {c.end: c.type for c in lists}
        self.cue_at = {cue.start: cue for clause in ground.clauses for cue in clause.cues}


def features(around: Surroundings, s: Stretch) -> list[str]:
    """The features of a stretch, without white space in them."""
    return SPACE.sub("_", END.join(_features(around, s))).split(END)


def _features(around: Surroundings, s: Stretch) -> Iterator[str]:
    ground = around.ground
    clause = ground.clauses[s.clause]
    name = ground.masked[s.start : s.end]
    text = ground.text
    size = next((str(n) for n in SIZES if len(name) <= n), "long")
    yield "bias"
    yield f"size={size}"
    for source in s.sources:
        yield f"by={source}"
    yield f"rank={s.rank}"
    word = "#n" if MEASURED.search(s.edge.word) else s.edge.word
    yield f"opener={word or clause.before or '^'}"
    yield f"verb={s.edge.verb}"
    last = text[max(s.start, s.end - 2) : s.end]
    yield f"group={s.edge.group}"
    yield f"group-end={s.edge.group}/{last}"
    yield f"verb-end={s.edge.verb}/{last}"
    yield f"open-end={s.edge.role}/{last}/{s.rank}"
    if clause.before == "、" and s.clause:
        earlier = ground.clauses[s.clause - 1]
        yield f"before-list={text[max(0, earlier.end - 2) : earlier.end]}"
    yield f"gap={min(s.start - s.edge.at, 3) if s.start > s.edge.at else 0}"
    yield from _inside(around, s, name)
    yield from _right(around, s)
    before = text[s.start - 1 : s.start]
    yield f"left={before if before and not CHINESE.match(before) else 'zh'}"
    if MASK in name:
        piece = next((p for p in ground.pieces if s.start <= p[0] and p[1] <= s.end), None)
        if piece:
            yield from _piece(text, piece, s)
    else:
        yield f"end2={name[-2:]}"
        yield f"end1={name[-1:]}"
        yield f"end3={name[-3:]}"
        yield f"end4={name[-4:]}"
        yield f"head3={name[:3]}"
        yield f"head1={name[:1]}"
        yield f"size-end={size}/{name[-2:]}"
        yield f"head2={name[:2]}"


def _inside(around: Surroundings, s: Stretch, name: str) -> Iterator[str]:
    if FIGURE.search(name):
        yield "figure"
    if LATIN.search(name):
        yield "latin"
    if around.area_starts.get(s.start, 0) and around.area_starts[s.start] <= s.end:
        yield "area-first" if around.area_starts[s.start] < s.end else "area-whole"
    elif any(around.area_marks[s.start : s.end]):
        yield "area-inside"
    if "的" in name:
        yield "of-inside"
    bare = name.replace(MASK, "")
    if is_generic(bare):
        yield "generic"
    elif is_generic(name[:-2]):
        yield "generic-before"
    inner = [c for c in around.ground.clauses[s.clause].cues if s.start <= c.start and c.end <= s.end]
    for cue in inner[:3]:
        yield f"in={cue.role}"
        if cue.start == s.start:
            yield f"starts={cue.role}"
    for kind in ("和", "与", "及"):
        if kind in name:
            yield "and-inside"


def _right(around: Surroundings, s: Stretch) -> Iterator[str]:
    ground = around.ground
    text = ground.text
    after = text[s.end : s.end + 1]
    clause = ground.clauses[s.clause]
    if COUNT_AFTER.match(text, s.end):
        yield "right=#count"
    elif NUMBER_AFTER.match(ground.masked[s.end : min(clause.end, s.end + 8)]):
        yield "right=#number"
    cue = around.cue_at.get(s.end)
    if cue is not None:
        yield f"next={'#n' if MEASURED.search(cue.word) else cue.word}"
    elif after and CHINESE.match(after):
        yield "next=zh"
        yield f"next2={text[s.end : s.end + 2]}"
    else:
        yield f"next={after}"
    if after == "、" and s.clause + 1 < len(ground.clauses):
        later = ground.clauses[s.clause + 1]
        yield f"after-list={text[max(0, later.end - 2) : later.end]}"
    closer = CLOSER.match(ground.masked, s.end)
    if closer:
        yield f"closer={closer.group(1)[-2:]}"
    kind = around.listed.get((s.start, s.end)) or around.list_ends.get(s.end)
    if kind:
        yield f"list={kind}"
        yield f"list-exact={(s.start, s.end) in around.listed}"


def _piece(text: str, piece: tuple[int, int], s: Stretch) -> Iterator[str]:
    inner = text[piece[0] + 1 : piece[1] - 1]
    where = (
        "whole"
        if piece == (s.start, s.end)
        else "first"
        if piece[0] == s.start
        else "last"
        if piece[1] == s.end
        else "mid"
    )
    yield f"piece={where}"
    yield f"piece-size={min(len(inner), 12) // 2}/{where}"
    yield f"piece-figure={bool(re.search('[0-9+＋]', inner))}/{where}"
    yield f"piece-numeral={bool(re.search('[一二两三四五六七八九十百千万双]', inner))}/{where}"
    yield f"piece-end={inner[-2:]}"
    yield f"piece-comma={bool(re.search('[、，]', inner))}"
    if text[s.end - 1] not in "”》":
        yield f"end2={text[s.end - 2 : s.end]}"
        yield f"after-piece={min(s.end - piece[1], 8)}"
    else:
        yield f"piece-next={text[s.end : s.end + 2]}"
    yield f"piece-before={text[max(0, piece[0] - 2) : piece[0]]}"
