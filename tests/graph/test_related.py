"""Related initiatives on made-up reports: what is found, why, folded how, and kept how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.graph.errors import GraphError
from plangraph.graph.identity import statement_iri
from plangraph.graph.measures import Measure, Thing
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.related import Asked, Initiatives, gather
from plangraph.graph.related_asking import asked
from plangraph.graph.related_reasons import Reason, in_common
from plangraph.graph.related_shelf import Shelf
from plangraph.graph.related_words import Words, words
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction, Span, quotation

Report = Callable[..., Extraction]
HOSTILE = [
    "'; DROP TABLE documents; --",
    "<script>alert(1)</script>",
    "} */ \\u0000 {",
    "\n\t“”",
    "../../etc/passwd",
    "%s",
]
MARKS = "帮扶建设资金越秀工程低空老旧"


def encode(texts: Sequence[str]) -> np.ndarray:
    """Vectors for the tests: which of some characters a text has."""
    found = np.array([[1.0, *(float(c in text) for c in MARKS)] for text in texts], np.float32)
    found = found.reshape(len(texts), len(MARKS) + 1)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def measure(quote: str, *things: Thing, paragraph: int = 0, around: Sequence[Thing] = ()) -> Measure:
    return Measure(
        document="d1",
        passage=(Span(paragraph * 1000, paragraph * 1000 + len(quote)),),
        quote=quote,
        paragraph=paragraph,
        heading=("一、工作",),
        section="一、工作",
        modality="target",
        period="2025",
        status="",
        things=things,
        around=tuple(around),
        figures=(),
        statements=(),
    )


def initiatives(*measures: Measure) -> Initiatives:
    return Initiatives(measures, encode([m.quote for m in measures]), encode)


LOW = Thing("https://x/low", "Industry", "低空经济")
HUNDRED = Thing("https://x/hundred", "Programme", "“百千万工程”")
FLYING = measure("建设起降点等一批低空基础设施", LOW)
NAMED = measure("培育通用航空企业，办好无人机大赛", LOW, paragraph=1)
OLD = measure("改造老旧小区，加装电梯三百台", paragraph=2)
VILLAGE = measure("深入实施典型镇村建设三年行动", paragraph=3, around=[HUNDRED])


@pytest.fixture
def filled(workspace: Workspace, report: Report) -> Workspace:
    for word in "甲乙":
        workspace.commit(report(word), f"/reports/{word}.txt")
    publish(workspace)
    return workspace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低空经济", ["低空", "空经", "经济"]),
        ("新增5G基站3200个", ["新增", "g", "基站", "个"]),
        ("PM2.5 治理", ["pm2.5", "治理"]),
        ("“水”、气", ["水", "气"]),
        ("2025", []),
    ],
)
def test_words_are_pairs_of_characters_and_latin_words(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


@given(st.lists(st.text("低空经济发展a1 ，", max_size=30), max_size=6), st.text("低空经济a1", max_size=8))
def test_a_text_scores_only_where_it_shares_a_word(texts: list[str], wanted: str) -> None:
    scores = Words(texts).scores(wanted)
    assert len(scores) == len(texts)
    for text, score in zip(texts, scores, strict=True):
        assert bool(score > 0) is bool(set(words(text)) & set(words(wanted)))


def test_a_shared_word_a_shared_thing_and_a_programme_are_reasons() -> None:
    index = initiatives(FLYING, NAMED, OLD, VILLAGE, *(measure(f"办好第{n}件实事", paragraph=n) for n in range(9, 13)))
    hits = {hit.measure.quote: hit for hit in index.related(Asked("低空经济", (LOW,), thing=True))}
    assert hits[FLYING.quote].reasons[0] == hits[NAMED.quote].reasons[0] == Reason("thing", ("低空经济",))
    assert index.related(Asked("低空经济", (LOW,), thing=True))[0].measure == FLYING
    assert OLD.quote not in [h.measure.quote for h in index.related(Asked("低空经济", (LOW,), thing=True), 2)]
    hits = {hit.measure.quote: hit for hit in index.related(Asked("镇村", (HUNDRED,)))}
    assert Reason("programme", ("“百千万工程”",)) in hits[VILLAGE.quote].reasons


def test_words_in_common_are_the_longest_pieces_and_the_rarest_first() -> None:
    index = Words(["加快老旧小区改造", *["加快发展"] * 60])
    assert in_common("老旧小区改造和加快建设", "加快老旧小区改造", index) == ["老旧小区改造"]
    assert in_common("解决停车难", "停车难，新建停车场", Words(["停车难，新建停车场", *["发展"] * 60])) == ["停车难"]


def test_the_measure_that_is_asked_for_is_no_hit_of_its_own() -> None:
    index = initiatives(FLYING, NAMED, OLD)
    hits = index.related(Asked(FLYING.quote, FLYING.things, measure=FLYING))
    assert FLYING not in [hit.measure for hit in hits]
    assert hits[0].measure == NAMED


def test_near_duplicates_are_one_hit_with_its_other_places() -> None:
    twin = replace(FLYING, document="d2", quote="建设起降点等一批低空基础设施。")
    index = initiatives(FLYING, OLD, twin, VILLAGE)
    (hit, *others) = index.related(Asked("低空基础设施"))
    assert (hit.measure, hit.elsewhere) == (FLYING, (twin,))
    assert all("低空" not in other.measure.quote for other in others)


@pytest.mark.parametrize("text", ["", " \n", "，。"])
def test_nothing_asked_or_nothing_there_gives_no_hit_and_no_fault(text: str) -> None:
    assert initiatives().related(Asked("低空经济")) == []
    if not text.strip():
        assert initiatives(FLYING).related(Asked(text)) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("建设低空老旧<'\"}\\\0\n", min_size=1, max_size=30), max_size=8), st.text(max_size=30))
def test_any_texts_can_be_asked_and_scores_fall(quotes: list[str], wanted: str) -> None:
    index = initiatives(*(measure(quote, paragraph=n) for n, quote in enumerate(quotes)))
    hits = index.related(Asked(wanted), 5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) <= 5
    assert all(hit.reasons for hit in hits)


def test_measures_quote_their_report_and_carry_what_is_stated(filled: Workspace) -> None:
    found = Shelf(filled).measures()
    for each in found:
        assert quotation(filled.document(each.document).text, each.passage) == each.quote
    (building,) = [m for m in found if m.quote == "推进甲号惠民工程项目建设"]
    assert [thing.name for thing in building.things] == ["甲号惠民工程项目"]
    assert (building.status, building.period, building.section) == ("ongoing", "2025", "一 回顾")
    (paying,) = [m for m in found if m.quote.startswith("拨付") and m.document == building.document]
    assert paying.figures == ("3.57亿元",)
    stated = {s.id: s for s in filled.statements(building.document)}
    assert {stated[i].predicate for i in building.statements} == {"undertakes", "hasStatus"}


def test_an_iri_a_name_a_statement_and_a_text_are_told_apart(filled: Workspace) -> None:
    index, reader = gather(filled, encode, "made-1"), GraphReader(filled.path)
    named = asked(index, filled, reader, "赤坎区")
    assert (named.thing, [t.name for t in named.things]) == (True, ["湛江市赤坎区"])
    assert asked(index, filled, reader, named.things[0].iri) == named
    paying = next(m for m in index.measures if m.figures)
    assert asked(index, filled, reader, paying.statements[0]).measure == paying
    assert asked(index, filled, reader, statement_iri(paying.statements[0])).measure == paying
    text = asked(index, filled, reader, "推进甲号惠民工程项目")
    assert (text.thing, [t.name for t in text.things]) == (False, ["甲号惠民工程项目"])


@pytest.mark.parametrize("wanted", ["f" * 24, "https://example.org/none"])
def test_an_id_or_iri_of_nothing_is_refused_in_both_languages(filled: Workspace, wanted: str) -> None:
    with pytest.raises(GraphError) as refused:
        asked(gather(filled, encode, "made-1"), filled, GraphReader(filled.path), wanted)
    assert wanted in refused.value.zh
    assert wanted in refused.value.en


@pytest.mark.parametrize("wanted", HOSTILE)
def test_hostile_texts_are_texts(filled: Workspace, wanted: str) -> None:
    index, reader = gather(filled, encode, "made-1"), GraphReader(filled.path)
    assert index.related(asked(index, filled, reader, wanted), 3) is not None
    assert len(filled.documents()) == 2


def test_vectors_are_made_once_for_each_text_and_model(filled: Workspace, report: Report) -> None:
    made: list[str] = []

    def counting(texts: Sequence[str]) -> np.ndarray:
        made.extend(texts)
        return encode(texts)

    first = gather(filled, counting, "made-1")
    assert sorted(made) == sorted(m.quote for m in first.measures)
    made.clear()
    again = gather(filled, counting, "made-1")
    assert made == []
    assert again.measures == first.measures
    assert np.allclose(again.vectors, first.vectors)
    gather(filled, counting, "made-2")
    assert len(made) == len(first.measures)
    made.clear()
    filled.commit(report("丙"), "/reports/丙.txt")
    gather(filled, counting, "made-2")
    assert len(made) == 3


@pytest.mark.parametrize("spoilt", [b"", b"{", b"PK\x03\x04"])
def test_what_is_spoilt_on_the_shelf_is_made_again(filled: Workspace, spoilt: bytes) -> None:
    first = gather(filled, encode, "made-1")
    for path in (filled.path / "related").iterdir():
        path.write_bytes(spoilt)
    again = gather(filled, encode, "made-1")
    assert again.measures == first.measures
    assert np.allclose(again.vectors, first.vectors)
