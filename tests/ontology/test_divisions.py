"""Names, codes and hierarchy of the divisions: a named area gets the code that the reference data gives."""

from __future__ import annotations

import hashlib
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.ontology import divisions


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("广州市越秀区", "440104"), ("广东省广州市越秀区", "440104"), ("湛江市霞山区", "440803"),
        ("湛江市赤坎区", "440802"), ("湛江市遂溪县", "440823"), ("湛江市", "440800"),
        ("广东省", "440000"), ("深圳龙华", "440309"), ("吉林省吉林市", "220200"),
        ("吉林省", "220000"), ("四川省凉山州", "513400"), ("海南省白沙县", "469025"),
        ("内蒙古锡林郭勒盟", "152500"), ("广西壮族自治区南宁市", "450100"),
        ("北京市海淀区", "110108"), ("济源市", "419001"), ("岳阳县", "430621"), ("米林市", "540481"),
        ("雄安新区", "133100"), ("湘西自治州", "433100"), ("恩施州", "422800"), ("延边州", "222400"),
        ("广西自治区", "450000"), ("东乡县", "622926"), ("阿克塞县", "620924"), ("积石山县", "622927"),
        ("鄂温克旗", "150724"), ("鄂伦春旗", "150723"), ("内蒙古科右前旗", "152221"), ("土左旗", "150121"),
        ("准格尔", "150622"), ("博州", "652700"), ("河北省雄安新区容城县", "130629"),
        ("香港", "810000"), ("中国", "100000"), ("神农架林区", "429021"), ("江苏南京", "320100"),
    ],
)  # fmt: skip
def test_a_name_with_or_without_its_path_has_one_code(name: str, code: str) -> None:
    assert [d.code for d in divisions.resolve(name)] == [code]


@pytest.mark.parametrize(
    ("name", "within", "own"),
    [
        ("河北省保定市徐水县", "130600", "徐水县"),
        ("保定市清苑县", "130600", "清苑县"),
        ("辽宁省大连市金州新区", "210200", "金州新区"),
    ],
)
def test_an_area_that_is_no_division_any_more_lies_in_the_one_that_its_path_names(
    name: str, within: str, own: str
) -> None:
    found = divisions.below(name)
    assert found is not None
    assert (found[0].code, found[1]) == (within, own)


def test_a_name_that_begins_with_no_division_lies_nowhere() -> None:
    assert divisions.below("北京经济技术开发区") is None


def test_a_short_name_can_mean_many_and_the_surroundings_tell() -> None:
    assert {d.code for d in divisions.resolve("朝阳区")} == {"110105", "220104"}
    assert [d.code for d in divisions.shortened("白云", within="440000")] == ["440111"]
    assert [d.code for d in divisions.named("朝阳区", within="220100")] == ["220104"]
    assert divisions.resolve("无此县") == ()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("恩施", {"422800", "422801"}), ("阿坝", {"513200", "513231"}), ("巴州", {"511902", "652800"}),
        ("本溪", {"210500", "210521"}), ("临夏", {"622900", "622901", "622921"}),
        ("海南", {"460000", "632500", "150303"}),
    ],
)  # fmt: skip
def test_a_short_name_of_several_stays_open(name: str, codes: set[str]) -> None:
    assert {d.code for d in divisions.resolve(name)} == codes


def test_every_autonomous_area_and_banner_is_known_without_its_peoples() -> None:
    held = [d for d in divisions.all_divisions() if d.level != "province" and "自治" in d.name]
    lost = [
        (d.name, form)
        for d in held
        for form in divisions.levelled_forms(d.name)
        if [found.code for found in divisions.resolve(form)] != [d.code]
    ]
    assert len(held) > 140
    assert lost == []


@pytest.mark.parametrize("pseudo", ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"])
def test_pseudo_rows_are_no_divisions(pseudo: str) -> None:
    assert divisions.named(pseudo) == ()


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("440104", ["广州市", "广东省", "中华人民共和国"]),
        ("419001", ["河南省", "中华人民共和国"]),
        ("110108", ["北京市", "中华人民共和国"]),
        ("440104004", ["越秀区", "广州市", "广东省", "中华人民共和国"]),
        ("999999", []),
    ],
)
def test_ancestors_nearest_first(code: str, above: list[str]) -> None:
    assert [d.name for d in divisions.ancestors(code)] == above


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("440803", "湛江市霞山区"), ("110108", "北京市海淀区"), ("440100", "广州市"),
        ("44", "广东省"), ("419001", "河南省济源市"), ("440104004", "广州市越秀区六榕街道"),
        ("0", ""),
    ],
)  # fmt: skip
def test_full_names(code: str, name: str) -> None:
    assert divisions.full_name(code) == name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广西壮族自治区", "广西"), ("内蒙古自治区", "内蒙古"), ("越秀区", "越秀"),
        ("三都水族自治县", "三都"), ("唐县", "唐县"), ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("锡林郭勒盟", "锡林郭勒"), ("香港特别行政区", "香港"), ("神农架林区", "神农架"),
    ],
)  # fmt: skip
def test_short_names(name: str, short: str) -> None:
    assert divisions.short_name(name) == short


def test_streets_are_found_in_their_district_by_either_form() -> None:
    assert [d.code for d in divisions.street_named("六榕街", "440104")] == ["440104004"]
    assert [d.code for d in divisions.street_named("六榕街道", "440100")] == ["440104004"]
    assert divisions.street_named("六榕街", "440103") == ()
    assert len(divisions.streets_in("440104")) == 18
    assert len(divisions.children("440800")) == 9


@given(st.sampled_from([d.code for d in divisions.all_divisions()]))
def test_every_division_is_found_again_and_lies_in_china(code: str) -> None:
    division = divisions.by_code(code)
    assert division is not None
    assert division in divisions.named(division.name)
    assert divisions.lies_in(code, divisions.CHINA)
    assert code in {d.code for d in divisions.resolve(divisions.full_name(code))}


@pytest.mark.shared
def test_the_build_gives_the_bytes_that_are_shipped(shared: Path, root: Path, tmp_path: Path) -> None:
    build = runpy.run_path(str(root / "ontology" / "tools" / "build_divisions.py"))["build"]
    build(shared / "divisions", tmp_path)
    assert (tmp_path / "divisions.tsv").read_bytes() == (root / "ontology" / "divisions.tsv").read_bytes()
    build(shared / "divisions", tmp_path)
    first = hashlib.sha256((tmp_path / "streets.tsv.gz").read_bytes()).hexdigest()
    build(shared / "divisions", tmp_path)
    assert hashlib.sha256((tmp_path / "streets.tsv.gz").read_bytes()).hexdigest() == first
