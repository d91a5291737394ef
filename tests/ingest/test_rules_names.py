"""Every row that names are found by holds to its own examples; every rule file says where its rows come from."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from plangraph.ingest.mentions import fusion
from plangraph.ingest.mentions.areas import GuardRule
from plangraph.ingest.mentions.certain import CertainRule
from plangraph.ingest.mentions.corrections import CorrectionRule
from plangraph.ingest.mentions.ground import WordRule
from plangraph.ingest.mentions.heads import GenericRule, HeadRule
from plangraph.ingest.mentions.lists import ListRule
from plangraph.ingest.mentions.patterns import NamePattern
from plangraph.ingest.mentions.quoted import QuoteContext
from plangraph.ingest.mentions.scorer import weights
from plangraph.ingest.mentions.words import FormRule
from plangraph.ingest.rules.loader import Rule, load_lexicon, load_rules, unheld
from plangraph.ontology import terms

FILES: dict[str, type[Rule]] = {
    "name_area_guards": GuardRule,
    "name_certain": CertainRule,
    "name_corrections": CorrectionRule,
    "name_cues": WordRule,
    "name_generic": GenericRule,
    "name_guards": fusion.GuardRule,
    "name_heads": HeadRule,
    "name_lists": ListRule,
    "name_patterns": NamePattern,
    "name_quotes": QuoteContext,
    "name_words": FormRule,
}
LEXICONS = ("name_indicators", "name_industries", "name_regions")
FOLDER = files("plangraph.ingest.rules")


@pytest.mark.parametrize("name", sorted(FILES))
def test_examples_hold(name: str) -> None:
    rules = load_rules(name, FILES[name])
    assert rules
    assert unheld(rules) == []


@pytest.mark.parametrize("name", LEXICONS)
def test_a_lexicon_finds_its_terms_and_only_them(name: str) -> None:
    lexicon = load_lexicon(name)
    found = {t.text for t in lexicon.terms}
    assert all(any(term in text for term in found) for text in lexicon.match)
    assert not any(term in text for term in found for text in lexicon.nomatch)


def test_a_word_has_one_role() -> None:
    roles = [(word, rule.id) for rule in load_rules("name_cues", WordRule) for word in rule.words]
    assert sorted(w for w, _ in roles) == sorted({w for w, _ in roles})


@pytest.mark.parametrize("name", sorted(f"{n}.toml" for n in FILES))
def test_every_rule_has_an_id_a_source_and_both_examples(name: str) -> None:
    table = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    ids = [row["id"] for row in table["rule"]]
    assert len(ids) == len(set(ids))
    for row in table["rule"]:
        assert row["match"], row["id"]
        assert row["nomatch"], row["id"]
        assert row.get("source") or table.get("source"), row["id"]


def test_types_are_the_ontology_s() -> None:
    typed = {r.type for name in ("name_heads", "name_lists", "name_patterns") for r in load_rules(name, FILES[name])}
    assert typed <= set(terms.TYPES)
    assert set(weights().classes[1:]) == set(terms.TYPES)


def test_weights_are_of_general_forms_and_of_no_name() -> None:
    """A feature's words are at most a head or a cue of the rule files, or four characters: too short to be a name."""
    words = {w for r in load_rules("name_cues", WordRule) for w in r.words}
    for feature in weights().lines:
        for part in feature.partition("=")[2].split("/"):
            assert len(part) <= 4 or part in words or not any("\u4e00" <= c <= "\u9fff" for c in part), feature


def test_every_line_of_the_weights_can_be_read() -> None:
    assert all(weights().row(feature) >= 0 for feature in weights().lines)
