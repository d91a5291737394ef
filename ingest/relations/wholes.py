"""Parts of a whole that a head leads: what a note or a sentence lists behind it, over all sentences of its block.

A head may lead heads of its own (三区三线：“三区”是指…；“三线”是指…): they are its parts, and what they list is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.clauses import counts
from plangraph.ingest.relations.forms import form
from plangraph.ingest.relations.members import belongs
from plangraph.ingest.relations.patterns import Rendered, Token
from plangraph.ingest.relations.words import words
from plangraph.ontology.records import LocalKey

NAME = re.compile(r"⟦\w+:\d+⟧")
ANEW = re.compile(r"[\[〔（(]?\d{1,3}[\]〕）).．、]|⟦\w+:\d+⟧[：:]")
CLOSE = re.compile("[）)]")
MARKS = re.compile(r"[“”‘’《》、，\s]")
HEADED = frozenset(["Programme", "Platform", "Place", "Policy", "Fund", "Indicator"])
NOTE = "members.after-head"
NAMED_HEAD = "members.headed-list"
INNER = "members.inner-head"
INNER_SURE = 0.65
"""Right in 64 of 100 over the annotated training texts; most of the others have a name that these do not mark."""
FURTHER = "members.further"
FURTHER_SURE = 0.7
"""Right in 70 of 100 there."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """A head and the names that stand behind it before the next head."""

    head: Token
    told: bool
    behind: tuple[Token, ...]


class Wholes:
    """Reads the sentences of one document in order and keeps the head of the block."""

    def __init__(self) -> None:
        self._block = -1
        self._head: LocalKey | None = None

    def claims(self, block: int, sentence: Rendered) -> Iterator[Claim]:
        """The parts that a sentence lists behind the heads in it, and what it adds to the head of its block."""
        opening = self._open(block, sentence)
        leads = _leads(sentence)
        if opening and numbers(opening.keys[0]) and all(lead.head != opening for lead in leads):
            leads.insert(0, _far(sentence, opening, leads))
        for lead in leads:
            yield from _listed(lead)
        if self._head:
            yield from _under(self._head, sentence, leads, opening)

    def _open(self, block: int, sentence: Rendered) -> Token | None:
        """The head that the first sentence of a block sets, or a note that runs on from another."""
        found = form("opening").match(sentence.text)
        if block == self._block and not (found and ANEW.match(sentence.text)):
            return None
        self._block, self._head = block, None
        token = sentence.token(found["head"]) if found else None
        if token is None or len(token.keys) != 1:
            return None
        self._head = token.keys[0]
        return token


def _leads(sentence: Rendered) -> list[_Lead]:
    found = [m for m in form("lead").finditer(sentence.text) if len(sentence.token(m["head"]).keys) == 1]
    leads: list[_Lead] = []
    for number, match in enumerate(found):
        head = sentence.token(match["head"])
        end = found[number + 1].start() if number + 1 < len(found) else len(sentence.text)
        if match["note"]:
            close = CLOSE.search(sentence.text, match.end())
            end = min(end, close.start()) if close else end
        behind = [sentence.token(m[0]) for m in NAME.finditer(sentence.text[match.end() : end])]
        leads.append(_Lead(head, match["told"] is not None, tuple(t for t in behind if not _aside(sentence, t))))
    return leads


def _far(sentence: Rendered, head: Token, leads: list[_Lead]) -> _Lead:
    """A note's head whose parts come only after who decided on it, and when (四个歼灭战：2019年，县委提出，…)."""
    end = min((lead.head.start for lead in leads), default=sentence.tokens[-1].end)
    return _Lead(head, False, tuple(t for t in sentence.tokens if head.end < t.start < end and not _aside(sentence, t)))


def _listed(lead: _Lead) -> Iterator[Claim]:
    """The names behind a head: all of them if the head counts, else the first list, if words say that it is its."""
    head = lead.head.keys[0]
    parts = [key for t in lead.behind for key in t.keys if _is_part(key, head)]
    if numbers(head):
        rule, confidence = NOTE, 0.9
    elif lead.told and lead.behind and len(lead.behind[0].keys) > 1:
        rule, confidence = NAMED_HEAD, 0.88
        parts = [key for key in lead.behind[0].keys if _is_part(key, head)]
    else:
        return
    if len(parts) > 1:
        for part in parts:
            yield _claim(part, head, lead.head, rule, confidence)


def _under(head: LocalKey, sentence: Rendered, leads: list[_Lead], opening: Token | None) -> Iterator[Claim]:
    """The heads in a sentence below the head of its block, and names that the sentence adds to it at its beginning."""
    inner = [t for t in _inner(sentence, leads) if t != opening and t.keys[0] != head]
    for token in inner:
        key = token.keys[0]
        if _is_part(key, head) and (_within(key, head) or _numbered(key, head)):
            yield _claim(key, head, token, INNER, INNER_SURE)
    if inner or not numbers(head):
        return
    found = form("first-part").search(sentence.text) if opening else form("next-part").match(sentence.text)
    if found is None:
        return
    part = sentence.token(found["part"])
    for key in part.keys:
        if _is_part(key, head):
            yield _claim(key, head, part, FURTHER, FURTHER_SURE)


def _inner(sentence: Rendered, leads: list[_Lead]) -> list[Token]:
    """Heads in a sentence: those that lead, those that are defined, and those that count what stands before them."""
    defined = [sentence.token(m["head"]) for m in form("defined").finditer(sentence.text)]
    counting = [t for t in sentence.tokens if counts(t.keys[-1].name)]
    heads = [lead.head for lead in leads] + defined + counting
    return [t for t in dict.fromkeys(heads) if len(t.keys) == 1]


def _aside(sentence: Rendered, token: Token) -> bool:
    """Whether a name only says by what or where: 以“链长制”为抓手, but not 以开发区为核心."""
    at = sentence.places.index(token.start)
    if not words("aside").search(sentence.text[:at]):
        return False
    behind = sentence.text[sentence.text.index("⟧", at) + 1 :]
    return words("as-part").match(behind) is None


def _is_part(part: LocalKey, whole: LocalKey) -> bool:
    """Whether types allow it; neither a meeting that decided on a scheme is a part of it nor its own shorter name."""
    if not belongs(part, whole) or (part.type == "Event" and words("meeting").search(part.name)):
        return False
    return MARKS.sub("", part.name) not in MARKS.sub("", whole.name) or _within(part, whole)


def numbers(head: LocalKey) -> bool:
    """Whether a head says that it has several parts: 三大战略, 三区三线, 四进校园, “标准地+承诺制” does not."""
    return counts(head.name) or (head.type in HEADED and words("several-parts").match(head.name) is not None)


def _within(part: LocalKey, whole: LocalKey) -> bool:
    """Whether a name is one of several in the other: 承诺制 of “标准地+承诺制”, 三区 of 三区三线.

    Not 一张图 of 国土治理“一张图”, which only says more of the same.
    """
    short, long = MARKS.sub("", part.name), MARKS.sub("", whole.name)
    if part.type != whole.type or len(short) < 2 or short == long or short not in long:
        return False
    rest = long.removesuffix(short)
    return rest == long or (len(rest) > 1 and words("several").search(rest) is not None)


def _numbered(part: LocalKey, whole: LocalKey) -> bool:
    """Whether a name with a number is one of those that the other counts: 五个保定 of 11258."""
    apart = part.type != "Indicator" and MARKS.sub("", part.name) not in MARKS.sub("", whole.name)
    return apart and numbers(whole) and words("numbered").match(part.name) is not None


def _claim(part: LocalKey, whole: LocalKey, at: Token, rule: str, confidence: float) -> Claim:
    return Claim(part, "partOf", whole, at.start, at.end, rule, confidence)
