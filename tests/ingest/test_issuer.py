"""Whose report it is: as the text says, else as the file's name says, else nobody's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from plangraph.ingest.mentions.areas import area_in_file_name, speaking_area
from plangraph.ingest.pipeline import extract_file
from plangraph.ontology.records import Quantity

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
        ("2008_河北省保定市清苑县_work-report.txt", "河北省保定市清苑县"),
        ("广东省各市.txt", ""),
        ("北京市重点区.txt", ""),
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


@pytest.mark.parametrize(
    ("said", "file_name", "area"),
    [
        ("广州市越秀区", "2024_四川省广元市.txt", "广州市越秀区"),
        ("", "2024_四川省广元市.txt", "四川省广元市"),
        ("制定北京市", "speech.txt", "北京市"),
        ("政府网河南省", "2003_河南省驻马店市.txt", "河南省驻马店市"),
        ("政府网河南省", "2003_四川省广元市.txt", "河南省"),
        ("朝阳区", "2024_北京市朝阳区.txt", "北京市朝阳区"),
        ("朝阳区", "2024_四川省广元市.txt", "朝阳区"),
        ("清苑县", "2003_河北省保定市.txt", "清苑县"),
        ("国务院", "2023_全国.txt", "国务院"),
    ],
)
def test_words_before_the_area_that_speaks_are_none_of_its_name(said: str, file_name: str, area: str) -> None:
    assert speaking_area(said, file_name) == area


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        (
            "政府工作报告\n——在西藏自治区第十二届人民代表大会第三次会议上\n现在，我代表自治区人民政府",
            "540000",
        ),
        ("政府工作报告\n——在内江市第八届人民代表大会第五次会议上\n现在，我代表市人民政府", "511000"),
        ("政府工作报告\n现在，我代表市人民政府", ""),
    ],
)
def test_who_only_points_at_the_area_does_not_name_it(tmp_path: Path, opening: str, code: str) -> None:
    (tmp_path / "speech.txt").write_text(f"{opening}，向大会报告工作。\n去年，生产总值增长5.2%。\n", encoding="utf-8")
    assert extract_file(tmp_path / "speech.txt").document.area_code == code


def test_a_report_of_the_state_council_speaks_for_the_country(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "政府工作报告\n——2023年3月5日在第十四届全国人民代表大会第一次会议上\n国务院总理 李克强\n各位代表：\n"
        "现在，我代表国务院，向大会报告政府工作，请予审议。\n去年，国内生产总值增长5.2%。\n",
        encoding="utf-8",
    )
    found = extract_file(path)
    assert found.document.area is not None
    country = next(e for e in found.entities if e.key == found.document.area)
    assert (country.code, country.aliases) == ("100000", ("中国",))
    assert [s.object.value for s in found.statements if isinstance(s.object, Quantity)] == [Decimal("5.2")]
