"""Forms of sentences that code asks for by name, read from `relation_forms.toml` once.

A form is a regular expression over a sentence with its names as tokens, with holes: {Area|Place} for a name of these
types, {name} for any, {area} for an area of a `Scene`, {province} for a province's one character, {assists} and other
kinds for words of pairing, and {link} for what the row `words.link` has.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

from plangraph.ingest.relations.cues import pairing_cues
from plangraph.ingest.relations.patterns import render_marked
from plangraph.ingest.relations.words import words
from plangraph.ingest.rules.loader import Rule, Text, load_lexicon, load_rules

HOLE = re.compile(r"\{([A-Za-z][A-Za-z|-]*)\}")


class Form(Rule, frozen=True, kw_only=True):
    """A form with its groups."""

    pattern: Text

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern with its holes filled. Raises KeyError for a hole that nothing fills."""
        return re.compile(HOLE.sub(lambda hole: f"(?:{_filling(hole[1])})", self.pattern))

    def matches(self, text: str) -> bool:
        """Whether the form is found in a text with names written as [name:Type]."""
        return self.compiled.search(render_marked(text)) is not None


@cache
def form(name: str) -> re.Pattern[str]:
    """The pattern of the row `form.NAME`. Raises KeyError where there is none."""
    return {rule.id: rule for rule in load_rules("relation_forms", Form)}[f"form.{name}"].compiled


def _filling(hole: str) -> str:
    if hole[0].isupper():
        return rf"⟦(?:{hole}):\d+⟧"
    match hole:
        case "name":
            return r"⟦\w+:\d+⟧"
        case "area":
            return r"⟦(?:Area:)?\d+⟧"
        case "province":
            return (
                f"[{''.join(t.text for t in load_lexicon('area_sigla').terms if t.name.split()[0].endswith('0000'))}]"
            )
    cue = pairing_cues().get(hole)
    return cue.either() if cue else words(hole).pattern
