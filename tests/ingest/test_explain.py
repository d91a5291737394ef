"""Every id that a statement or mention bears leads to the row that it stands for; rules of code hold to their words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

from plangraph.ingest import model
from plangraph.ingest.explain import CODED, FOLDER, PLACE, Origin, origins, term_of
from plangraph.ingest.llm.prompts import relation_share
from plangraph.ingest.mentions.ground import survey
from plangraph.ingest.mentions.naming import candidates, name
from plangraph.ingest.mentions.patterns import LEXICONS
from plangraph.ingest.mentions.quoted import find_quoted
from plangraph.ingest.named import NamedText
from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.quantities import measure
from plangraph.ingest.relations import relate, with_implied
from plangraph.ingest.relations.sigla import SiglaKind
from plangraph.ontology.records import Extraction
from tests.ingest.marked_text import MARK, marked

RULES = {
    path.name: tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    for path in files(FOLDER).iterdir()
    if path.name.endswith(".toml") and path.name != "layout.toml"
}
CODE = {row["id"]: row for row in RULES[CODED]}
WRITTEN = re.compile(r'"((?:again|area|certain|frame|measure|members|name|pairing|policy|quote)\.[a-z]+(?:-[a-z]+)*)"')
ISSUER = "清远市"


@pytest.fixture(scope="module")
def report(sample_report: Path) -> Extraction:
    return extract_file(sample_report)


def line_of(root: Path, origin: Origin) -> str:
    """The line of the file that an origin points at."""
    return (root / origin.file).read_text(encoding="utf-8").splitlines()[origin.line - 1]


def unheld(root: Path, ids: Iterable[str]) -> list[str]:
    """The ids that no row bears, or whose row does not stand where it is said to stand."""
    faults = []
    for each in sorted(set(ids)):
        for origin in origins(each):
            if origin.sort == "unknown":
                faults.append(f"{each}: {origin.id} is unknown")
            elif origin.sort in ("rule", "coded") and line_of(root, origin) != f'id = "{origin.id}"':
                faults.append(f"{each}: not at {origin.file}:{origin.line}")
    return faults


def test_every_rule_of_the_bundled_report_is_found(root: Path, report: Extraction) -> None:
    ids = {s.rule for s in report.statements} | {m.rule for m in report.mentions}
    assert len(ids) > 60
    assert unheld(root, ids) == []


def test_every_rule_of_the_golden_statements_is_found(root: Path) -> None:
    golden = (root / "tests" / "golden" / "yuexiu-statements.tsv").read_text(encoding="utf-8").splitlines()
    assert unheld(root, (line.rsplit("\t", 1)[1] for line in golden)) == []


def test_every_rule_that_the_code_names_is_found(root: Path) -> None:
    modules = [p for room in ("mentions", "relations", "quantities") for p in (root / "ingest" / room).glob("*.py")]
    named = {found for path in modules for found in WRITTEN.findall(path.read_text(encoding="utf-8"))}
    named |= {f"pairing.sigla-{kind}" for kind in get_args(SiglaKind)}
    named |= {f"lexicon.{lexicon.removeprefix('name_')}" for lexicon, _, _ in LEXICONS}
    assert len(named) > 20
    assert unheld(root, named) == []


@pytest.mark.parametrize("file", sorted(RULES))
def test_every_row_is_told_as_it_is_written(root: Path, file: str) -> None:
    for row in RULES[file]:
        (origin,) = [o for o in origins(row["id"]) if o.file == PLACE + file]
        assert line_of(root, origin) == f'id = "{row["id"]}"'
        assert origin.source
        assert (list(origin.match), list(origin.nomatch)) == (row["match"], row["nomatch"])
        assert origin.confidence == row.get("confidence")
        assert dict(origin.form)
        assert {key for key, _ in origin.form} | {"id", "match", "nomatch"} <= set(row)


def test_ids_are_unique_over_all_files() -> None:
    ids = [row["id"] for file, rows in RULES.items() for row in rows if file != CODED]
    assert sorted(ids) == sorted(set(ids))
    assert {each.partition(".")[0] for each in set(ids) & set(CODE)} == {"pairing"}


def test_a_rule_of_code_with_words_in_a_row_tells_both() -> None:
    assert [(o.sort, o.id) for o in origins("pairing.assist")] == [
        ("coded", "pairing.assist"),
        ("rule", "pairing.assist"),
    ]


def test_joined_rules_are_told_in_their_order() -> None:
    assert [o.id for o in origins("frame.drive+stage.operating")] == ["frame.drive", "stage.operating"]


@pytest.mark.parametrize(
    ("rule", "words", "file"),
    [
        ("lexicon.indicators", "地区生产总值", "name_indicators.tsv"),
        ("lexicon.industries", "低空经济", "name_industries.tsv"),
    ],
)
def test_a_lexicon_is_told_with_the_line_of_its_term(root: Path, rule: str, words: str, file: str) -> None:
    (origin,) = origins(rule, words)
    assert (origin.sort, origin.file, origin.id) == ("lexicon", PLACE + file, rule)
    assert line_of(root, origin).split("\t")[0] == words
    assert dict(origin.form)["term"] == words
    assert origin.source
    (whole,) = origins(rule, "没有这个词")
    assert (whole.line, whole.form) == (1, ())


def test_a_unit_is_told_with_its_class() -> None:
    found = term_of("units", "公里")
    assert found is not None
    assert dict(found.form)["term"] == "公里"
    assert term_of("units", "没有这个单位") is None


def test_the_model_is_told_by_name_and_card(root: Path) -> None:
    (origin,) = origins(model.about().name)
    assert origin.sort == "model"
    assert line_of(root, origin) == f"# {origin.en}"
    (older,) = origins(f"{model.about().name.partition('.')[0]}.1999-01")
    assert (older.sort, older.file) == ("older-model", origin.file)


@pytest.mark.parametrize("rule", ["test.rule", "lexicon.nothing", "", "frame.carry-out-more"])
def test_what_no_file_has_is_unknown(rule: str) -> None:
    assert [(o.id, o.sort, o.file) for o in origins(rule)] == [(rule, "unknown", "")]


def made(row: dict[str, Any], text: str) -> set[str]:
    """The ids that a reading of the text bears, without the model: of the kind that the row is about."""
    plain = MARK.sub(lambda found: found[1], text)
    view = marked(plain).view

    def stated(named: NamedText) -> set[str]:
        return {s.rule for s in relate(with_implied(named), "d")}

    match row["makes"]:
        case "statement":
            return stated(marked(text, ISSUER))
        case "text":
            return stated(name(view, ISSUER))
        case "figure":
            return {s.rule for s in measure(marked(text, ISSUER), "d")}
    found = {m.rule for m in name(view, ISSUER).mentions} | {c.rule for c in candidates(plain, "441800")}
    found |= {c.rule for c in find_quoted(survey(plain))}
    return {part for rule in found for part in rule.split("+")}


@pytest.mark.parametrize("rule", sorted(CODE))
def test_a_rule_of_code_holds_to_its_examples(rule: str) -> None:
    row = CODE[rule]
    assert [text for text in row["match"] if rule not in made(row, text)] == []
    assert [text for text in row["nomatch"] if rule in made(row, text)] == []


@pytest.mark.parametrize("rule", sorted(CODE))
def test_a_rule_of_code_is_told_in_both_languages_and_names_its_module(root: Path, rule: str) -> None:
    row = CODE[rule]
    assert row["zh"]
    assert row["en"]
    assert (root / row["module"]).is_file()


def test_a_language_model_and_what_it_agreed_with_are_told_apart() -> None:
    tagger, reader = origins(f"{model.about().name}+llm.Org/Model-8B@q4")
    assert (tagger.sort, reader.sort, reader.id) == ("model", "reader", "llm.Org/Model-8B@q4")
    assert reader.confidence == relation_share()
    assert reader.zh
    assert reader.en
