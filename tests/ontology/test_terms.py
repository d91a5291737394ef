"""The terms are those of the Turtle files, of the records and of the guide, and each has its words."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from mypy import api
from rdflib import Graph

from plangraph.ontology import records, terms
from plangraph.ontology.vocabulary import Term

TABLES: dict[str, Mapping[str, Term]] = {
    name: table for name, table in vars(terms).items() if name.isupper() and isinstance(table, dict)
}
EVERY = [(name, key) for name, table in TABLES.items() for key in table]

# The table of standard terms in the design: each is used in the data or mapped in the Turtle files.
STANDARD = (
    "prov:Entity dcat:Resource dcterms:issued dcterms:temporal dcterms:isVersionOf prov:Plan "
    "dcterms:isPartOf schema:Project prov:Activity eli:LegalResource cv:PublicOrganisation "
    "org:FormalOrganization org:classification schema:AdministrativeArea geo:Feature geo:sfWithin "
    "skos:notation org:OrganizationalCollaboration org:Membership org:role skos:Concept "
    "qb:MeasureProperty qb:Observation sdmx-dimension:refPeriod sdmx-dimension:refArea qudt:QuantityValue "
    "qudt:numericValue qudt:hasUnit unit:PERCENT unit:CCY_CNY unit:M2 skos:prefLabel skos:altLabel "
    "oa:SpecificResource oa:TextPositionSelector oa:start oa:end oa:TextQuoteSelector oa:exact "
    "prov:wasDerivedFrom prov:wasGeneratedBy "
)


@pytest.mark.parametrize(("table", "key"), EVERY, ids=[f"{name}-{key}" for name, key in EVERY])
def test_a_term_has_its_words_in_both_languages(table: str, key: str) -> None:
    term = TABLES[table][key]
    assert re.search(r"[\u4e00-\u9fff]", term.zh) or term.zh == term.en
    assert re.search(r"[\u4e00-\u9fff]", term.definition_zh)
    assert term.definition_zh.endswith("。")
    assert not re.search(r"[\u4e00-\u9fff]", term.en + term.definition_en)
    assert re.match(r"[A-Z].*\.$", term.definition_en)
    assert term.examples
    assert term.label("zh") == term.zh
    assert term.label("en") == term.en


@pytest.mark.parametrize("table", TABLES)
def test_no_two_terms_of_a_table_look_the_same(table: str) -> None:
    by_iri = {term.iri: term for term in TABLES[table].values()}
    for words in ("zh", "en"):
        labels = [term.label(words) for term in by_iri.values()]
        assert len(labels) == len(set(labels)), table


def test_tables_are_keyed_by_what_records_carry() -> None:
    assert set(terms.REASONS) == set(get_args(records.Reason))
    assert set(terms.STAGES) == set(get_args(records.Stage))
    assert set(terms.KINDS) == set(get_args(records.Kind))
    assert set(terms.BOUNDS) == set(get_args(records.Bound))
    assert set(terms.DIRECTIONS) == set(get_args(records.Direction))
    assert set(terms.MODALITIES) == set(get_args(records.Modality))
    assert set(terms.TYPES) == set(get_args(terms.TypeName))
    assert set(terms.RELATIONS) == set(get_args(terms.RelationName))


@pytest.mark.shared
def test_types_and_relations_are_those_of_the_guide(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("annot", shared / "tools" / "annot.py")
    assert spec is not None
    assert spec.loader is not None
    guide = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(guide)
    assert set(terms.TYPES) == set(guide.TYPES)
    assert {k: (set(r.domain), set(r.range) or None) for k, r in terms.RELATIONS.items()} == guide.RELATIONS
    assert set(terms.STAGES) == set(guide.STATUS)


@pytest.mark.parametrize(
    ("relation", "subject", "other", "admitted"),
    [
        ("assists", "Area", "Area", True),
        ("assists", "Area", "Organization", False),
        ("assists", "Project", "Area", False),
        ("partOf", "Event", "Programme", True),
        ("knownAs", "Policy", "Policy", True),
        ("knownAs", "Policy", "Programme", False),
        ("hasStatus", "Project", "", True),
        ("hasStatus", "Indicator", "", False),
        ("hasStatus", "Project", "Area", False),
        ("issued", "Area", "", False),
    ],
)
def test_what_a_relation_admits(relation: str, subject: str, other: str, admitted: bool) -> None:
    assert terms.RELATIONS[relation].admits(subject, other) is admitted


def test_relations_that_hold_both_ways() -> None:
    assert {key for key, relation in terms.RELATIONS.items() if relation.symmetric} == {"cooperatesWith", "knownAs"}


def test_each_type_is_a_node_and_each_relation_an_edge_of_its_own_name() -> None:
    assert {key: each.node_label for key, each in terms.TYPES.items()} == {key: key for key in terms.TYPES}
    types = {key: relation.relationship_type for key, relation in terms.RELATIONS.items()}
    assert types == {key: re.sub("(?=[A-Z])", "_", key).upper() for key in terms.RELATIONS}


def test_a_relation_with_attributes_marks_its_two_ends() -> None:
    statement, pairing = terms.CLASSES["Statement"], terms.CLASSES["Assistance"]
    assert (statement.edge_source, statement.edge_target) == (terms.RDF_SUBJECT, terms.RDF_OBJECT)
    assert set(statement.edge_key) == {terms.PROPERTY_MODALITY, terms.PROPERTY_STATUS, terms.PROPERTY_PERIOD}
    assert (pairing.edge_source, pairing.edge_target) == (terms.PROPERTY_HELPER, terms.PROPERTY_RECIPIENT)
    assert pairing.relationship_type == terms.RELATIONS["assists"].relationship_type


@pytest.fixture(scope="module")
def written(root: Path) -> set[str]:
    """Every term that the Turtle files use or map to, by its prefixed name."""
    graph = Graph()
    for file in ("plans.ttl", "concepts.ttl"):
        graph.parse(root / "ontology" / file)
    prefixes = {str(iri): prefix for prefix, iri in graph.namespaces()}
    cut = (re.match(r"(http.*[/#])(.+)", str(value)) for value in set(graph.objects()))
    return {f"{prefixes[found[1]]}:{found[2]}" for found in cut if found and found[1] in prefixes}


@pytest.mark.parametrize("name", STANDARD.split())
def test_a_standard_term_is_used_or_mapped(written: set[str], name: str) -> None:
    assert name in written


@pytest.mark.shared
def test_most_numbers_of_real_reports_get_a_unit_that_is_known(shared: Path) -> None:
    units = [
        row["unit"]
        for path in sorted((shared / "gold" / "dev").glob("*.json"))
        for row in json.loads(path.read_text(encoding="utf-8"))["quantities"]
        if row["unit"]
    ]
    known = [unit for unit in units if unit in terms.UNITS]
    assert len(known) >= 0.95 * len(units) > 0


@pytest.mark.parametrize(
    ("unit", "multiplier", "base"),
    [
        ("元", "1", "CCY_CNY"),
        ("万元", "10000", "CCY_CNY"),
        ("亿元", "100000000", "CCY_CNY"),
        ("万亿元", "1000000000000", "CCY_CNY"),
        ("万平方米", "10000", "M2"),
        ("亿千瓦时", "100000000", "KiloW-HR"),
        ("万人次", "10000", "NUM"),
        ("成", "10", "PERCENT"),
        ("斤", "0.5", "KiloGM"),
    ],
)
def test_how_much_a_unit_is(unit: str, multiplier: str, base: str) -> None:
    found = terms.UNITS[unit]
    assert (found.multiplier, found.base) == (multiplier, f"http://qudt.org/vocab/unit/{base}")


def test_terms_come_without_parsing_turtle() -> None:
    script = "import sys, plangraph.ontology.terms; sys.exit('rdflib' in sys.modules or 'pyoxigraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_misspelt_term_fails_in_mypy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "types" / "plangraph"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "ontology").symlink_to(root / "ontology", target_is_directory=True)
    script = tmp_path / "uses.py"
    script.write_text(
        "from plangraph.ontology import terms\n"
        "right = terms.ASSISTS, terms.CLASS_AREA, terms.SKOS_PREF_LABEL\n"
        "wrong = terms.ASISTS\n"
        "wrong = terms.SKOS_PREFLABEL\n"
        'name: terms.RelationName = "asists"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("MYPYPATH", str(tmp_path / "types"))
    options = ["--strict", "--explicit-package-bases", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    said, trouble, status = api.run([*options, "--python-version=3.11", str(script)])
    assert status == 1, trouble
    faults = {int(line.split(":")[1]) for line in said.splitlines() if "uses.py" in line and ": error:" in line}
    assert faults == {3, 4, 5}, said


def test_terms_cannot_be_changed() -> None:
    area = terms.TYPES["Area"]
    assert replace(area, zh="别名") != area
    with pytest.raises(AttributeError):
        area.zh = "别名"  # type: ignore[misc]
