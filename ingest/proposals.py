"""The seam for a reader beside rules and tagger: what it proposes.

The pipeline knows no reader. One is handed to it, is asked once a report, and answers with proposals that are grounded
in the text; names are then weighed with those of rules and tagger, and relations stand below those that rules find.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
