"""The characters without which a pattern cannot match: what is not tried for want of them must find nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.ingest.quantities.periods import PeriodRule
from plangraph.ingest.quantities.vocabulary import measures, reasons
from plangraph.ingest.rules.loader import PatternRule, load_rules
from plangraph.ingest.rules.signs import signs_of

RULES: list[PatternRule] = [*reasons(), *measures(), *load_rules("periods", PeriodRule)]


@pytest.mark.parametrize(
    ("pattern", "signs"),
    [
        (r"\d{1,3}届(?=人大)|\d{1,2}号(?!召)", "届号"),
        (r"(?<=增长)\d+成", "增"),
        (r"(?:约|近)?\d+", ""),
        (r"[^年]\d+", ""),
        (r"[A-C]\d|(?:上半)?年", "ABC年"),
        (r"(?:ab)+?c*", "a"),
        (r"(?i)x\d", ""),
        (r"(?i:x)\d", ""),
        (r"(?>年)\d++", "年"),
        (r"$|年", ""),
        (r"(?!年)\d", ""),
    ],
)
def test_the_signs_of_a_pattern(pattern: str, signs: str) -> None:
    assert signs_of(re.compile(pattern)) == frozenset(signs)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_must_match_holds_its_signs(rule: PatternRule) -> None:
    texts = [text for text in rule.match if rule.pattern.search(text)]
    assert all(rule.may_match(frozenset(text)) for text in texts)


@given(st.text("0123456789.年月日第超以级元万亿百分之“”（）：连续个位名前成上的", max_size=30))
def test_a_rule_that_finds_something_is_always_tried(text: str) -> None:
    held = frozenset(text)
    assert not [rule.id for rule in RULES if rule.pattern.search(text) and not rule.may_match(held)]


def test_most_rules_are_not_tried_in_a_plain_line() -> None:
    held = frozenset("社会消费品零售总额增长4.2%")
    assert sum(rule.may_match(held) for rule in RULES) < len(RULES) / 3
