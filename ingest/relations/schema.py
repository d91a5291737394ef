"""Which types each relation joins, and how sure a claim is."""

from __future__ import annotations

from typing import Final

TYPES: Final = frozenset(
    ["Area", "Place", "Organization", "Person", "Project", "Programme", "Policy", "Platform", "Event", "Honour",
     "Industry", "Indicator", "Fund"]
)  # fmt: skip
AGENTS: Final = frozenset(["Area", "Organization", "Platform"])
STAGED: Final = frozenset(["Project", "Platform", "Policy", "Place", "Programme", "Organization", "Event"])
DOMAIN: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "assists": (frozenset(["Area"]), frozenset(["Area"])),
    "cooperatesWith": (AGENTS, AGENTS),
    "locatedIn": (frozenset(["Place", "Project", "Platform", "Organization", "Event"]), frozenset(["Area", "Place"])),
    "partOf": (TYPES, TYPES),
    "undertakes": (AGENTS, frozenset(["Project", "Programme", "Platform", "Event", "Place"])),
    "issued": (frozenset(["Area", "Organization"]), frozenset(["Policy"])),
    "attracted": (frozenset(["Area", "Place", "Platform"]), frozenset(["Organization", "Project", "Platform"])),
    "received": (TYPES, frozenset(["Honour"])),
    "supports": (TYPES, TYPES),
    "develops": (frozenset(["Area", "Organization"]), frozenset(["Industry"])),
    "concerns": (STAGED | {"Fund"}, frozenset(["Industry"])),
    "fundedBy": (frozenset(["Project", "Programme", "Area", "Place", "Platform"]), frozenset(["Fund", "Organization"])),
    "knownAs": (TYPES, TYPES),
}
"""Types of subject and object of each relation but `hasStatus`, whose subject is `STAGED` and whose object a stage."""


def fits(subject: str, predicate: str, obj: str) -> bool:
    """Whether a thing of type `subject` may stand in the relation to one of type `obj`."""
    domain, reach = DOMAIN[predicate]
    alike = subject == obj or predicate != "knownAs"
    return subject in domain and obj in reach and alike
