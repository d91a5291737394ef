"""Headings as a tree: 一、 above （一） above 1. above （1）, and lines that head what follows without a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.ingest.layout.draft import Draft, Run
from plangraph.ingest.layout.paragraphs import NUMBERING
from plangraph.ingest.layout.words import form, matches

RANKS = {"part": 1, "cn": 2, "pcn": 3, "num": 4, "pnum": 5}
BARE = 6
"""The rank of a heading without a number; one that names a half of the report ranks with the parts."""
LONGEST = {"part": 60, "cn": 60, "pcn": 60, "num": 36, "pnum": 36}
LEAD = re.compile(r"[^。！？；：]{1,60}(?:[。！？：]|$)")


def find_headings(drafts: Sequence[Draft], source: str) -> list[Draft]:
    """The same blocks with headings told from paragraphs; a heading that a paragraph runs on from is cut off it."""
    made: list[Draft] = []
    for draft in drafts:
        made.extend(_split(draft, source) if draft.kind == "paragraph" else [draft])
    for at, draft in enumerate(made):
        following = made[at + 1 : at + 2]
        if draft.kind == "paragraph" and following and following[0].kind == "row" and _captions(draft, source):
            draft.kind, draft.caption = "heading", True
        elif draft.kind == "paragraph" and (draft.styled or _bare(draft, following, source)):
            text = draft.text(source).strip()
            draft.kind, draft.title = "heading", text
            draft.level = RANKS["part"] if matches("half", text) or matches("note", text) else BARE
        elif draft.kind == "heading" and not draft.caption and not draft.title:
            draft.title, draft.level = draft.text(source).strip(), draft.level or BARE
    return made


def _split(draft: Draft, source: str) -> list[Draft]:
    """A numbered paragraph as heading and rest; any other as it is."""
    offsets = [at for a, b in draft.runs for at in range(a, b)]
    text = "".join(source[at] for at in offsets)
    numbered = NUMBERING.match(text)
    if not numbered:
        return [draft]
    style = str(numbered.lastgroup)
    glued = form("glued", "glued-heading").match(text)
    lead = glued or LEAD.match(text, numbered.end())
    if not lead:
        return [draft]
    title = text[numbered.end() : lead.end()]
    plain = re.sub(r"\s+", "", title)
    counted = form("number", "counted").search(plain)
    if len(plain) > LONGEST[style] or (style in ("num", "pnum") and (counted or plain.endswith("："))):
        return [draft]
    if plain.endswith("：") and len(text) > lead.end():
        return [draft]
    number = numbered.group().strip("、．. ")
    head = Draft(
        "heading", runs_of(offsets[: lead.end()]), number=number, title=plain.strip("。！：；"), level=RANKS[style]
    )
    rest = offsets[lead.end() :]
    if not text[lead.end() :].strip():
        return [head]
    return [head, Draft("paragraph", runs_of(rest))]


def runs_of(offsets: Sequence[int]) -> list[Run]:
    """Consecutive offsets as runs."""
    runs: list[Run] = []
    for at in offsets:
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _bare(draft: Draft, following: Sequence[Draft], source: str) -> bool:
    """A short line without a sentence's end, with a text below it, or one that names a half of the report."""
    text = draft.text(source).strip()
    if not 4 <= len(text) <= 40 or re.search(r"[。；]|[：！？，,;:!?…、]$", text):
        return False
    if not re.search(r"[\u4e00-\u9fff]{2}", text) or re.match(r"[—―─\-]{2}", text):
        return False
    if form("note", "note-title").search(text):
        return True
    if not following:
        return False
    if matches("half", text):
        return following[0].kind in ("paragraph", "heading")
    return following[0].kind == "paragraph" and _reads_on(following[0].text(source).strip())


def _captions(draft: Draft, source: str) -> bool:
    text = draft.text(source).strip()
    return len(text) <= 40 and not re.search(r"[。；！？，：]", text)


def _reads_on(text: str) -> bool:
    return len(text) > 30 and bool(re.search(r"[。；：！]", text))
