"""How good `related` is: precision at ten over the bundled report and 40 others, by queries judged by reading.

`tests/graph/related_judgements.tsv` holds the marks of one reader. The criterion, settled before any mark was given:

2  the clause says an initiative (done, under way or planned) or its result in figures, on the very subject asked for:
   an analyst would put it into a table of related initiatives;
1  the subject is one of several in the clause, or a neighbouring one, or the clause is an intention or explains a name;
0  another subject, the same words in another sense, or no initiative at all.

Marked were the ten best of each part alone and of several mixtures, in one list that did not tell who had found what.
A hit counts as relevant with 1 or 2; one that nobody judged counts as not relevant. The weights were chosen on the
queries of the half `choose`; the other half, `report`, had no say. What a query of the kind `measure` asks for is the
measure of the bundled report that holds its words.

Reading the 41 reports takes some minutes: PLANGRAPH_JUDGED_WORKSPACE may name a workspace that holds them.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path, PurePath

import numpy as np
import pytest

from plangraph.app.initiatives import gathered
from plangraph.app.intake import take_in
from plangraph.graph.publication import publish
from plangraph.graph.reader import GraphReader
from plangraph.graph.related import WEIGHTS, Asked, Initiatives, folded
from plangraph.graph.related_asking import asked
from plangraph.graph.workspace import Workspace

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(3600)]

LEAST = 0.80
BUNDLED = "yuexiu-2025-plan-report"
Marks = dict[tuple[str, str, str], int]


def judgements(root: Path) -> list[dict[str, str]]:
    with (root / "tests" / "graph" / "related_judgements.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def judged(root: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the reports that the judgements speak of."""
    if "PLANGRAPH_JUDGED_WORKSPACE" in os.environ:
        return Workspace.open(Path(os.environ["PLANGRAPH_JUDGED_WORKSPACE"]))
    workspace = Workspace.create(tmp_path_factory.mktemp("judged") / "ws")
    stems = (root / "tests" / "benchmarks" / "related_reports.txt").read_text(encoding="utf-8").split()
    paths = [shared / "seed" / f"{BUNDLED}.txt", *(shared / "corpus" / f"{stem}.txt" for stem in stems)]
    assert [taken.path for taken in take_in(workspace, paths) if taken.outcome == "failed"] == []
    publish(workspace)
    return workspace


def asked_for(kind: str, query: str, initiatives: Initiatives, workspace: Workspace, bundled: str) -> Asked:
    if kind != "measure":
        return asked(initiatives, workspace, GraphReader(workspace.path), query)
    found = (m for m in initiatives.measures if m.document == bundled and query in "".join(m.quote.split()))
    measure = next(found)
    return Asked(measure.quote, measure.things, measure.programmes, measure)


def test_the_parts_together_are_better_than_each_alone(root: Path, judged: Workspace) -> None:
    rows = judgements(root)
    marks: Marks = {(r["query"], r["report"], r["quote"]): int(r["mark"]) for r in rows}
    queries = {r["query"]: (r["kind"], r["half"]) for r in rows}
    stems = {d.id: PurePath(d.source).stem for d in judged.documents()}
    bundled = next(document for document, stem in stems.items() if stem == BUNDLED)
    initiatives = gathered(judged)
    found: dict[str, dict[str, list[float]]] = {}
    unjudged = 0
    for query, (kind, half) in queries.items():
        parts = initiatives.parts(asked_for(kind, query, initiatives, judged, bundled))
        parts["all"] = sum((WEIGHTS[n] * s for n, s in parts.items()), np.zeros(len(initiatives.measures)))
        for name, scores in parts.items():
            best = [initiatives.measures[number] for number, _ in folded(initiatives.measures, scores, 10)]
            given = [marks.get((query, stems[m.document], m.quote)) for m in best]
            unjudged += given.count(None) * (name == "all")
            found.setdefault(name, {}).setdefault(half, []).append(sum((m or 0) > 0 for m in given) / 10)
    table = {
        name: {half: float(np.mean(values)) for half, values in halves.items()}
        | {"both": float(np.mean([v for values in halves.values() for v in values]))}
        for name, halves in found.items()
    }
    print(f"\n{len(queries)} queries, {unjudged} hits of `all` without a mark")  # noqa: T201
    for name, row in table.items():
        print(f"P@10 {name:10}", *(f"{half} {value:.3f}" for half, value in row.items()))  # noqa: T201
    assert table["all"]["both"] >= LEAST
    for half in ("choose", "report", "both"):
        assert all(table["all"][half] > table[part][half] for part in ("words", "meaning", "graph"))
