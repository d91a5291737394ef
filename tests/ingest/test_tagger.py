"""The trained tagger: windows, decoding, and names in sentences that it was not trained on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from plangraph.ingest import model
from plangraph.ingest.layout.view import View, ViewBlock
from plangraph.ingest.mentions import tagger
from plangraph.ingest.mentions.decoding import decode
from plangraph.ingest.mentions.fusion import fuse, widened
from plangraph.ingest.named import Candidate


def view_of(*paragraphs: str) -> View:
    text = "\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(ViewBlock("paragraph", at, at + len(paragraph)))
        at += len(paragraph) + 1
    return View(text, text, tuple(range(len(text))), tuple(blocks))


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("去年，全市地区生产总值增长5.2%，社会消费品零售总额增长4%。", "社会消费品零售总额", "Indicator"),
        ("与柳州市人民医院签约，共建区域医疗中心。", "柳州市人民医院", "Organization"),
        ("大力发展低空经济，培育壮大新能源汽车产业。", "低空经济", "Industry"),
        ("印发《柳州市优化营商环境若干措施》，惠及企业1200家。", "柳州市优化营商环境若干措施", "Policy"),
    ],
)
def test_names_in_sentences_of_the_genre(sentence: str, name: str, kind: str) -> None:
    found = {(sentence[c.start : c.end].strip("《》"), c.type) for c in tagger.tag(view_of(sentence))}
    assert (name, kind) in found


def test_candidates_name_the_model_and_carry_a_probability() -> None:
    found = tagger.tag(view_of("大力发展低空经济。"))
    assert {c.rule for c in found} == {model.about().name}
    assert all(0 < c.confidence <= 1 for c in found)


def test_an_empty_view_has_no_names() -> None:
    assert tagger.tag(View("", "", (), ())) == []


@given(st.lists(st.text("天地玄黄宇宙洪荒。；，\n “”", max_size=900), max_size=4))
def test_windows_hold_every_character_once_in_order(paragraphs: list[str]) -> None:
    view = view_of(*(p.replace("\n", " ") for p in paragraphs)) if paragraphs else View("", "", (), ())
    seen = [i for window in tagger.windows(view, tagger.WINDOW) for i in window.places]
    assert seen == [i for i, c in enumerate(view.text) if not c.isspace()]
    assert all(0 < len(window.places) <= tagger.WINDOW for window in tagger.windows(view, tagger.WINDOW))


TAGS = model.about().tags


@settings(max_examples=30)
@given(
    arrays.arrays(np.float32, (3, 9, len(TAGS)), elements=st.floats(-20, 0, width=32)),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_decoding_yields_legal_paths_of_the_right_length(scores: np.ndarray, lengths: list[int]) -> None:
    for (path, chance), length in zip(decode(scores, lengths, TAGS), lengths, strict=True):
        assert len(path) == len(chance) == length
        open_type = ""
        for number in path:
            place, _, kind = TAGS[number].partition("-")
            assert (place in "IE" and kind == open_type) if open_type else place in "OBS"
            open_type = kind if place in "BI" else ""
        assert open_type == ""


TEXT = "建设“信用越秀”综合信用服务平台，印发《若干措施》。"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [(3, 16, "“信用越秀”综合信用服务平台"), (20, 24, "《若干措施》"), (0, 2, "建设"), (3, 7, "“信用越秀”")],
)
def test_marks_belong_to_the_name_that_they_enclose(start: int, end: int, shown: str) -> None:
    wide = widened(TEXT, Candidate(start, end, "Platform", "tagger", 0.9))
    assert TEXT[wide.start : wide.end] == shown


def test_what_both_see_is_surer_than_what_one_sees() -> None:
    def one(rule: str) -> Candidate:
        return Candidate(2, 16, "Platform", rule, 0.7)

    both = fuse(TEXT, [one("rule")], [one("tagger")])
    rules = fuse(TEXT, [one("rule")], [Candidate(20, 24, "Policy", "tagger", 0.7)])
    assert len(both) == 1
    assert both[0].confidence > max(c.confidence for c in rules if c.type == "Platform")


def test_without_a_tagger_the_rules_stand() -> None:
    rules = [Candidate(2, 16, "Platform", "rule", 0.7)]
    assert fuse(TEXT, rules, []) == rules


def test_a_form_that_is_proof_stands_without_the_tagger() -> None:
    title = Candidate(19, 25, "Policy", "policy.book-title", 0.95)
    other = Candidate(2, 16, "Platform", "tagger", 0.7)
    assert next(c for c in fuse(TEXT, [title], [other]) if c.type == "Policy").confidence >= 0.95


def test_a_form_that_settles_the_type_takes_the_tagger_along() -> None:
    settled = Candidate(2, 16, "Platform", "certain.help-carrier", 0.8)
    (stands,) = fuse(TEXT, [settled], [Candidate(3, 16, "Project", "tagger", 0.99)])
    assert stands.type == "Platform"
    assert stands.confidence > 0.9


@pytest.mark.parametrize(("sure", "kinds"), [(0.6, {"Area"}), (0.3, {"Area", "Place"})])
def test_a_division_that_the_tagger_takes_for_a_place_is_one(sure: float, kinds: set[str]) -> None:
    found = fuse(
        "钟山等三个图书馆。", [Candidate(0, 2, "Area", "area.short", sure)], [Candidate(0, 2, "Place", "tagger", 0.6)]
    )
    assert {c.type for c in found} == kinds


def test_the_beginning_of_a_division_stands_for_all_of_its_name() -> None:
    known = [Candidate(0, 3, "Area", "area.division", 0.5), Candidate(0, 2, "Area", "area.short", 0.5)]
    found = fuse("惠州市协作项目209个。", known, [Candidate(0, 2, "Area", "tagger", 0.4)])
    assert max(found, key=lambda c: c.confidence).end == 3


def test_what_a_number_of_named_things_are_is_no_name() -> None:
    text = "六榕街等3条街道颐康中心入选。颐康中心投用。"
    first, second = Candidate(8, 12, "Place", "tagger", 0.6), Candidate(15, 19, "Place", "tagger", 0.6)
    assert [c.start for c in fuse(text, [], [first, second])] == [15]
