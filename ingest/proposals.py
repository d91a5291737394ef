"""The seam for a reader beside rules and tagger: what it proposes, and how its proposals fared.

The pipeline knows no reader. One is handed to it, is asked once a report, and answers with proposals that are grounded
in the text; names are then weighed with those of rules and tagger, and relations stand below those that rules find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from plangraph.ingest.named import Candidate, NamedText
from plangraph.ingest.relations.claims import Claim
from plangraph.ontology.records import Problem, Statement


class Proposals(Protocol):
    """What a reader proposes for one report, and what it could not read.

    `name`: what statements and the extractor's version call it, '' where it read nothing. `candidates`: names, each of
    which stands in the text to the character.
    """

    @property
    def name(self) -> str:
        """The reader's name, without `+`."""
        ...

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Names, by their places in the view."""
        ...

    def claims(self, named: NamedText) -> Sequence[Claim]:
        """Relations between names that stand after all were weighed."""
        ...

    def problems(self, document: str, source: str) -> Sequence[Problem]:
        """What the reader did not read, and why."""
        ...


Reader = Callable[[NamedText, Sequence[Statement]], Proposals]
"""Asked with the names that rules and tagger give, and the figures that the grammar has read."""


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
