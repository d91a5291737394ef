"""What the benchmarks measure with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plangraph.graph.publication import projection, publish
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction, LocalKey, Quantity, document_id

Work = Callable[[], object]


@pytest.fixture(scope="session")
def in_turns() -> Callable[..., list[float]]:
    """`in_turns(times, *works)`: of each work the seconds that it took at best.

    They are done in turns, so that what else the machine does falls on all of them.
    """

    def measure(times: int, *works: Work) -> list[float]:
        best = [float("inf")] * len(works)
        for _ in range(times):
            for place, work in enumerate(works):
                start = time.perf_counter()
                work()
                best[place] = min(best[place], time.perf_counter() - start)
        return best

    return measure


def told_again(told: Extraction, number: int) -> Extraction:
    """The same report as another text, whose things, but for areas, have other names."""
    text = f"{told.document.text}\n{number}"
    identifier = document_id(text)

    def key(old: LocalKey) -> LocalKey:
        return old if old.type == "Area" else LocalKey(old.type, f"{old.name}{number}")

    def named(old: LocalKey | Quantity | str) -> LocalKey | Quantity | str:
        if isinstance(old, Quantity):
            return replace(old, indicator=old.indicator and key(old.indicator))
        return key(old) if isinstance(old, LocalKey) else old

    return replace(
        told,
        document=replace(told.document, id=identifier, text=text, source=f"{number}.txt"),
        entities=tuple(replace(e, key=key(e.key), aliases=()) for e in told.entities),
        mentions=tuple(replace(m, document=identifier, entity=key(m.entity)) for m in told.mentions),
        statements=tuple(
            replace(s, document=identifier, subject=key(s.subject), object=named(s.object)) for s in told.statements
        ),
        problems=(),
    )


@pytest.fixture(scope="session")
def told_often(root: Path, reported: Path) -> Callable[[str, int], Workspace]:
    """`told_often(name, times)`: a published workspace of the bundled report, told so many times.

    Each time its things have other names. It is made once, in `build/bench`.
    """

    def tell(name: str, times: int) -> Workspace:
        told = Workspace.open(reported)
        one = told.extraction(told.documents()[0].id)
        workspace = Workspace.create(root / "build" / "bench" / f"{name}-{projection()}")
        for number in range(len(workspace.documents()), times):
            workspace.commit(told_again(one, number), f"upload:{number}.txt")
        publish(workspace)
        return workspace

    return tell
