"""Quoted names and book titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plangraph.ingest.mentions.ground import Ground, edges
from plangraph.ingest.mentions.heads import generic_words
from plangraph.ingest.named import Candidate

HONOUR_BEFORE = re.compile(
    r"(?:入选|获评|荣获|评为|授予|命名为|认定为|跻身|创建|争创|获|入围|上榜|列入|称号)[\u4e00-\u9fff]{0,6}$"
)
EVENT_BEFORE = re.compile(r"(?:举办|承办|开展|组织|办好|策划)[\u4e00-\u9fff]{0,4}$")
EVENT_AFTER = re.compile(r"^(?:品牌)?(?:系列)?(?:主题)?(?:活动|大赛|赛事|节|季|展)")
PLATFORM_END = re.compile(r"(?:中心|平台|港|驿站|集市|超市|市场|基地|大脑|夜市|工作站)(?:\d\.0版?)?$")
VERSION = re.compile(r"\d\.0版?")
SITE = re.compile(r"(?:[\u4e00-\u9fff]{2}|[东南西北][\u4e00-\u9fff]{2,3})(?:路|大道|步行街|广场|公园|社区)$")
SENTENCE_PARTS = re.compile(r"[，。；]")


def find_quoted(ground: Ground) -> Iterator[Candidate]:
    """Candidates for what stands in quotation marks; slogans and periods are left out.

    A version after the marks (“惠农集市”2.0) belongs to the name, and so does the site before a platform's.
    """
    for start, end in ground.pieces:
        inner = ground.text[start + 1 : end - 1]
        if ground.text[start] == "《":
            yield Candidate(start, end, "Policy", "policy.book-title", 0.95)
            continue
        if len(inner) < 2 or len(inner) > 30 or SENTENCE_PARTS.search(inner):
            continue
        before = ground.text[max(0, start - 10) : start]
        version = VERSION.match(ground.text, end)
        if _slogan(before, ground.text[end : end + 8]):
            continue
        kind, rule, confidence = _kind(inner, before, ground.text[end : end + 8])
        close = version.end() if version else end
        yield Candidate(start, close, kind, rule, confidence)
        site = SITE.search(ground.masked[_opening(ground, start) : start])
        if site and kind == "Platform":
            yield Candidate(start - len(site.group()), close, kind, "quote.platform-on-site", 0.8)


def _opening(ground: Ground, at: int) -> int:
    clause = ground.clauses[ground.clause_at(at)]
    return edges(ground, clause, at)[-1].at if clause.start <= at else at


def _slogan(before: str, after: str) -> bool:
    return any(before.endswith(w) for w in generic_words("generic.slogan-before")) or any(
        after.startswith(w) for w in generic_words("generic.slogan-after")
    )


def _kind(inner: str, before: str, after: str) -> tuple[str, str, float]:
    if HONOUR_BEFORE.search(before):
        return "Honour", "quote.honour", 0.54
    if PLATFORM_END.search(inner):
        return "Platform", "quote.platform", 0.46
    if EVENT_AFTER.search(after) or (EVENT_BEFORE.search(before) and not after.startswith("行动")):
        return "Event", "quote.event", 0.3
    return "Programme", "quote.programme", 0.3
