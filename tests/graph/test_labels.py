"""The names in graphs that are on their way into a store, and those that the merged graph then shows."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Store

from plangraph.graph.labels import OTHER, PREFERRED, Naming
from plangraph.graph.patterns import MERGED
from plangraph.ontology.vocabulary import DIVISIONS

THING = NamedNode("urn:x:thing")
OLD, NEW, THIRD = (NamedNode(f"urn:x:{name}") for name in ("old", "new", "third"))


def says(name: str, graph: NamedNode) -> Quad:
    return Quad(THING, PREFERRED, Literal(name), graph)


def test_a_name_that_more_reports_prefer_takes_the_place_of_the_one_that_is_shown() -> None:
    store = Store()
    store.extend([says("越秀区人民政府", OLD), Quad(THING, PREFERRED, Literal("越秀区人民政府"), MERGED)])
    naming = Naming(store, [NEW, THIRD], [])
    for graph in (NEW, THIRD):
        naming.hear([(THING, PREFERRED, Literal("越秀区政府"))], graph.value)
    assert set(naming.settled()) == {
        Quad(THING, PREFERRED, Literal("越秀区政府"), MERGED),
        Quad(THING, OTHER, Literal("越秀区人民政府"), MERGED),
    }
    assert naming.superfluous == [Quad(THING, PREFERRED, Literal("越秀区人民政府"), MERGED)]


def test_what_a_long_load_has_stored_already_does_not_count_again() -> None:
    store = Store()
    store.extend([says("广州市越秀区", OLD), says("越秀区", NEW)])
    naming = Naming(store, [NEW], [])
    naming.hear([(THING, PREFERRED, Literal("越秀区"))], NEW.value)
    shown = {quad.object.value: quad.predicate for quad in naming.settled() if isinstance(quad.object, Literal)}
    assert shown == {"广州市越秀区": PREFERRED, "越秀区": OTHER}


def test_a_thing_whose_report_went_keeps_the_names_that_others_give_it() -> None:
    store = Store()
    store.extend([says("越秀区", OLD), Quad(THING, PREFERRED, Literal("广州市越秀区"), MERGED)])
    naming = Naming(store, [], [THING])
    assert list(naming.settled()) == [Quad(THING, PREFERRED, Literal("越秀区"), MERGED)]
    assert naming.superfluous == [Quad(THING, PREFERRED, Literal("广州市越秀区"), MERGED)]


def test_the_divisions_own_name_counts_for_nothing_beside_a_report() -> None:
    naming = Naming(None, [NEW], [])
    naming.hear([(THING, PREFERRED, Literal("广州市越秀区"))], DIVISIONS)
    naming.hear([(THING, PREFERRED, Literal("越秀区"))], NEW.value)
    assert Quad(THING, PREFERRED, Literal("越秀区"), MERGED) in set(naming.settled())
