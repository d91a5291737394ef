"""Whose report it is: as the text says, else as the file's name says, else nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.ingest.mentions.areas import area_in_file_name
from plangraph.ingest.pipeline import extract_file

SPEECH = "各位代表：\n现在，我代表市人民政府，向大会报告工作。\n去年，全市地区生产总值增长5.2%。\n"


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("2024_四川省广元市_work-report.txt", "四川省广元市"),
        ("2025年广州市越秀区政府工作报告.pdf", "广州市越秀区"),
        ("广东省2024年国民经济计划报告.docx", "广东省"),
        ("湛江 2024.html", "湛江"),
        ("report-2024.txt", ""),
        ("广州市与湛江市.txt", ""),
        ("朝阳区.txt", ""),
    ],
)
def test_the_area_in_a_file_name(name: str, area: str) -> None:
    assert area_in_file_name(name) == area


@pytest.mark.parametrize(
    ("name", "text", "issuer", "code"),
    [
        ("2024_四川省广元市.txt", SPEECH, "广元市", "510800"),
        ("speech.txt", SPEECH, None, ""),
        ("2024_四川省广元市.txt", "2024年湛江市政府工作报告\n" + SPEECH, "湛江市", "440800"),
    ],
)
def test_the_text_comes_before_the_name(tmp_path: Path, name: str, text: str, issuer: str | None, code: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    document = extract_file(tmp_path / name).document
    assert (document.area.name if document.area else None) == issuer
    assert document.area_code == code
