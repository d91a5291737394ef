"""What a text must hold for a pattern to match in it: most rules find nothing in most lines, and need not be tried.

`届` or `号` stands in whatever `\\d{1,3}届(?=人大)|\\d{1,2}号` matches; a line without either is not searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

FEW = 48
"""Of a larger class of characters most lines hold one: it would spare nothing."""
NOTHING: frozenset[str] = frozenset()

# The one parser that reads patterns as `re` does. It is not public: without it nothing is spared, and all is found.
try:
    _parser: Any = import_module("re._parser")
except ImportError:
    _parser = None


def signs_of(pattern: re.Pattern[str]) -> frozenset[str]:
    """Characters of which every text in which the pattern matches holds one; none where no such set is sure and small.

    What a lookahead or lookbehind asks for stands in the text too.
    """
    if _parser is None or pattern.flags & re.IGNORECASE:
        return NOTHING
    return _of_all(_parser.parse(pattern.pattern, pattern.flags))


def _of_all(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Of things that stand one after the other: the smallest set of one of them."""
    return min(filter(None, (_of_one(str(sort), body) for sort, body in items)), key=len, default=NOTHING)


def _of_one(sort: str, body: Any) -> frozenset[str]:  # noqa: ANN401 - each sort has a body of its own
    match sort:
        case "LITERAL":
            return frozenset(chr(body))
        case "IN":
            return _of_class(body)
        case "BRANCH":
            ways = [_of_all(way) for way in body[1]]
            return _few(NOTHING.union(*ways)) if all(ways) else NOTHING
        case "SUBPATTERN":
            return NOTHING if body[1] & re.IGNORECASE else _of_all(body[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_all(body[2]) if body[0] else NOTHING
        case "ASSERT":
            return _of_all(body[1])
        case "ATOMIC_GROUP":
            return _of_all(body)
    return NOTHING


def _of_class(members: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for sort, body in members:
        if str(sort) == "LITERAL":
            found.add(chr(body))
        elif str(sort) == "RANGE" and body[1] - body[0] < FEW:
            found.update(map(chr, range(body[0], body[1] + 1)))
        else:  # a category, a long range, or what is not in the class
            return NOTHING
    return _few(frozenset(found))


def _few(found: frozenset[str]) -> frozenset[str]:
    return found if len(found) <= FEW else NOTHING
