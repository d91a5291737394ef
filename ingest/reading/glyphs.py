"""Characters that look like others: CJK radicals stand for the characters that they are drawn as."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

RADICALS = re.compile("[\u2e80-\u2fdf]")


def fold(text: str) -> str:
    """Radicals (U+2E80-2FDF) replaced by the characters they look like, one for one: offsets stay."""
    return RADICALS.sub(lambda found: _table().get(found.group(), found.group()), text)


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for code in range(0x2E80, 0x2FE0):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[chr(code)] = plain
    return table
