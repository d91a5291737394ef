"""Plain text: whatever its encoding, the same text; and never a wrong reading of one."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.ingest.reading import ReadError, read_source
from plangraph.ingest.reading.glyphs import RADICALS, fold
from plangraph.ontology.records import document_id

REPORT = "政府工作报告\n各位代表：\n全区地区生产总值增长1.6%，一般公共预算收入59.64亿元。\n"

ENCODED = {
    "utf-8": REPORT.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + REPORT.encode(),
    "gb18030": REPORT.encode("gb18030"),
    "gbk": REPORT.encode("gbk"),
    "utf-16 little end first": codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"),
    "utf-16 big end first": codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"),
    "utf-16 without a mark, little end first": REPORT.encode("utf-16-le"),
    "utf-16 without a mark, big end first": REPORT.encode("utf-16-be"),
    "line ends of Windows": REPORT.replace("\n", "\r\n").encode(),
    "line ends of old Macs": REPORT.replace("\n", "\r").encode("gb18030"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_same_text_in_any_encoding(tmp_path: Path, name: str) -> None:
    (tmp_path / "report.txt").write_bytes(ENCODED[name])
    source = read_source(tmp_path / "report.txt")
    assert source.text == REPORT
    assert document_id(source.text) == document_id(REPORT)
    assert (source.name, source.media_type, source.problems) == ("report.txt", "text/plain", ())


REFUSED = {
    "nothing": (b"", "empty"),
    "white space": (b" \r\n\t\n", "empty"),
    "zeros": (bytes(4000), "empty"),
    "a program": (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20, "binary"),
    "noise": (bytes((i * i * 7 + i) % 255 + 1 for i in range(5000)), "encoding"),
    "UTF-8 with a broken character in every line": (
        REPORT.encode().replace(b"\n", b"\xe4\xb8\n") * 3,
        "encoding",
    ),
    "Big5": (
        "各位代表：現在，我代表市人民政府，向大會報告工作，請予審議。國民經濟發展。".encode("big5") * 20,
        "encoding",
    ),
    "Shift JIS": ("これは日本語の文書です。経済発展の計画を報告します。".encode("shift_jis") * 20, "encoding"),
    "UTF-16 cut in a character": (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le")[:-1], "encoding"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "unsupported"),
    "a Word file with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        "encrypted",
    ),
    "RTF": (b"{\\rtf1\\ansi report}", "unsupported"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "scanned"),
    "a million characters and more": (("经济运行稳中有进。" * 111_200).encode(), "too-large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str) -> None:
    data, reason = REFUSED[name]
    (tmp_path / "report.txt").write_bytes(data)
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path / "report.txt")
    assert fault.value.reason == reason
    assert fault.value.detail_zh
    assert fault.value.detail_en


def test_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as fault:
        read_source(tmp_path)
    assert fault.value.reason == "unsupported"


def test_pages_of_a_text_with_form_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一页。\n\f第二页。\n\f第三页。\n", encoding="utf-8")
    source = read_source(tmp_path / "a.txt")
    assert [source.text[start : start + 3] for start in source.pages] == ["第一页", "第二页", "第三页"]


def test_lost_characters_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT * 40 + "推动经济高质\ufffd发展。\n", encoding="utf-8")
    source = read_source(tmp_path / "a.txt")
    assert [problem.reason for problem in source.problems] == ["encoding"]
    assert source.problems[0].document == document_id(source.text)


def test_every_radical_is_folded() -> None:
    radicals = [chr(code) for code in range(0x2E80, 0x2FE0) if RADICALS.match(chr(code))]
    known = [char for char in radicals if fold(char) != char]
    assert len(known) == 114 + 214
    assert not any(RADICALS.match(fold(char)) for char in known)
    assert fold("⺠⽣⻓⻋⼈⼝") == "民生长车人口"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(a == b or RADICALS.match(a) for a, b in zip(text, folded, strict=True))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    try:
        text = read_source(path).text
    except ReadError as fault:
        text = str(fault)
    assert text.strip()
