"""What a document knows of areas: their codes, the issuer's own, and entities for areas that it only implies."""

from __future__ import annotations

from plangraph.ingest.named import NamedText
from plangraph.ontology import divisions
from plangraph.ontology.records import Entity, LocalKey


class Ground:
    """Areas of one document by code. `own`: the codes of the issuer and of the areas that hold it."""

    def __init__(self, named: NamedText) -> None:
        areas = [e for e in named.entities if e.key.type == "Area"]
        self._codes = {e.key: e.code for e in areas}
        self._known = {e.code: e for e in areas if e.code}
        self.issuer = next((e.code for e in areas if e.key == named.issuer), "") or _resolved(named.issuer)
        above = divisions.ancestors(self.issuer) if self.issuer else ()
        self.own = frozenset([self.issuer, *(d.code for d in above)]) - {""}
        self.implied: dict[LocalKey, Entity] = {}
        self._initials: dict[str, str] | None = None

    def code(self, key: LocalKey) -> str:
        """The code of an area of the document, '' where it has none."""
        return self._codes.get(key, "")

    def known(self) -> tuple[str, ...]:
        """The codes of the areas that the document names."""
        return tuple(self._known)

    def initials(self) -> dict[str, str]:
        """First characters of the issuer, of the city that holds it, and of the cities below it, with their codes."""
        if self._initials is None:
            near = [d for c in self.own if (d := divisions.by_code(c)) and d.level in ("city", "county")]
            near += [d for d in divisions.children(self.issuer) if d.level == "city"] if self.issuer else []
            self._initials = {d.name[0]: d.code for d in reversed(near)}
        return self._initials

    def entity(self, code: str) -> Entity:
        """The document's entity for an area, or a new one from the reference data, which is kept in `implied`."""
        if code not in self._known:
            self._known[code] = area_entity(code)
            self._codes[self._known[code].key] = code
            self.implied[self._known[code].key] = self._known[code]
        return self._known[code]

    def area(self, code: str) -> LocalKey:
        """The key of `entity(code)`."""
        return self.entity(code).key


def area_entity(code: str) -> Entity:
    """An area of the reference data as an entity: full path as its name, plain and short name as aliases."""
    division = divisions.by_code(code)
    if division is None:
        raise ValueError(f"no division has the code {code}")
    full = divisions.full_name(code)
    forms = (division.name, *divisions.short_forms(division.name))
    return Entity(LocalKey("Area", full), tuple(dict.fromkeys(f for f in forms if f != full)), code)


def _resolved(issuer: LocalKey | None) -> str:
    found = divisions.resolve(issuer.name) if issuer else ()
    return found[0].code if len(found) == 1 else ""
