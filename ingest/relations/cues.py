"""Words of pairing, read from `pairing_cues.toml` once."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from plangraph.ingest.rules.loader import Examples, Rule, Share, load_rules

CueKind = Literal["assists", "near", "cooperatesWith", "topic", "received"]


class PairingCue(Rule, frozen=True, kw_only=True):
    """Words that open a sentence to pairing (`topic`), make a relation, or say that help is received.

    Words of kind `near` make one of assistance only right beside an area.
    """

    kind: CueKind
    words: Examples
    confidence: Share

    def matches(self, text: str) -> bool:
        """Whether one of the words is there."""
        return any(word in text for word in self.words)

    def either(self) -> str:
        """A pattern for the words, the longest first."""
        return "|".join(sorted(self.words, key=len, reverse=True))


@cache
def pairing_cues() -> dict[str, PairingCue]:
    """The rows of `pairing_cues.toml` by their kind."""
    return {cue.kind: cue for cue in load_rules("pairing_cues", PairingCue)}


@cache
def cue_words(*kinds: CueKind) -> re.Pattern[str]:
    """A pattern for the words of some kinds, each kind a group of its name."""
    return re.compile("|".join(f"(?P<{kind}>{pairing_cues()[kind].either()})" for kind in kinds))
