"""`plangraph remove` on a whole report among others: no phrase of its text is left in any file, in any encoding."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from plangraph.graph.workspace import Workspace

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
OTHER = """关于佛山市禅城区2024年国民经济和社会发展计划执行情况与2025年计划草案的报告

一、2024年国民经济和社会发展计划执行情况

2024年，全区地区生产总值达到12.5亿元，增长4.5%。

二、2025年国民经济和社会发展计划

2025年，推进低空经济产业园项目建设，举办招聘会12场。
"""


def phrases_in(text: str) -> set[str]:
    """Its runs of seven Chinese characters or more, as they stand."""
    return set(re.findall(r"[\u4e00-\u9fff]{7,}", text))


def traces(folder: Path, phrases: set[str]) -> dict[str, int]:
    """How many of the phrases stand in each file."""
    found = {}
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        there = sum(any(phrase.encode(encoding) in data for encoding in ENCODINGS) for phrase in phrases)
        if there:
            found[path.name] = there
    return found


def test_a_removed_report_leaves_no_phrase(reported: Path, tmp_path: Path, sample_report: Path) -> None:
    folder = Path(shutil.copytree(reported, tmp_path / "data"))
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    workspace = Workspace.open(folder)
    program = [sys.executable, "-m", "plangraph", "--workspace", str(folder)]
    subprocess.run([*program, "ingest", str(tmp_path / "other.txt")], check=True, capture_output=True)
    phrases = {p for p in phrases_in(sample_report.read_text(encoding="utf-8")) if p not in OTHER}
    assert len(phrases) > 300
    assert traces(folder, phrases)
    subprocess.run([*program, "remove", sample_report.name], check=True, capture_output=True)
    assert traces(folder, phrases) == {}
    assert [row.source for row in workspace.documents()] == ["other.txt"]
    assert traces(folder, phrases_in(OTHER))
