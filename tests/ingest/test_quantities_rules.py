"""Every rule of the grammar of quantities and of the audit holds to its own examples."""

from __future__ import annotations

import re

import pytest

from plangraph.ingest.mentions.sayings import QuoteRule
from plangraph.ingest.quantities import periods, spans, vocabulary, words
from plangraph.ingest.rules.loader import Rule, load_lexicon, load_rules, unheld

FILES = {
    "bounds": vocabulary.BoundRule,
    "counted_persons": vocabulary.CountedRule,
    "modality": periods.ModalityRule,
    "number_reasons": vocabulary.ReasonRule,
    "numeral_measures": vocabulary.MeasureRule,
    "periods": periods.PeriodRule,
    "quantity_kinds": vocabulary.KindRule,
    "quantity_words": words.WordRule,
    "quotes": QuoteRule,
    "unit_guards": vocabulary.GuardRule,
    "year_spans": spans.SpanRule,
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_examples_hold(name: str) -> None:
    rules: tuple[Rule, ...] = load_rules(name, FILES[name])
    assert rules
    assert unheld(rules) == []


def test_units_are_found_after_numbers_and_only_there() -> None:
    lexicon = load_lexicon("units")
    after = re.compile(rf"\d(?:万|亿)?{vocabulary.unit_pattern()}")
    assert all(after.search(text) for text in lexicon.match)
    assert not any(after.search(text) for text in lexicon.nomatch)


def test_every_unit_has_a_class_that_some_rule_may_name() -> None:
    assert not [unit for unit, tag in vocabulary.unit_classes().items() if not tag]
    used = {unit for rule in vocabulary.kinds() for unit in rule.units}
    assert used <= set(vocabulary.unit_classes().values()) | {"fraction", "bare"}


def test_slogans_are_told_from_names() -> None:
    lexicon = load_lexicon("slogans")
    terms = {term.text for term in lexicon.terms}
    quoted = re.compile(r"“([^”]+)”")
    assert all(terms & set(quoted.findall(text)) for text in lexicon.match)
    assert not any(terms & set(quoted.findall(text)) for text in lexicon.nomatch)
