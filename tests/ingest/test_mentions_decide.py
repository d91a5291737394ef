"""Of candidates that overlap, the likeliest set stands; a tagger and the rules make each other surer."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest.mentions.again import find_again
from plangraph.ingest.mentions.decide import FLOOR, decide, grown, yielding
from plangraph.ingest.named import Candidate

TEXT = "中山大学附属第二医院在广州市，中山大学附属第二医院扩建。"


def c(start: int, end: int, confidence: float, kind: str = "Organization", rule: str = "t") -> Candidate:
    return Candidate(start, end, kind, rule, confidence)


@pytest.mark.parametrize(
    ("found", "stand"),
    [
        ([c(0, 4, 0.6), c(0, 10, 0.9)], [(0, 10)]),
        ([c(0, 4, 0.9), c(0, 10, 0.5)], [(0, 4)]),
        ([c(0, 4, 0.7), c(4, 10, 0.7), c(0, 10, 0.8)], [(0, 4), (4, 10)]),
        ([c(0, 4, FLOOR)], []),
        ([c(0, 4, FLOOR + 0.01)], [(0, 4)]),
        ([], []),
    ],
)
def test_the_likeliest_disjoint_set_stands(found: list[Candidate], stand: list[tuple[int, int]]) -> None:
    assert [(x.start, x.end) for x in decide(found, TEXT)] == stand


def test_the_surer_type_of_a_stretch_stands() -> None:
    assert [x.type for x in decide([c(0, 10, 0.5, "Place"), c(0, 10, 0.7, "Project")], TEXT)] == ["Project"]


def test_a_short_name_yields_to_the_longer_one_that_holds_it() -> None:
    short, long = c(0, 4, 0.9), c(0, 10, 0.6)
    assert [x.confidence for x in yielding([short], [long])] == [pytest.approx(0.4)]
    assert yielding([short], []) == [short]


def test_a_body_takes_in_the_area_before_it() -> None:
    area = Candidate(0, 3, "Area", "area.division", 0.9)
    assert [x.start for x in grown([c(2, 5, 0.9, rule="body.government")], [area])] == [0]
    assert [x.start for x in grown([c(2, 5, 0.9, "Place", "place.road")], [area])] == [2]


def test_a_sure_name_is_found_elsewhere_too() -> None:
    assert [(x.start, x.end) for x in find_again(TEXT, [c(0, 10, 0.9)])] == [(0, 10), (15, 25)]
    assert list(find_again(TEXT, [c(0, 10, 0.5)])) == []


SPANS = st.builds(
    lambda a, n, p: c(a, min(a + n, len(TEXT)), p), st.integers(0, 20), st.integers(1, 9), st.floats(0.01, 1.0)
)


@settings(deadline=None)
@given(st.lists(SPANS, max_size=12))
def test_what_stands_is_disjoint_and_no_other_single_swap_is_better(found: list[Candidate]) -> None:
    stand = decide(found, TEXT)
    assert all(a.end <= b.start for a, b in itertools.pairwise(stand))
    worth = sum(x.confidence - FLOOR for x in stand)
    for other in found:
        kept = [x for x in stand if x.end <= other.start or other.end <= x.start]
        assert sum(x.confidence - FLOOR for x in kept) + other.confidence - FLOOR <= worth + 1e-9
