"""Parts of a whole: what a note lists after its head, and what a number word sums up (A、B、C“三大战略”)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.relations.clauses import counts
from plangraph.ingest.relations.forms import form
from plangraph.ingest.relations.patterns import Rendered, Token
from plangraph.ingest.relations.words import words
from plangraph.ontology.records import LocalKey

SECTORED = frozenset(["Project", "Platform", "Organization", "Event"])
PARTS = frozenset(["Project", "Platform", "Event", "Place", "Policy", "Honour"])
SUMMED = "members.summed-up"
OF_BRANCHES = "members.branches"
OF_KIND = "members.of-a-kind"
HEADED_BRANCH = "members.under-branch"


def member_claims(sentence: Rendered) -> Iterator[Claim]:
    """Names that a head names as its parts in a sentence: 七大工程：A、B、C; A、B等六大计划."""
    for found in form("summed-up").finditer(sentence.text):
        parts, whole = sentence.token(found["parts"]), sentence.token(found["whole"])
        if len(whole.keys) != 1 or not counts(whole.keys[0].name):
            continue
        if len(parts.keys) > 1 and not any(counts(key.name) for key in parts.keys):
            yield from _joined(parts.keys, whole, SUMMED, 0.9)
    for found in form("branches").finditer(sentence.text):
        parts, whole = sentence.token(found["parts"]), sentence.token(found["whole"])
        if len(whole.keys) == 1 and words("branch-end").search(whole.keys[0].name):
            yield from _joined(parts.keys, whole, OF_BRANCHES, 0.8)
    yield from _of_kind(sentence)
    yield from _under_branch(sentence)


def _of_kind(sentence: Rendered) -> Iterator[Claim]:
    """A、B等“三块地”改革试点: parts of what they are said to be."""
    for found in form("of-a-kind").finditer(sentence.text):
        parts, whole = sentence.token(found["parts"]), sentence.token(found["whole"])
        if (
            len(whole.keys) == 1
            and whole.keys[0].type in ("Programme", "Event")
            and {"“", "”"} & set(whole.keys[0].name)
        ):
            yield from _joined(parts.keys, whole, OF_KIND, 0.8)


def _under_branch(sentence: Rendered) -> Iterator[Claim]:
    """生物医药产业，启用A，加快B、C建设: what a sentence tells under a branch that opens it like a heading."""
    found = form("under-branch").match(sentence.text)
    head = sentence.token(found["head"]) if found else None
    if head is None or len(head.keys) != 1:
        return
    for token in sentence.tokens:
        for key in token.keys if token.start > head.end else ():
            if key.type in SECTORED:
                yield Claim(key, "concerns", head.keys[0], head.start, head.end, HEADED_BRANCH, 0.8)


def belongs(part: LocalKey, whole: LocalKey) -> bool:
    """Whether a thing of this type can be a part of the other: of one kind, or anything of a programme."""
    return part.type == whole.type or (whole.type == "Programme" and part.type in PARTS)


def _joined(parts: Sequence[LocalKey], whole: Token, rule: str, confidence: float) -> Iterator[Claim]:
    for part in parts:
        if belongs(part, whole.keys[0]):
            yield Claim(part, "partOf", whole.keys[0], whole.start, whole.end, rule, confidence)
