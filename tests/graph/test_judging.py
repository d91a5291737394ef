"""What may be one thing is found, what people say of it is kept, and their table goes in whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.graph import judgement_table, schema
from plangraph.graph.candidates import Candidate, Candidates, Thing, _pairs
from plangraph.graph.explore import resolve_name
from plangraph.graph.judgement_table import COLUMNS, TableFaultsError, decoded, read_table, standing_rows, write_table
from plangraph.graph.judging import JudgementError, Register, judgements, verdict_pairs
from plangraph.graph.likeness_features import side
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.sentences import Sentence, first_sentences
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Entity, Extraction, LocalKey, Verdict

Naming = Callable[..., Extraction]
HOSPITAL, SHORT = ("Organization", "广东省人民医院"), ("Organization", "省医")


@pytest.fixture
def two(workspace: Workspace, naming: Naming) -> Workspace:
    """A workspace of two reports that name one hospital in two ways, and other things."""
    workspace.commit(naming("广州市", "440100", 2025, HOSPITAL, ("Industry", "低空经济")), "/gz.txt")
    others = (("Industry", "低空经济"), ("Programme", "“惠农集市2.0”"), ("Programme", "惠农集市"))
    workspace.commit(naming("广州市越秀区", "440104", 2025, SHORT, *others), "/yx.txt")
    publish(workspace)
    return workspace


def open_pairs(workspace: Workspace, kind: str = "") -> list[Candidate]:
    with workspace.snapshot() as connection:
        return Candidates.of(connection).open(kind)


def register(workspace: Workspace) -> Register:
    with workspace.snapshot() as connection:
        return Register.of(connection)


def judge(workspace: Workspace, verdict: Verdict, left: str, right: str) -> None:
    known = register(workspace)
    one, other = (known.bearers(name) for name in (left, right))
    workspace.judge(*judgements(verdict, verdict_pairs(verdict, one, other, known.said_of(one, other)), "li"))
    publish(workspace)


def named(workspace: Workspace, *names: str) -> set[str]:
    """The IRIs that the published graph gives these names."""
    reader = GraphReader(workspace.path)
    return {hit.iri for name in names for hit in resolve_name(reader, name) if hit.score == 1}


def take(workspace: Workspace, text: str) -> int:
    with workspace.snapshot() as connection:
        made = read_table(connection, text, "li")
    workspace.judge(*made)
    publish(workspace)
    return len(made)


# -- candidates ---------------------------------------------------------------------------------------------------


def test_the_pairs_that_may_be_one_are_found_with_their_reasons(two: Workspace) -> None:
    found = {frozenset((c.left.name, c.right.name)): c for c in open_pairs(two)}
    assert set(found) == {
        frozenset({"广东省人民医院", "省医"}), frozenset({"低空经济"}), frozenset({"“惠农集市2.0”", "惠农集市"})
    }  # fmt: skip
    hospital = found[frozenset({"广东省人民医院", "省医"})]
    assert "abbreviation" in {feature.id for feature in hospital.reasons}
    assert [c.id for c in open_pairs(two, "Organization")] == [hospital.id]
    scores = [c.likeness.score for c in open_pairs(two)]
    assert scores == sorted(scores, reverse=True)


def test_where_a_report_says_that_a_thing_is_brings_it_near(workspace: Workspace, naming: Naming) -> None:
    centre, city = LocalKey("Platform", "反向科创中心"), LocalKey("Area", "湛江市霞山区")
    helper = naming("广州市越秀区", "440104", 2025, ("Platform", centre.name))
    said = replace(helper.statements[0], subject=centre, predicate="locatedIn", object=city)
    workspace.commit(replace(helper, entities=(*helper.entities, Entity(city, (), "440803"))), "/yx.txt")
    workspace.commit(naming("湛江市", "440800", 2025, ("Platform", centre.name)), "/zj.txt")
    assert open_pairs(workspace) == []
    known = replace(helper, entities=(*helper.entities, Entity(city, (), "440803")), statements=(said,))
    workspace.commit(known, "/yx.txt")
    (pair,) = open_pairs(workspace)
    assert {feature.id for feature in pair.reasons} == {"same-name", "place-within"}


def test_a_things_own_candidates(two: Workspace) -> None:
    with two.snapshot() as connection:
        candidates = Candidates.of(connection)
    (hospital,) = (c for c in candidates.open() if c.left.type == "Organization")
    assert candidates.about(hospital.right.iri) == [hospital]
    assert candidates.about("https://example.org/none") == []


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_judged_pair_is_open_no_more_until_it_is_taken_back(two: Workspace, verdict: Verdict) -> None:
    before = [c.id for c in open_pairs(two)]
    judge(two, verdict, "省医", "广东省人民医院")
    assert [c for c in open_pairs(two) if c.left.type == "Organization"] == []
    judge(two, "undo", "省医", "广东省人民医院")
    assert [c.id for c in open_pairs(two)] == before


def test_names_meet_in_blocks_and_not_each_with_each() -> None:
    number = 1500
    names = [f"第{n}号污水处理厂扩建项目" for n in range(number)] + ["低空经济"] * number
    made = []
    for n, name in enumerate(names):
        key = LocalKey("Project", name)
        made.append(Thing(str(n), "Project", name, ((str(n), key),), (side("Project", name, (), ["440100"]),)))
    met = set(_pairs(made))
    assert len(met) < 60 * len(names) < len(names) ** 2 / 20
    # Of many that bear one name each meets the first.
    assert {(number, number + n) for n in range(1, number)} <= met


def test_the_first_sentence_of_a_name_is_shown(two: Workspace) -> None:
    (pair,) = open_pairs(two, "Organization")
    with two.snapshot() as connection:
        found = first_sentences(connection, [*pair.left.bearers, *pair.right.bearers, ("no", LocalKey("Area", "x"))])
    assert {s.quote for s in found.values()} == {"推进广东省人民医院建设", "推进省医建设", ""}
    long = Sentence("甲" * 100 + "省医" + "乙" * 100, "省医")
    assert "省医" in long.around(40)
    assert len(long.around(40)) <= 42


# -- verdicts -----------------------------------------------------------------------------------------------------


def test_same_makes_one_thing_and_undo_makes_two_of_it(two: Workspace) -> None:
    assert len(named(two, "省医", "广东省人民医院")) == 2
    judge(two, "same", "省医", "广东省人民医院")
    assert len(named(two, "省医", "广东省人民医院")) == 1
    judge(two, "different", "省医", "广东省人民医院")
    assert len(named(two, "省医", "广东省人民医院")) == 2
    judge(two, "undo", "省医", "广东省人民医院")
    assert len(named(two, "省医", "广东省人民医院")) == 2
    assert register(two).said == []


def test_a_judgement_outlives_reading_again_and_a_changed_file(two: Workspace, naming: Naming) -> None:
    judge(two, "same", "省医", "广东省人民医院")
    again = naming("广州市", "440100", 2025, HOSPITAL, ("Industry", "低空经济"), extractor="made-2")
    assert two.commit(again, "/gz.txt").replaced == (again.document.id,)
    publish(two)
    assert len(named(two, "省医", "广东省人民医院")) == 1
    changed = naming("广州市", "440100", 2025, HOSPITAL, tail="改。", extractor="made-2")
    assert two.commit(changed, "/gz.txt").document != again.document.id
    publish(two)
    assert len(named(two, "省医", "广东省人民医院")) == 1


def test_a_judgement_outlives_any_one_of_several_reports(two: Workspace, naming: Naming) -> None:
    two.commit(naming("广州市", "440100", 2024, HOSPITAL), "/gz24.txt")
    two.commit(naming("广州市越秀区", "440104", 2024, SHORT), "/yx24.txt")
    judge(two, "same", "省医", "广东省人民医院")
    for gone in ("/gz.txt", "/yx.txt"):
        two.remove(gone)
        assert len(named(two, "省医", "广东省人民医院")) == 1


def test_a_name_is_found_by_name_alias_and_iri(workspace: Workspace, naming: Naming) -> None:
    workspace.commit(naming("广州市", "440100", 2025, HOSPITAL, aliases={"广东省人民医院": ("省医",)}), "/a.txt")
    known = register(workspace)
    (iri,) = known.meant("省医")
    assert set(known.meant("“广东省人民医院”")) == set(known.meant(iri)) == {iri}
    assert known.meant("省医", "Place") == {}
    assert known.meant("没有") == {}


def test_what_cannot_be_judged_is_refused(two: Workspace) -> None:
    known = register(two)
    industry, hospital = known.bearers("低空经济"), known.bearers("省医")
    with pytest.raises(JudgementError, match="one type"):
        verdict_pairs("same", industry, hospital)
    with pytest.raises(JudgementError, match="nothing to judge"):
        verdict_pairs("different", hospital, hospital)


# -- the table ----------------------------------------------------------------------------------------------------

HEAD = "\t".join(COLUMNS[:7])


def table(*rows: str) -> str:
    return "\n".join([HEAD, *("\t".join(row.split("|")) for row in rows)]) + "\n"


def test_a_row_by_hand_is_taken_in_once(two: Workspace) -> None:
    text = table("# 省医", "", "same|机构|省医||Organization|广东省人民医院|广州市/2025")
    assert take(two, text) == 1
    assert len(named(two, "省医", "广东省人民医院")) == 1
    assert take(two, text) == 0
    assert take(two, table("撤销|机构|广东省人民医院||机构|省医|")) == 1
    assert take(two, table("undo|机构|广东省人民医院||机构|省医|")) == 0
    assert len(named(two, "省医", "广东省人民医院")) == 2


def test_an_empty_report_means_all_that_bear_the_name(two: Workspace) -> None:
    assert len(named(two, "低空经济")) == 2
    assert take(two, table("相同|产业|低空经济||产业|低空经济|")) == 1
    assert len(named(two, "低空经济")) == 1


def test_one_name_of_two_reports_can_be_told_apart(workspace: Workspace, naming: Naming) -> None:
    for year in (2024, 2025):
        workspace.commit(naming("广州市", "440100", year, ("Place", "体育公园")), f"/{year}.txt")
    publish(workspace)
    assert len(named(workspace, "体育公园")) == 1
    assert take(workspace, table("different|Place|体育公园|广州市/2024|Place|体育公园|广州市/2025")) == 1
    assert len(named(workspace, "体育公园")) == 2


def test_every_fault_is_told_with_its_line_and_nothing_is_taken_in(two: Workspace) -> None:
    text = table(
        "same|机构|省医||机构|广东省人民医院|",
        "same|机构|没有||机构|广东省人民医院|",
        "like|机构|省医||机构|广东省人民医院|",
        "same|Body|省医||机构|广东省人民医院|",
        "same|机构|省医|2099|机构|广东省人民医院|",
        "same|机构|省医||产业|低空经济|",
        "same|机构|省医||机构|省医|",
        "same|机构|省医||机构|广东省人民医院||李|多|余",
    )
    with pytest.raises(TableFaultsError) as caught:
        take(two, text)
    assert [fault.line for fault in caught.value.faults] == [3, 4, 5, 6, 7, 8, 9]
    for part in ("没有", "like", "Body", "2099", "7"):
        assert part in caught.value.zh
    assert "line 3" in caught.value.en
    assert two.judgements() == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("verdict\tleft_type\n", "left_name"),
        (f"{HEAD}\tmood\n", "mood"),
        (f"{HEAD}\tverdict\n", "twice"),
        (f'{HEAD}\nsame\t"机构', "Not a row"),
    ],
)
def test_what_is_no_table_is_told(two: Workspace, text: str, part: str) -> None:
    with pytest.raises(TableFaultsError) as caught:
        take(two, text)
    assert part in caught.value.en


def test_of_rows_that_contradict_each_other_the_later_holds_each_time(two: Workspace) -> None:
    text = table("same|机构|省医||机构|广东省人民医院|", "different|机构|省医||机构|广东省人民医院|")
    assert take(two, text) == 1
    assert len(named(two, "省医", "广东省人民医院")) == 2
    assert take(two, text) == 0


def test_what_stands_is_written_and_read_back_without_change(two: Workspace) -> None:
    judge(two, "same", "省医", "广东省人民医院")
    judge(two, "different", "惠农集市2.0", "惠农集市")
    with two.snapshot() as connection:
        text = write_table(standing_rows(connection))
    assert [line.split("\t")[0] for line in text.splitlines()] == ["verdict", "same", "different"]
    before = two.judgements()
    assert take(two, text) == 0
    assert two.judgements() == before
    judge(two, "undo", "省医", "广东省人民医院")
    assert take(two, text) == 1
    assert len(named(two, "省医", "广东省人民医院")) == 1


def test_what_is_written_is_read_back_after_its_report_is_gone(two: Workspace) -> None:
    judge(two, "same", "省医", "广东省人民医院")
    two.remove("/yx.txt")
    with two.snapshot() as connection:
        text = write_table(standing_rows(connection))
    assert take(two, text) == 0


def test_author_note_and_time_are_kept(two: Workspace) -> None:
    row = "same\t机构\t省医\t\t机构\t广东省人民医院\t\t李工\t看过原文\t2026-01-02T03:04:05+00:00\n"
    assert take(two, "\t".join(COLUMNS) + "\n" + row) == 1
    (made,) = Workspace.open(two.path).judgements()
    assert (made.author, made.note, made.at) == ("李工", "看过原文", "2026-01-02T03:04:05+00:00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_what_a_spreadsheet_saves_is_read(encoding: str) -> None:
    text = table("same|机构|省医||机构|广东省人民医院|").replace("\n", "\r\n")
    assert decoded(text.encode(encoding)) == text


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\t\n"'), max_size=8)


@settings(max_examples=50)
@given(st.lists(CELL, min_size=10, max_size=10))
def test_any_cell_is_read_as_it_was_written(cells: list[str]) -> None:
    faults: list[judgement_table.Fault] = []
    cells = ["same", *(cell.strip() for cell in cells[1:])]
    rows = list(judgement_table._rows(write_table([cells]), faults))
    assert faults == []
    assert [list(row.values()) for _, row in rows] == [cells]


def test_a_workspace_without_notes_is_migrated(workspace: Workspace, naming: Naming) -> None:
    with workspace._database.writing() as connection:
        connection.execute("ALTER TABLE judgements DROP COLUMN note")
        connection.execute(
            "INSERT INTO judgements (left_document, left_type, left_name, right_document, right_type, right_name, "
            "verdict, author, at) VALUES ('a', 'Area', 'x', 'b', 'Area', 'y', 'same', 'li', '2025')"
        )
        connection.execute("PRAGMA user_version = 1")
    (kept,) = Workspace.open(workspace.path).judgements()
    assert (kept.verdict, kept.author, kept.note) == ("same", "li", "")
    assert schema.FORMAT == 2
