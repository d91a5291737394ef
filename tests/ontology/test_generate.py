"""Generated files are fresh; a change of the ontology makes them stale; a term without its words is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plangraph.ontology import generate
from plangraph.ontology.model import OntologyError, read_model


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    for name in ("plans.ttl", "concepts.ttl", *generate.OUTPUTS):
        shutil.copy(root / "ontology" / name, tmp_path / name)
    return tmp_path


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_what_is_committed_is_fresh() -> None:
    assert generate.stale() == []
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "stale"),
    [
        ("plans.ttl", '"帮扶"@zh', '"对口帮扶"@zh', {"terms.py", "README.md", "relation-shapes.ttl"}),
        ("plans.ttl", '"Pairing assistance, counterpart', '"Counterpart', {"terms.py", "README.md"}),
        ("plans.ttl", "rdfs:range plan:Area ;\n  skos:related", "rdfs:range plan:Place ;\n  skos:related",
         {"terms.py", "README.md", "relation-shapes.ttl"}),
        ("concepts.ttl", "qudt:conversionMultiplier 100000000 ;", "qudt:conversionMultiplier 10 ;", {"terms.py"}),
        ("terms.py", '"assists"', '"asists"', {"terms.py"}),
        ("README.md", "帮扶", "帮", {"README.md"}),
        ("relation-shapes.ttl", "plan:Area", "plan:Place", {"relation-shapes.ttl"}),
    ],
)  # fmt: skip
def test_a_change_makes_what_depends_on_it_stale(copy: Path, file: str, old: str, new: str, stale: set[str]) -> None:
    assert generate.stale(copy) == []
    edit(copy, file, old, new)
    assert set(generate.stale(copy)) == stale
    generate.write(copy)
    assert generate.stale(copy) == []


def test_the_check_names_what_is_stale_and_what_to_do(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(copy, "README.md", "帮扶", "帮")
    monkeypatch.setattr(generate, "stale", lambda: ["README.md"] if generate.FOLDER else [])
    assert generate.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "README.md" in said
    assert "python -m plangraph.ontology.generate" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("plans.ttl", 'rdfs:label "帮扶"@zh, "assists"@en', 'rdfs:label "assists"@en', "assists"),
        ("plans.ttl", '"assists"@en', '"assists"@en, "helps"@en', "assists"),
        ("plans.ttl", '  skos:example "广交会" .', "  plan:note 1 .", "Event"),
        ("plans.ttl", "  rdfs:domain plan:Area ; rdfs:range plan:Area ;\n  skos:related", "  skos:related", "domain"),
        ("concepts.ttl", '"竣工、建成、完成。"@zh, ', "", "completed"),
    ],
)
def test_a_term_without_its_words_is_refused_by_name(copy: Path, file: str, old: str, new: str, named: str) -> None:
    edit(copy, file, old, new)
    with pytest.raises(OntologyError, match=named):
        read_model(copy)


def test_what_is_generated_bears_no_date_and_no_place(root: Path) -> None:
    for name in generate.OUTPUTS:
        text = (root / "ontology" / name).read_text(encoding="utf-8")
        assert str(root) not in text
        assert "Generated" in text.splitlines()[0]
