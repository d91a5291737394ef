"""What speaks for two names meaning one thing, and what against: every line of the tables, and real names."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.graph.candidates import LEAST
from plangraph.graph.likeness import Feature, features, likeness, of_areas, scored
from plangraph.graph.likeness_features import HOLDS, everywhere, example
from plangraph.graph.name_forms import FormRule, figure, form_rules, inserted, is_abbreviation, take_apart, turned
from plangraph.graph.names import folded
from plangraph.ontology.terms import TYPES

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=14)
KEYS = sorted(HOLDS)


@pytest.mark.parametrize("rule", form_rules(), ids=lambda rule: rule.id)
def test_every_form_finds_its_examples_and_no_counterexample(rule: FormRule) -> None:
    assert [name for name in rule.match if not rule.pattern.search(folded(name))] == []
    assert [name for name in rule.nomatch if rule.pattern.search(folded(name))] == []


def test_the_table_and_the_code_have_the_same_features() -> None:
    assert list(features()) == list(HOLDS)
    assert of_areas() <= set(HOLDS)
    assert everywhere() <= set(TYPES)
    assert len({rule.id for rule in form_rules()}) == len(form_rules())


@pytest.mark.parametrize("feature", features().values(), ids=lambda feature: feature.id)
def test_every_feature_holds_for_its_example_and_not_for_its_counterexample(feature: Feature) -> None:
    for expected, (kind, *names) in ((True, feature.match), (False, feature.nomatch)):
        left, right = (example(kind, name) for name in names)
        assert HOLDS[feature.id](left, right) is expected, (kind, names)
        assert HOLDS[feature.id](right, left) is expected, (kind, names)
    assert (feature.weight < 0) == (feature.kind == "against")
    assert feature.zh
    assert feature.en


SAME = [
    ("Organization", "省医@440104", "广东省人民医院@440100"),
    ("Organization", "市一医院@440104", "广州市第一人民医院@440100"),
    ("Organization", "农发行@440104", "中国农业发展银行@440104"),
    ("Organization", "国家发改委@330100", "国家发展改革委@510000"),
    ("Organization", "区发改局@440104", "越秀区发展和改革局@440104"),
    ("Platform", "海南自贸港@320000", "海南自由贸易港@440000"),
    ("Platform", "国际红树林中心@440300", "深圳国际红树林中心@440000"),
    ("Platform", "国家超算深圳中心二期@440000", "国家超算深圳中心二期@440300"),
    ("Project", "南洋电器厂@440104", "南洋电器厂项目@440104"),
    ("Project", "成渝高速公路扩容@510000", "成渝高速公路扩容工程@510100"),
    ("Programme", "“百千万工程”@440104", "百千万工程@440100"),
    ("Programme", "惠农集市@440104", "“惠农集市2.0”@440104"),
    ("Place", "中轴线@110000", "北京中轴线@110000"),
    ("Event", "中央生态环保督察@460200", "中央生态环境保护督察@110000"),
    ("Event", "文博会@440300", "深圳文博会@440000"),
    ("Industry", "低空经济@440104", "低空经济@420100"),
    ("Area", "赤坎@440000", "湛江市赤坎区@440000,code=440802"),
    ("Area", "拉美@440000", "拉丁美洲@440300"),
]
OTHER = [
    ("Organization", "市一医院@440104", "广州市第二人民医院@440104"),
    ("Organization", "深圳大学@440300", "深圳职业技术大学@440300"),
    ("Organization", "中山大学@440100", "中山大学附属第一医院@440100"),
    ("Organization", "省科学院@440100", "省科学院@410300"),
    ("Organization", "人民医院@440104", "人民医院@440802"),
    ("Organization", "市政府@440100", "市政府@440300"),
    ("Organization", "北师大@510421", "北大@510421"),
    ("Project", "南沙客运港一期@440100", "南沙客运港二期@440100"),
    ("Project", "南沙客运港@440100", "南沙客运港二期@440100"),
    ("Project", "g105改造@440100", "g325改造@440100"),
    ("Programme", "五乐计划2.0@440104", "五乐计划3.0@440104"),
    ("Programme", "“掌上办”@440104", "“掌上办”@420100"),
    ("Policy", "“十四五”规划@440104", "“十五五”规划@440104"),
    ("Policy", "2024年国民经济和社会发展计划@440104", "2025年国民经济和社会发展计划@440104"),
    ("Policy", "2025年国民经济和社会发展计划@440104", "2025年国民经济和社会发展计划@440100"),
    ("Event", "党的二十届三中全会@440104", "党的二十届四中全会@440100"),
    ("Platform", "国际科技创新中心@110000", "国际科技创新中心@310000"),
    ("Place", "广州东站@440100", "广州南站@440100"),
    ("Place", "东城新区@440100", "西城新区@440100"),
    ("Place", "人民公园@440100", "人民公园@440800"),
    ("Area", "朝阳区@110000,code=110105", "朝阳区@220000,code=220104"),
    ("Area", "合肥市@340100,code=340100", "合肥都市圈@340100"),
]


@pytest.mark.parametrize(("kind", "left", "right"), SAME)
def test_names_that_may_be_one_are_put_to_people(kind: str, left: str, right: str) -> None:
    found = likeness(example(kind, left), example(kind, right))
    assert found.score >= LEAST, [feature.id for feature in found.features]


@pytest.mark.parametrize(("kind", "left", "right"), OTHER)
def test_names_that_are_two_are_not(kind: str, left: str, right: str) -> None:
    found = likeness(example(kind, left), example(kind, right))
    assert found.score < LEAST, [feature.id for feature in found.features]


@pytest.mark.parametrize("extra", ["same-place", "area-named", "not-local", "long-name", "own-alias"])
def test_a_version_is_never_sure(extra: str) -> None:
    assert scored(["version", extra]).score <= features()["version"].most < 0.6
    assert "version" in {f.id for f in likeness(*(example("Programme", n) for n in SAME[11][1:])).features}


@given(st.sets(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_a_reason_against_never_raises_the_score_and_one_for_it_never_lowers_it(held: set[str], more: str) -> None:
    before, after = scored(held - {more}).score, scored(held | {more}).score
    assert 0 <= before <= 1
    if features()[more].weight < 0:
        assert after <= before
    elif features()[more].most == 1:
        assert after >= before


@given(HAN, HAN, st.sampled_from(sorted(TYPES)))
def test_the_order_of_the_sides_does_not_matter(one: str, other: str, kind: str) -> None:
    left, right = example(kind, f"{one}@440104"), example(kind, f"{other}@440100")
    assert likeness(left, right) == likeness(right, left)


@given(HAN, st.sampled_from(["", "440104", "440000"]))
def test_marks_widths_and_spaces_change_nothing(name: str, area: str) -> None:
    assert take_apart(f"“{name}”", area) == take_apart(name, area) == take_apart(f" {name}\n", area)
    assert take_apart(name, area).full
    assert take_apart(name, area).full.endswith(take_apart(name, area).rest)


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=3), min_size=2,
                max_size=5))  # fmt: skip
def test_the_first_characters_of_words_abbreviate_them(words: list[str]) -> None:
    long, short = "".join(words), "".join(word[0] for word in words[:-1]) + words[-1][0]
    if short[-1] != long[-1] and long.rindex(short[-1]) == len(long) - len(words[-1]) and len(words[-1]) == 2:
        assert is_abbreviation(short, long)
    assert not is_abbreviation(long, long)
    assert not is_abbreviation(long, short)


@given(HAN, HAN)
def test_an_abbreviation_stands_in_the_name_in_order(short: str, long: str) -> None:
    if is_abbreviation(short, long):
        rest = iter(long)
        assert all(character in rest for character in short)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("人社局", "人力资源和社会保障局", True),
        ("珠三角", "珠江三角洲", True),
        ("中大", "中山大学", True),
        ("国土空间规划", "国土空间总体规划", False),
        ("深圳大学", "深圳理工大学", False),
        ("中山大学", "中山大学附属医院", False),
        ("国家资金", "国家工业母机产业投资基金", False),
    ],
)
def test_abbreviations_of_real_names(short: str, long: str, expected: bool) -> None:
    assert is_abbreviation(short, long) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("东站", "西站", True), ("广州站", "广州东站", True), ("新城", "旧城", True), ("莲花山", "白云山", False)],
)
def test_a_word_of_direction_or_age_turns_a_name(left: str, right: str, expected: bool) -> None:
    assert turned(left, right) is expected


def test_a_piece_put_inside_is_neither_in_front_nor_behind() -> None:
    assert inserted("国土空间规划", "国土空间总体规划")
    assert not inserted("六件事", "暖企服务六件事")
    assert not inserted("南洋电器厂", "南洋电器厂项目")


def test_numbers_in_characters_are_figures() -> None:
    digits = ["", *"一二三四五六七八九"]
    for tens, ones in product(range(10), range(10)):
        if tens or ones:
            written = (("" if tens == 1 else digits[tens]) + "十" if tens else "") + digits[ones]
            assert figure(written) == str(tens * 10 + ones)
    assert figure("一百二十") == "120"
    assert figure("g105") == "g105"


def test_the_documentation_shows_the_table(root: Path, request: pytest.FixtureRequest) -> None:
    path = root / "docs" / "judging.md"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("<!-- features -->\n") + 18, text.index("<!-- /features -->")
    rows = [
        f"| {f.id} | {f.weight:+.2f}{f', at most {f.most:.2f}' if f.most < 1 else ''} | {f.zh} | {f.en} |"
        for f in features().values()
    ]
    lines = ["", "| | weight | 说明 | says |", "| --- | --- | --- | --- |", *rows, "", ""]
    fresh = text[:start] + "\n".join(lines) + text[end:]
    if request.config.getoption("--refresh-golden"):
        path.write_text(fresh, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == fresh
