"""Numbers as they are written in reports: Arabic ones with thousands marks, and Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

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


DIGITS = "零一二三四五六七八九"
BELOW_TEN_THOUSAND = re.compile("零?(?:(_)千)?零?(?:(_)百)?零?(?:(_?)十)?零?(_)?".replace("_", f"[{DIGITS[1:]}]"))
SHORTENED = re.compile(f"[百千][{DIGITS[1:]}]$")
SCALES = (("亿", 10**8), ("万", 10**4))


@lru_cache(maxsize=4096)
def chinese(written: str) -> Decimal | None:
    """The value of a Chinese numeral (二十 is 20, 一百零五 is 105, 二〇二四 is 2024), or None where it is none.

    一百二 is none: it is said for 120, and reads as 102.
    """
    plain = written.replace("两", "二").replace("〇", "零")
    if plain[:1] in ("百", "千", "万", "亿"):
        plain = "一" + plain
    if plain and all(c in DIGITS for c in plain):
        return Decimal("".join(str(DIGITS.index(c)) for c in plain))
    value = _whole(plain)
    return Decimal(value) if value else None


def _whole(plain: str) -> int | None:
    """The value of a numeral with units, each scale once and in falling order; None for anything else."""
    for sign, scale in SCALES:
        above, found, below = plain.partition(sign)
        if found:
            high, low = _whole(above), _whole(below) if below else 0
            return high * scale + low if high and low is not None and low < scale else None
    match = BELOW_TEN_THOUSAND.fullmatch(plain)
    if match is None or SHORTENED.search(plain):
        return None
    thousands, hundreds, tens, ones = match.groups()
    ten = 10 * (DIGITS.index(tens) if tens else 1) if tens is not None else 0
    return sum(DIGITS.index(d) * n for d, n in ((thousands, 1000), (hundreds, 100), (ones, 1)) if d) + ten


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
