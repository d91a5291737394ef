"""The shared corpus: raw files read as their clean copies do, and reports of the genre have two halves."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from plangraph.ingest.layout import View, lay_out
from plangraph.ingest.reading import read_source

pytestmark = pytest.mark.shared

MIYI, YIXIAN = "米易县2023年人民政府工作报告", "易县2025年政府工作报告"
PORTAL_TITLE = (
    "the portal's own title names the area and the year: it is kept, and 政府工作报告 below it is a front line"
)
RAW = {
    "2014_河北省保定市_work-report.txt": {},
    "2022_河北省保定市_work-report.txt": {},
    "2023_四川省攀枝花市米易县_work-report.txt": {MIYI: PORTAL_TITLE, "政府工作报告": PORTAL_TITLE},
    "2024_四川省成都市_work-report.docx": {},
    "2024_山东省济南市_work-report.docx": {},
    "2024_广东省广州市_work-report.docx": {},
    "2024_江苏省苏州市_work-report.docx": {},
    "2024_浙江省宁波市_work-report.docx": {},
    "2024_贵州省铜仁市_work-report.docx": {},
    "2025_河北省保定市_work-report.txt": {},
    "2025_河北省保定市易县_work-report.txt": {YIXIAN: PORTAL_TITLE, "政府工作报告": PORTAL_TITLE},
}  # fmt: skip
"""For each raw file the blocks in which it differs from its clean copy, and why."""


def blocks(view: View) -> list[tuple[str, str]]:
    return [(block.kind, view.text[block.start : block.end]) for block in view.blocks]


@pytest.mark.parametrize("name", RAW)
def test_raw_file_reads_as_its_clean_copy(shared: Path, name: str) -> None:
    raw = blocks(lay_out(read_source(shared / "corpus" / "raw" / name)))
    stem = Path(name).stem
    (clean,) = (p for p in (shared / "corpus").glob(f"*/{stem}.txt") if p.parent.name != "raw")
    expected = blocks(lay_out(read_source(clean)))
    other = set()
    for step, a, b, c, d in SequenceMatcher(None, raw, expected, autojunk=False).get_opcodes():
        if step != "equal":
            other |= {text for _, text in (*raw[a:b], *expected[c:d])}
    assert other == set(RAW[name])


def test_every_raw_file_is_tested(shared: Path) -> None:
    assert {path.name for path in (shared / "corpus" / "raw").iterdir()} == set(RAW)


ODD = {
    "city/2024_河北省保定市_work-report.txt": "only the plan, and no year in it",
    "city/2024_山东省日照市_work-report.txt": "breaks off before the plan",
    "county/2010_河北省保定市涞水县_work-report.txt": "breaks off before the plan",
    "county/2011_河北省保定市涞水县_work-report.txt": "breaks off before the plan",
    "county/2017_河北省保定市易县_work-report.txt": "breaks off before the plan",
    "county/2024_四川省攀枝花市米易县_work-report.txt": "its text is the report of 2022",
}


@pytest.mark.slow
def test_reports_have_two_halves_and_their_years(shared: Path) -> None:
    """All reports of cities, counties and provinces: what was done comes first, then what is planned."""
    wrong = []
    for folder in ("city", "county", "province"):
        for path in sorted((shared / "corpus" / folder).glob("*_work-report*.txt")):
            view = lay_out(read_source(path))
            year = int(path.name[:4])
            halves = {sentence.modality for sentence in view.sentences()}
            if halves != {"actual", "target"} or (view.year_reviewed, view.year_planned) != (year - 1, year):
                wrong.append(f"{folder}/{path.name}")
    assert set(wrong) <= set(ODD)


@pytest.mark.slow
def test_no_report_loses_a_character(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*/*.txt")):
        source = read_source(path)
        view = lay_out(source)
        hidden = {at for span, _ in view.dropped for at in range(span.start, span.end)}
        left = set(range(len(source.text))) - hidden - {place for place in view.places if place >= 0}
        assert not [source.text[at] for at in left if not source.text[at].isspace()], path.name
