"""Forms that say by themselves what a name is: a park of two paired areas, the items of a list of help projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plangraph.ingest.mentions.spans import Stretch
from plangraph.ingest.mentions.words import pattern
from plangraph.ingest.named import Candidate
from plangraph.ingest.rules.loader import Rule, Share, load_rules

PAIRED = re.compile(r"[\u4e00-\u9fff]{2,8}[（(](?P<second>[\u4e00-\u9fff]{2,6})[）)][\u4e00-\u9fff]{2,14}$")


class CertainRule(Rule, frozen=True, kw_only=True):
    """Words of a form, the type that the form makes certain, and how certain."""

    type: str
    confidence: Share
    heads: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether the words stand in `text` in the form's place."""
        words = "|".join(map(re.escape, self.heads))
        if self.id == "certain.paired-park":
            return re.search(rf"[（(][\u4e00-\u9fff]{{2,6}}[）)][\u4e00-\u9fff]{{2,14}}(?:{words})", text) is not None
        if self.id == "certain.help-project":
            return re.search(rf"等(?:{words})", text) is not None
        return re.search(rf"(?:{words})等", text) is not None


def find_certain(text: str, stretches: Sequence[Stretch], lists: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates by the forms of name_certain.toml."""
    park, project, carrier = load_rules("name_certain", CertainRule)
    for s in stretches:
        name = text[s.start : s.end]
        if s.rank == 0 and name.endswith(park.heads) and PAIRED.fullmatch(name):
            yield Candidate(s.start, s.end, park.type, park.id, park.confidence)
    for item in lists:
        after = text[item.end : item.end + 90]
        closer = pattern("list-projects").match(after)
        if closer and closer.group("kind") in project.heads:
            rule = carrier if text[item.start : item.end].endswith(carrier.heads) else project
            yield Candidate(item.start, item.end, rule.type, rule.id, rule.confidence)
