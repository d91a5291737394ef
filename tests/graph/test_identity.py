"""Which thing a name means: the same name the same thing everywhere, and what judgements change of that."""

from __future__ import annotations

import hashlib
import json
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.graph.identity import entity_iri, normalised, resolve
from plangraph.ontology.records import Entity, Judgement, LocalKey

STREET = LocalKey("Place", "北京路")
ALIAS = LocalKey("Place", "北京路步行街")
PARK = LocalKey("Place", "越秀公园")
DISTRICT = LocalKey("Area", "越秀区")
OTHER = LocalKey("Area", "广州市越秀区")


def judged(*verdicts: tuple[tuple[str, LocalKey], str, tuple[str, LocalKey]]) -> list[Judgement]:
    return [Judgement(a, b, verdict, "anna", f"2025-01-{n:02d}") for n, (a, verdict, b) in enumerate(verdicts, 1)]


def test_a_name_means_the_same_thing_in_every_report() -> None:
    found = resolve({"d1": [Entity(STREET)], "d2": [Entity(STREET)]}, [])
    assert found["d1", STREET] == found["d2", STREET]


@given(st.text(min_size=1), st.text())
def test_an_iri_is_the_hash_of_a_list_in_json(name: str, jurisdiction: str) -> None:
    # What other workspaces hold and people have cited rests on it, so it stays as it is.
    packed = json.dumps(["Place", normalised(name), jurisdiction], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(packed.encode()).hexdigest()[:24]
    assert (
        entity_iri(Entity(LocalKey("Place", name), jurisdiction=jurisdiction))
        == f"https://w3id.org/plangraph/id/Place/{digest}"
    )


def test_a_division_goes_by_its_code_whatever_its_name() -> None:
    found = resolve({"d1": [Entity(DISTRICT, code="440104")], "d2": [Entity(OTHER, code="440104")]}, [])
    assert set(found.values()) == {"https://w3id.org/plangraph/id/Area/440104"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Entity(STREET), Entity(LocalKey("Project", "北京路"))),
        (Entity(STREET), Entity(PARK)),
        (Entity(STREET, jurisdiction="440104"), Entity(STREET, jurisdiction="440803")),
        (Entity(DISTRICT, code="440104"), Entity(DISTRICT)),
        (Entity(LocalKey("Place", "a"), jurisdiction="bc"), Entity(LocalKey("Place", "ab"), jurisdiction="c")),
    ],
)
def test_type_name_and_jurisdiction_tell_things_apart(left: Entity, right: Entity) -> None:
    assert entity_iri(left) != entity_iri(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("“百千万工程”", "百千万工程"),
        ("《民营经济18条》", "民营经济18条"),
        ("Ａ座", "A座"),
        ("南沙 GDP", "南沙gdp"),
        ("北京\n路", "北京路"),
    ],
)
def test_spellings_of_one_name(left: str, right: str) -> None:
    assert normalised(left) == normalised(right)


def test_a_name_of_marks_alone_keeps_them() -> None:
    assert normalised("“”") == "“”"


def test_a_code_makes_no_iri_of_what_is_no_area() -> None:
    assert entity_iri(Entity(STREET, code="440104")) == entity_iri(Entity(STREET))


def test_a_type_that_the_ontology_lacks_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'Gadget'"):
        entity_iri(Entity(LocalKey("Gadget", "x")))


def test_a_merge_takes_the_smallest_iri_whatever_the_order() -> None:
    entities = {"d1": [Entity(STREET)], "d2": [Entity(ALIAS)], "d3": [Entity(PARK)]}
    smallest = min(entity_iri(e) for listed in entities.values() for e in listed)
    said = [(("d1", STREET), "same", ("d2", ALIAS)), (("d3", PARK), "same", ("d2", ALIAS))]
    for order in permutations(said):
        for flipped in (order, [(b, v, a) for a, v, b in order]):
            assert set(resolve(entities, judged(*flipped)).values()) == {smallest}


def test_a_merge_holds_for_all_that_bear_the_names_and_touches_nobody_else() -> None:
    entities = {
        "d1": [Entity(STREET), Entity(PARK)],
        "d2": [Entity(ALIAS)],
        "d3": [Entity(STREET)],
        "d4": [Entity(ALIAS)],
    }
    before = resolve(entities, [])
    after = resolve(entities, judged((("d1", STREET), "same", ("d2", ALIAS))))
    assert len({after[d, k] for d, k in after if k != PARK}) == 1
    changed = {name for name in after if after[name] != before[name]}
    loser = max(entity_iri(Entity(STREET)), entity_iri(Entity(ALIAS)))
    assert changed == {name for name in before if before[name] == loser}


def test_an_area_that_is_merged_keeps_its_place_in_the_reference_data() -> None:
    nameless = [LocalKey("Area", f"地方{n}") for n in range(40)]
    for key in nameless:
        entities = {"d1": [Entity(DISTRICT, code="440104")], "d2": [Entity(key)]}
        found = resolve(entities, judged((("d2", key), "same", ("d1", DISTRICT))))
        assert set(found.values()) == {"https://w3id.org/plangraph/id/Area/440104"}


def test_who_is_told_apart_moves_and_the_others_stay() -> None:
    entities = {"d1": [Entity(STREET)], "d2": [Entity(STREET)], "d0": [Entity(STREET)]}
    found = resolve(entities, judged((("d1", STREET), "different", ("d2", STREET))))
    assert found["d1", STREET] == found["d0", STREET] == entity_iri(Entity(STREET))
    assert found["d2", STREET] != found["d1", STREET]
    fewer = resolve({"d1": entities["d1"], "d2": entities["d2"]}, judged((("d1", STREET), "different", ("d2", STREET))))
    assert fewer["d2", STREET] == found["d2", STREET]


def test_two_that_were_told_apart_from_a_third_need_not_be_the_same() -> None:
    entities = {d: [Entity(STREET)] for d in ("d1", "d2", "d3")}
    said = judged(
        (("d1", STREET), "different", ("d2", STREET)),
        (("d1", STREET), "different", ("d3", STREET)),
    )
    assert len(set(resolve(entities, said).values())) == 3
    joined = [*said, *judged((("d2", STREET), "same", ("d3", STREET)))]
    found = resolve(entities, joined)
    assert found["d2", STREET] == found["d3", STREET] != found["d1", STREET]


@pytest.mark.parametrize(
    ("verdicts", "same"),
    [
        (["same"], True),
        (["different"], False),
        (["same", "different"], False),
        (["different", "same"], True),
        (["same", "undo"], False),
        (["undo"], False),
        (["same", "undo", "same"], True),
        (["same", "different", "undo"], False),
    ],
)
def test_of_two_names_the_last_verdict_holds(verdicts: list[str], same: bool) -> None:
    entities = {"d1": [Entity(STREET)], "d2": [Entity(ALIAS)]}
    sides = [(("d1", STREET), ("d2", ALIAS)), (("d2", ALIAS), ("d1", STREET))]
    said = judged(*((sides[n % 2][0], verdict, sides[n % 2][1]) for n, verdict in enumerate(verdicts)))
    found = resolve(entities, said)
    assert (found["d1", STREET] == found["d2", ALIAS]) is same


def test_an_undone_split_is_as_if_it_had_never_been() -> None:
    entities = {"d1": [Entity(STREET)], "d2": [Entity(STREET)]}
    pair = (("d1", STREET), ("d2", STREET))
    said = judged((pair[0], "different", pair[1]), (pair[0], "undo", pair[1]))
    assert resolve(entities, said) == resolve(entities, [])


def test_a_later_split_holds_against_earlier_merges_by_way_of_others() -> None:
    entities = {"d1": [Entity(STREET)], "d2": [Entity(ALIAS)], "d3": [Entity(PARK)]}
    chain = [(("d1", STREET), "same", ("d2", ALIAS)), (("d2", ALIAS), "same", ("d3", PARK))]
    apart = (("d1", STREET), "different", ("d3", PARK))
    later = resolve(entities, judged(*chain, apart))
    assert later["d1", STREET] != later["d3", PARK]
    assert later["d2", ALIAS] == later["d3", PARK], "of two merges that contradict it, the older gives way"
    earlier = resolve(entities, judged(apart, *chain))
    assert len(set(earlier.values())) == 1


def test_judgements_on_names_that_are_gone_still_link_those_that_stay() -> None:
    entities = {"d1": [Entity(STREET)], "d3": [Entity(PARK)]}
    said = judged((("d1", STREET), "same", ("d2", ALIAS)), (("d2", ALIAS), "same", ("d3", PARK)))
    assert len(set(resolve(entities, said).values())) == 1
    assert resolve({}, said) == {}


KEYS = [STREET, ALIAS, PARK]
NAMES = st.tuples(st.sampled_from(["d1", "d2", "d3"]), st.sampled_from(KEYS))
SAID = st.lists(st.tuples(NAMES, st.sampled_from(["same", "different", "undo"]), NAMES), max_size=12)


@settings(deadline=None)
@given(said=SAID)
def test_the_last_judgement_always_holds(said: list[tuple[tuple[str, LocalKey], str, tuple[str, LocalKey]]]) -> None:
    entities = {d: [Entity(key) for key in KEYS] for d in ("d1", "d2", "d3")}
    found = resolve(entities, judged(*said))
    assert set(found) == {(d, key) for d in entities for key in KEYS}
    if said and said[-1][0] != said[-1][2] and said[-1][1] != "undo":
        left, verdict, right = said[-1]
        assert (found[left] == found[right]) is (verdict == "same")


@settings(deadline=None)
@given(said=SAID, order=st.permutations(["d1", "d2", "d3"]))
def test_the_order_in_which_reports_come_does_not_matter(
    said: list[tuple[tuple[str, LocalKey], str, tuple[str, LocalKey]]], order: list[str]
) -> None:
    ahead = resolve({d: [Entity(key) for key in KEYS] for d in ("d1", "d2", "d3")}, judged(*said))
    mixed = resolve({d: [Entity(key) for key in reversed(KEYS)] for d in order}, judged(*said))
    assert ahead == mixed
