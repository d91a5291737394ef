"""Characters that look like others: CJK radicals stand for the characters that they are drawn as."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

RADICALS = re.compile("[\u2e80-\u2fdf]")
UNREADABLE = re.compile("[0-9.０-９]*[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+[0-9.０-９]*")
"""Characters that were lost or that only a font knew, and the figures next to them: one of these may be missing."""


def fold(text: str) -> str:
    """Radicals (U+2E80-2FDF) replaced by the characters they look like, one for one: offsets stay."""
    return RADICALS.sub(lambda found: _table().get(found.group(), found.group()), text)


@cache
def _table() -> dict[str, str]:
    """NFKC knows the Kangxi radicals (U+2F00-2FD5) and two others; the data file has the rest of the supplement."""
    lines = files("plangraph.ingest.rules").joinpath("radicals.tsv").read_text(encoding="utf-8").splitlines()
    table = dict(line.split("\t")[:2] for line in lines[1:])
    for code in range(0x2E80, 0x2FE0):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[chr(code)] = plain
    return table
