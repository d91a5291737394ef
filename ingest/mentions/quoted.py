"""Quoted names and book titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plangraph.ingest.mentions.ground import Ground
from plangraph.ingest.mentions.heads import generic_words
from plangraph.ingest.named import Candidate

HONOUR_BEFORE = re.compile(
    r"(?:入选|获评|荣获|评为|授予|命名为|认定为|跻身|创建|争创|获|入围|上榜|列入|称号)[\u4e00-\u9fff]{0,6}$"
)
EVENT_BEFORE = re.compile(r"(?:举办|承办|开展|组织|办好|策划)[\u4e00-\u9fff]{0,4}$")
EVENT_AFTER = re.compile(r"^(?:品牌)?(?:系列)?(?:主题)?(?:活动|大赛|赛事|节|季|展)")
PLATFORM_END = re.compile(r"(?:中心|平台|港|驿站|集市|超市|市场|基地|大脑|夜市|工作站)$")
SENTENCE_PARTS = re.compile(r"[，。；]")


def find_quoted(ground: Ground) -> Iterator[Candidate]:
    """Candidates for what stands in quotation marks, without its surroundings; slogans and periods are left out."""
    for start, end in ground.pieces:
        inner = ground.text[start + 1 : end - 1]
        if ground.text[start] == "《":
            yield Candidate(start, end, "Policy", "policy.book-title", 0.95)
            continue
        if len(inner) < 2 or len(inner) > 30 or SENTENCE_PARTS.search(inner):
            continue
        before = ground.text[max(0, start - 10) : start]
        after = ground.text[end : end + 8]
        if _slogan(before, after):
            continue
        yield Candidate(start, end, *_kind(inner, before, after))


def _slogan(before: str, after: str) -> bool:
    return any(before.endswith(w) for w in generic_words("generic.slogan-before")) or any(
        after.startswith(w) for w in generic_words("generic.slogan-after")
    )


def _kind(inner: str, before: str, after: str) -> tuple[str, str, float]:
    if HONOUR_BEFORE.search(before):
        return "Honour", "quote.honour", 0.7
    if PLATFORM_END.search(inner):
        return "Platform", "quote.platform", 0.7
    if EVENT_AFTER.search(after) or (EVENT_BEFORE.search(before) and not after.startswith("行动")):
        return "Event", "quote.event", 0.6
    return "Programme", "quote.programme", 0.6
