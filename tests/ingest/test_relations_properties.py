"""What holds of every statement: its things are the document's, its types fit, its evidence lies in the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest.layout import lay_out
from plangraph.ingest.mentions import name
from plangraph.ingest.named import NamedText
from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.reading import read_source
from plangraph.ingest.relations import relate, with_implied
from plangraph.ontology import terms
from plangraph.ontology.records import LocalKey, Quantity, quotation
from tests.ingest.marked_text import gold_named, marked

VERBS = ["推进", "建成", "开工", "对口帮扶", "协作", "落户", "即", "支持", "发展", "获评", "合作"]
WORDS = st.sampled_from([*VERBS, *"与和、，。等在：“”（）", "三地", "粤桂", "项目", "2025年"])
NAMES = st.tuples(
    st.sampled_from(
        ["湛江市", "赤坎区长者饭堂", "七大工程", "中药材基地", "某某", "惠农集市2.0", "人工智能大模型示范工程"]
    ),
    st.sampled_from(sorted(terms.TYPES)),
).map(lambda pair: f"[{pair[0]}:{pair[1]}]")


def sound(named: NamedText) -> None:
    """Asserts what every statement of a text must fulfil."""
    keys = {e.key for e in named.entities}
    statements = relate(named, "d")
    for s in statements:
        assert not isinstance(s.object, Quantity)
        assert s.subject in keys
        if isinstance(s.object, LocalKey):
            assert s.object in keys
            assert terms.RELATIONS[s.predicate].admits(s.subject.type, s.object.type)
            assert s.subject != s.object
        else:
            assert s.predicate == "hasStatus"
            assert s.object in terms.STAGES
            assert terms.RELATIONS[s.predicate].admits(s.subject.type)
        quote = quotation(named.view.source, s.evidence.passage)
        assert quote
        assert quotation(named.view.source, s.evidence.cue) in quote if s.evidence.cue else True
        assert 0 < s.confidence <= 1
    assert len({s.id for s in statements}) == len(statements)


@given(st.lists(WORDS | NAMES, max_size=14).map("".join), st.sampled_from(["广州市越秀区", "百色市", "四川省", "某地"]))
@settings(max_examples=100, deadline=None)
def test_any_sentence_makes_sound_statements(text: str, issuer: str) -> None:
    if text.strip():
        sound(with_implied(marked(text, issuer)))


@pytest.mark.shared
@pytest.mark.parametrize("place", ["山东省青岛市", "辽宁省沈阳市"])
def test_a_branch_that_a_name_brings_may_bring_another(shared: Path, place: str) -> None:
    found = extract_file(shared / "corpus" / "city" / f"2024_{place}_work-report.txt")
    named = {end for s in found.statements for end in (s.subject, s.object) if isinstance(end, LocalKey)}
    assert named <= {e.key for e in found.entities}


def test_the_bundled_report_makes_sound_statements(sample_report: Path) -> None:
    sound(with_implied(name(lay_out(read_source(sample_report)), "广州市越秀区")))


@pytest.mark.shared
def test_annotated_reports_make_sound_statements_and_most_of_those_annotated(shared: Path) -> None:
    hit = want = got = 0
    for path in sorted((shared / "gold" / "dev").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        places = [r["subject"] for r in gold["relations"] if r["predicate"] == "undertakes"]
        named = gold_named(path, max(sorted(set(places)), key=places.count))
        sound(named)
        names = {e["name"]: {e["name"], *e["aliases"]} for e in gold["entities"]}
        implied = {e.key.name: {e.key.name, *e.aliases} for e in named.entities}
        rows = {(r["subject"], r["predicate"], r["object"]) for r in gold["relations"]}
        mine = {
            (s.subject.name, s.predicate, s.object.name if isinstance(s.object, LocalKey) else str(s.object))
            for s in relate(named, "d")
        }

        def alike(a: str, b: str, names: dict[str, set[str]] = names, implied: dict[str, set[str]] = implied) -> bool:
            return bool(names.get(a, {a}) & (implied.get(b, {b}) | names.get(b, {b})))

        hit += sum(any(r[1] == m[1] and alike(r[0], m[0]) and alike(r[2], m[2]) for m in mine) for r in rows)
        want, got = want + len(rows), got + len(mine)
    assert hit / want > 0.6
    assert hit / got > 0.75
