"""A rule file is data: a broken one says where and what to do; a sound one is held to its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.ingest.rules.loader import PatternRule, RuleError, read_lexicon, read_rules, unheld

SOUND = """source = "a grammar of reports"

[[rule]]
id = "plan.five-year"
pattern = "规划"
match = ["编制“十四五”规划"]
nomatch = ["编制预算"]

[[rule]]
id = "plan.year"
source = "another"
pattern = "计划"
match = ["年度计划"]
nomatch = ["规划"]
"""


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rules_come_in_order_with_the_default_source(tmp_path: Path) -> None:
    rules = read_rules(_write(tmp_path, "a.toml", SOUND), PatternRule)
    assert [(r.id, r.source) for r in rules] == [("plan.five-year", "a grammar of reports"), ("plan.year", "another")]
    assert unheld(rules) == []


def test_an_example_that_does_not_hold_is_told(tmp_path: Path) -> None:
    rules = read_rules(_write(tmp_path, "a.toml", SOUND.replace("编制预算", "编制规划")), PatternRule)
    assert unheld(rules) == ["plan.five-year must not match: 编制规划"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('pattern = "计划"', 'pattern = "计划("', 12, "plan.year"),
        ('pattern = "计划"', "", 9, "pattern"),
        ('pattern = "规划"', 'patern = "规划"', 5, "patern"),
        ('nomatch = ["规划"]', "nomatch = []", 14, "nomatch"),
        ("plan.year", "plan.five-year", 9, "twice"),
        ("plan.year", "Plan Year", 10, "id"),
        ("[[rule]]\nid = \"plan.year\"", "[[rule]\nid = \"plan.year\"", 9, "not TOML"),
        ('source = "a grammar of reports"', "", 3, "source"),
        ('source = "a grammar of reports"', 'origin = "x"', 1, "origin"),
    ],
)  # fmt: skip
def test_a_broken_rule_file_names_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(RuleError) as caught:
        read_rules(_write(tmp_path, "a.toml", SOUND.replace(old, new)), PatternRule)
    assert (caught.value.file, caught.value.line) == ("a.toml", line)
    assert said in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.toml:1: the file is missing"):
        read_rules(tmp_path / "none.toml", PatternRule)


LEXICON = "#source\tGB/T 4754-2017\n#match\t发展农业\n#nomatch\t农业局\n农业\n文旅\t文化和旅游业\tR\n"


def test_a_lexicon_has_terms_names_and_tags(tmp_path: Path) -> None:
    lexicon = read_lexicon(_write(tmp_path, "x.tsv", LEXICON))
    assert [(t.text, t.name, t.tag) for t in lexicon.terms] == [("农业", "农业", ""), ("文旅", "文化和旅游业", "R")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LEXICON.replace("#source\tGB/T 4754-2017\n", ""), 1),
        (LEXICON + "农业\n", 6),
        (LEXICON + "a\tb\tc\td\n", 6),
        (LEXICON.replace("#match\t发展农业", "#match"), 2),
    ],
)
def test_a_broken_lexicon_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(RuleError) as caught:
        read_lexicon(_write(tmp_path, "x.tsv", text))
    assert (caught.value.file, caught.value.line) == ("x.tsv", line)
