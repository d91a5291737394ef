"""How a reader's proposals fared, for those who asked for it. Imports nothing that reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from plangraph.ontology.records import Extraction


@dataclass(frozen=True, slots=True)
class Tally:
    """How the proposals for one or more reports fared. `proposed` is `accepted` and all of `refused` together.

    `refused`: (reason, how many). `failed`: windows of text that were not answered; `faults`: why, in both languages,
    and how often.
    """

    windows: int = 0
    failed: int = 0
    proposed: int = 0
    accepted: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    models: tuple[str, ...] = ()


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of several tallies."""
    each = list(tallies)
    refused, faults = Counter[str](), Counter[str]()
    for tally in each:
        refused.update(dict(tally.refused))
        faults.update(dict(tally.faults))
    return Tally(
        windows=sum(t.windows for t in each),
        failed=sum(t.failed for t in each),
        proposed=sum(t.proposed for t in each),
        accepted=sum(t.accepted for t in each),
        refused=tuple(sorted(refused.items())),
        faults=tuple(sorted(faults.items())),
        models=tuple(sorted({model for t in each for model in t.models})),
    )


@dataclass(frozen=True, slots=True)
class Assisted:
    """A report's extraction with a reader beside rules and tagger, and how the reader fared."""

    extraction: Extraction
    tally: Tally
