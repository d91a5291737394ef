"""Every row of the rules of relations holds to its own examples, as a form and in a whole reading."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from plangraph.ingest.relations import relate
from plangraph.ingest.relations.cues import PairingCue
from plangraph.ingest.relations.forms import HOLE, Form, form
from plangraph.ingest.relations.frame import Frame
from plangraph.ingest.relations.patterns import PatternFrame
from plangraph.ingest.relations.words import WordsRule, words
from plangraph.ingest.rules.loader import Rule, load_lexicon, load_rules, unheld
from plangraph.ontology import terms
from tests.ingest.marked_text import marked

FILES: dict[str, type[Rule]] = {
    "relation_forms": Form,
    "relation_frames": Frame,
    "relation_patterns": PatternFrame,
    "relation_words": WordsRule,
    "pairing_cues": PairingCue,
}
FRAMES = [r for r in load_rules("relation_frames", Frame) if r.relation != "none" and not r.driven_only]
PATTERNS = load_rules("relation_patterns", PatternFrame)


@pytest.mark.parametrize("name", sorted(FILES))
def test_examples_hold(name: str) -> None:
    rules = load_rules(name, FILES[name])
    assert rules
    assert unheld(rules) == []


@pytest.mark.parametrize("rule", [*FRAMES, *PATTERNS], ids=lambda r: r.id)
def test_an_example_makes_a_statement_of_its_rule(rule: Frame | PatternFrame) -> None:
    for example in rule.match:
        found = [s.rule for s in relate(marked(example), "d")]
        assert rule.id in found, f"{example}: {found}"


@pytest.mark.parametrize("rule", [*FRAMES, *PATTERNS], ids=lambda r: r.id)
def test_a_counterexample_makes_none(rule: Frame | PatternFrame) -> None:
    for example in rule.nomatch:
        assert rule.id not in [s.rule for s in relate(marked(example), "d")], example


@pytest.mark.parametrize("rule", [*FRAMES, *PATTERNS], ids=lambda r: r.id)
def test_a_rule_speaks_the_ontology(rule: Frame | PatternFrame) -> None:
    assert rule.relation in terms.RELATIONS
    kinds = set(rule.objects) if isinstance(rule, Frame) else set(rule.types("o"))
    assert kinds <= set(terms.TYPES)


@pytest.mark.parametrize("name", ["area_sigla", "inner_industries"])
def test_lexicons_have_words(name: str) -> None:
    lexicon = load_lexicon(name)
    words = [t.text for t in lexicon.terms]
    assert all(any(word in example for word in words) for example in lexicon.match)


def asked(function: str) -> set[str]:
    """The rows that code asks for by this function."""
    folder = files("plangraph.ingest.relations")
    code = "".join(p.read_text(encoding="utf-8") for p in folder.iterdir() if p.name.endswith(".py"))
    return set(re.findall(rf'\b{function}\("([a-z-]+)"\)', code))


def test_every_row_of_words_and_forms_is_asked_for() -> None:
    """A row that nothing asks for tells nothing, and a name that is no row is a fault in the code."""
    forms, rows = load_rules("relation_forms", Form), load_rules("relation_words", WordsRule)
    assert {f"form.{name}" for name in asked("form")} == {rule.id for rule in forms}
    holes = {hole for rule in forms for hole in HOLE.findall(rule.pattern)}
    names = {rule.id.removeprefix("words.") for rule in rows}
    assert asked("words") <= names
    assert names <= asked("words") | holes


def test_words_and_forms_that_no_row_has_raise() -> None:
    with pytest.raises(KeyError):
        words("of-nowhere")
    with pytest.raises(KeyError):
        form("of-nowhere")
    with pytest.raises(KeyError):
        Form(id="form.x", source="x", pattern="{of-nowhere}", match=("甲",), nomatch=("乙",)).matches("甲")
