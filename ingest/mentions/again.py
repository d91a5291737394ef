"""The second look over a document: a name that is sure once is found elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from plangraph.ingest.named import Candidate

SURE = 0.8
SHORTEST = 5
"""Of the places that shorter or less sure names gave, half were none."""


def find_again(text: str, decided: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates for further places of the names that are sure."""
    names: dict[str, tuple[str, float]] = {}
    for c in decided:
        surface = text[c.start : c.end]
        if c.type != "Area" and c.confidence >= SURE and len(surface) >= SHORTEST and "\n" not in surface:
            names.setdefault(surface, (c.type, c.confidence - 0.02))
            core = surface.strip("“”")
            if surface[0] == "“" and surface[-1] == "”" and len(core) >= SHORTEST:
                names.setdefault(core, (c.type, c.confidence - 0.05))
    if not names:
        return
    forms = list(names)
    for index, start, end in AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
        kind, confidence = names[forms[index]]
        yield Candidate(start, end, kind, "again.named-elsewhere", confidence)
