"""Whose value it is: the thing that the words before a value begin with, or the area whose government speaks."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.ingest.named import Deictic, NamedMention, NamedText
from plangraph.ingest.quantities.about import About
from plangraph.ingest.quantities.line import Line
from plangraph.ingest.quantities.words import pattern, verb_of, without_lead
from plangraph.ontology.records import LocalKey

HOLDERS = frozenset(("Area", "Place", "Organization", "Project", "Programme", "Platform", "Event"))
"""Types of things that a report gives numbers of."""

AREAL = frozenset(("Area", "Place"))
FAR = 12
"""Characters of an indicator's name at most, as far as an area before it owns it without doubt."""

OPEN = ("等", "、", "和", "及", "与", "以及", "—", "”")
"""What follows a name that is only one of several, or goes on."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose value it is, and the name of what is measured without the name of that thing."""

    key: LocalKey | None
    about: str


def subject_of(named: NamedText, line: Line, about: About) -> Subject:
    """The thing named first in the words before a value, else the issuer; None where neither is known.

    Several areas at once (三地) leave the issuer as the subject: the value is not each one's own. A quoted programme
    before a counted thing (“小巨人”企业) only says of what sort that is.
    """
    low, high = about.start, min(about.end, about.start + len(about.left))
    if low < high:
        lead = len(about.left) - len(without_lead(about.left))
        start, end = line.view_span(low, high)
        first = {line.places[low + at] for at in range(min(lead, high - low - 1) + 1)}
        named_here: list[NamedMention | Deictic] = [*named.deictics_in(start, end), *named.mentions_in(start, end)]
        for one in named_here:
            key = _holder(named, one) if one.start in first else None
            if key is None or _goes_on(named, line, one, about):
                continue
            rest = _rest(about.name, _surface(named, one))
            sure = isinstance(one, Deictic) or key == named.issuer or key.type not in AREAL or one.end >= end
            if sure or _says_something(named, one, rest):
                return Subject(key, rest)
    return Subject(named.issuer, about.name)


def _holder(named: NamedText, one: NamedMention | Deictic) -> LocalKey | None:
    if isinstance(one, Deictic):
        return one.keys[0] if len(one.keys) == 1 else None
    if one.key.type == "Programme" and named.view.text[one.start] == "“":
        return None
    if named.issuer is not None and one.key.name == f"{named.issuer.name}人民政府":
        return named.issuer
    return one.key if one.key.type in HOLDERS else None


def _goes_on(named: NamedText, line: Line, one: NamedMention | Deictic, about: About) -> bool:
    """Whether the name is one of several, or all that is said before the value and after it."""
    after = "".join(named.view.text[one.end : line.places[-1] + 1].split())
    alone = one.end >= line.places[min(about.start + len(about.left), len(line.places)) - 1] + 1 and not about.right
    return after.startswith(OPEN) or alone


def _says_something(named: NamedText, one: NamedMention | Deictic, rest: str) -> bool:
    """Whether what follows an area or place is a verb or an indicator, and not the rest of a longer name."""
    follows = any(
        m.key.type == "Indicator" for m in named.mentions_in(one.end, one.end + FAR) if m.start <= one.end + 1
    )
    return follows or bool(verb_of(rest)) or (len(rest) <= FAR and bool(pattern("head").search(rest)))


def _surface(named: NamedText, one: NamedMention | Deictic) -> str:
    return "".join(named.view.text[one.start : one.end].split())


def _rest(name: str, surface: str) -> str:
    """The name of what is measured without the thing that it begins with, where enough is left to say it."""
    rest = name.removeprefix(surface).removeprefix("的")
    return rest if len(rest) > 1 else name
