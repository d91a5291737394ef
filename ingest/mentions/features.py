"""What speaks for or against a stretch being a name: features of its form and of the words around it.

Features are made of words of the rule files and of general forms (length, figures, the last two characters), never of
whole names. Their weights stand in ingest/rules/name_weights.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

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
PIECE_FIGURE = re.compile("[0-9+＋]")
PIECE_NUMERAL = re.compile("[一二两三四五六七八九十百千万双]")
PIECE_COMMA = re.compile("[、，]")
SIZES = (2, 3, 4, 5, 6, 8, 10, 13, 17, 22)


class Surroundings:
    """What is asked of a ground again and again: which areas, lists and cues lie where, what is behind an end."""

    def __init__(self, ground: Ground, areas: Sequence[Candidate], lists: Sequence[Candidate]) -> None:
        self.ground = ground
        self.text, self.masked = SPACE.sub("_", ground.text), SPACE.sub("_", ground.masked)
        self.lists = lists
        self.area_starts = {c.start: c.end for c in areas}
        self.area_marks = bytearray(len(ground.text) + 1)
        for c in areas:
            self.area_marks[c.start : c.end] = b"\1" * (c.end - c.start)
        self.listed = {(c.start, c.end): c.type for c in lists}
        self.list_ends = {c.end: c.type for c in lists}
        self.cue_at = {cue.start: cue for clause in ground.clauses for cue in clause.cues}
        self._behind: dict[int, list[str]] = {}

    def behind(self, s: Stretch) -> list[str]:
        """The features of what follows a stretch: the same for all stretches that end there."""
        known = self._behind.get(s.end)
        if known is None:
            known = self._behind[s.end] = _behind(self, s)
        return known

    def piece_in(self, s: Stretch) -> tuple[int, int] | None:
        """The first quotation that lies wholly in a stretch."""
        pieces = self.ground.pieces
        at = bisect_left(pieces, (s.start, 0))
        return pieces[at] if at < len(pieces) and pieces[at][1] <= s.end else None


def features(around: Surroundings, s: Stretch) -> list[str]:
    """The features of a stretch, without white space in them."""
    clause = around.ground.clauses[s.clause]
    name, text, edge = around.masked[s.start : s.end], around.text, s.edge
    size = _size(len(name))
    found = ["bias", size, *_proposed(s.sources), f"rank={s.rank}"]
    found += _opened(edge.word, clause.before, edge.verb, edge.group)
    found += _closed(edge.role, edge.verb, edge.group, s.rank, text[max(s.start, s.end - 2) : s.end])
    if clause.before == "、" and s.clause:
        end = around.ground.clauses[s.clause - 1].end
        found.append(f"before-list={text[max(0, end - 2) : end]}")
    found.append(f"gap={min(s.start - edge.at, 3) if s.start > edge.at else 0}")
    found += _inside(around, s, name)
    found += around.behind(s)
    kind = around.listed.get((s.start, s.end)) or around.list_ends.get(s.end)
    if kind:
        found += [f"list={kind}", f"list-exact={(s.start, s.end) in around.listed}"]
    before = around.ground.text[s.start - 1 : s.start]
    found.append(f"left={SPACE.sub('_', before) if before and not CHINESE.match(before) else 'zh'}")
    if MASK not in name:
        longest, first, second = _heads(name[:3])
        found += (*_tails(name[-4:]), longest, first, f"{size.replace('size', 'size-end')}/{name[-2:]}", second)
    elif piece := around.piece_in(s):
        found += _piece(text, piece, s)
    return found


# The same few words open and close most stretches: to look up what they make is quicker than to write it once more.
@lru_cache(maxsize=64)
def _size(length: int) -> str:
    return f"size={next((n for n in SIZES if length <= n), 'long')}"


@lru_cache(maxsize=1024)
def _proposed(sources: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"by={source}" for source in sources)


@lru_cache(maxsize=8192)
def _opened(word: str, before: str, verb: str, group: str) -> tuple[str, ...]:
    return (f"opener={_shown(word) or SPACE.sub('_', before) or '^'}", f"verb={verb}", f"group={group}")


@lru_cache(maxsize=8192)
def _closed(role: str, verb: str, group: str, rank: int, last: str) -> tuple[str, ...]:
    return (f"group-end={group}/{last}", f"verb-end={verb}/{last}", f"open-end={role}/{last}/{rank}")


@lru_cache(maxsize=8192)
def _tails(tail: str) -> tuple[str, ...]:
    return (f"end2={tail[-2:]}", f"end1={tail[-1:]}", f"end3={tail[-3:]}", f"end4={tail}")


@lru_cache(maxsize=8192)
def _heads(head: str) -> tuple[str, str, str]:
    return (f"head3={head}", f"head1={head[:1]}", f"head2={head[:2]}")


def _shown(word: str) -> str:
    """A cue word as features have it: those with figures are one."""
    return "#n" if MEASURED.search(word) else SPACE.sub("_", word)


def _inside(around: Surroundings, s: Stretch, name: str) -> list[str]:
    found: list[str] = []
    if FIGURE.search(name):
        found.append("figure")
    if LATIN.search(name):
        found.append("latin")
    area = around.area_starts.get(s.start, 0)
    if area and area <= s.end:
        found.append("area-first" if area < s.end else "area-whole")
    elif around.area_marks.find(1, s.start, s.end) >= 0:
        found.append("area-inside")
    if "的" in name:
        found.append("of-inside")
    plain = around.ground.masked[s.start : s.end]
    if is_generic(plain.replace(MASK, "")):
        found.append("generic")
    elif is_generic(plain[:-2]):
        found.append("generic-before")
    inner = [c for c in around.ground.clauses[s.clause].cues if s.start <= c.start and c.end <= s.end]
    for cue in inner[:3]:
        found.append(f"in={cue.role}")
        if cue.start == s.start:
            found.append(f"starts={cue.role}")
    found += ["and-inside" for kind in "和与及" if kind in name]
    return found


def _behind(around: Surroundings, s: Stretch) -> list[str]:
    ground, end = around.ground, s.end
    after, clause = ground.text[end : end + 1], ground.clauses[s.clause]
    found: list[str] = []
    if COUNT_AFTER.match(ground.text, end):
        found.append("right=#count")
    elif NUMBER_AFTER.match(ground.masked[end : min(clause.end, end + 8)]):
        found.append("right=#number")
    cue = around.cue_at.get(end)
    if cue is not None:
        found.append(f"next={_shown(cue.word)}")
    elif after and CHINESE.match(after):
        found += ["next=zh", f"next2={around.text[end : end + 2]}"]
    else:
        found.append(f"next={around.text[end : end + 1]}")
    if after == "、" and s.clause + 1 < len(ground.clauses):
        later = ground.clauses[s.clause + 1].end
        found.append(f"after-list={around.text[max(0, later - 2) : later]}")
    closer = CLOSER.match(ground.masked, end)
    if closer:
        found.append(f"closer={closer.group(1)[-2:]}")
    return found


def _piece(text: str, piece: tuple[int, int], s: Stretch) -> list[str]:
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
    found = [
        f"piece={where}",
        f"piece-size={min(len(inner), 12) // 2}/{where}",
        f"piece-figure={PIECE_FIGURE.search(inner) is not None}/{where}",
        f"piece-numeral={PIECE_NUMERAL.search(inner) is not None}/{where}",
        f"piece-end={inner[-2:]}",
        f"piece-comma={PIECE_COMMA.search(inner) is not None}",
    ]
    if text[s.end - 1] not in "”》":
        found += [f"end2={text[s.end - 2 : s.end]}", f"after-piece={min(s.end - piece[1], 8)}"]
    else:
        found.append(f"piece-next={text[s.end : s.end + 2]}")
    found.append(f"piece-before={text[max(0, piece[0] - 2) : piece[0]]}")
    return found
