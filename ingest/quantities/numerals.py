"""Numbers as they are written in reports: Arabic ones with thousands marks, and Chinese numerals."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import cn2an

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""A number in Arabic digits, with or without thousands marks, in text without white space."""

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"
"""A whole number in Chinese numerals."""


def arabic(written: str) -> Decimal:
    """The value of a number in Arabic digits as written: `1,234.50` is 1234.50. Raises ValueError for anything else."""
    bare = written.replace(",", "")
    if not bare.replace(".", "", 1).isascii() or not bare.replace(".", "", 1).isdigit():
        raise ValueError(f"not a number in Arabic digits: {written!r}")
    return Decimal(bare)


@lru_cache(maxsize=4096)
def chinese(written: str) -> Decimal | None:
    """The value of a Chinese numeral (二十 is 20, 一百零五 is 105), or None where the characters make no number."""
    plain = written.replace("两", "二").replace("〇", "零")
    if plain[:1] in ("百", "千", "万", "亿"):
        plain = "一" + plain
    try:
        return Decimal(int(cn2an.cn2an(plain, "normal")))
    except ValueError:
        return None


def number(written: str) -> Decimal | None:
    """The value of a number in either script, or None."""
    return arabic(written) if written[:1].isascii() and written[:1].isdigit() else chinese(written)


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part / whole` to four places, without trailing zeros; None where `whole` is zero."""
    if not whole:
        return None
    return plain(round(part / whole, 4))


def plain(value: Decimal) -> Decimal:
    """The value without exponent and trailing zeros: 2E+1 is 20, 0.5000 is 0.5."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
