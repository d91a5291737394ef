"""Which format and language a client takes best, by its Accept and Accept-Language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from plangraph.app.wording import Language

_Form = TypeVar("_Form", bound=str)


def chosen(accept: str, forms: Mapping[_Form, Sequence[str]]) -> tuple[_Form, str] | None:
    """The format that a client takes best and the media type to call it by; None where it takes none.

    Of formats that it takes equally well the first wins. Without Accept every format is welcome.
    """
    ranges = list(_ranges(accept)) or [("*", "*", 1.0)]
    longest = max(len(types) for types in forms.values())
    best: tuple[float, _Form, str] | None = None
    for position in range(longest):
        for form, types in forms.items():
            if position >= len(types):
                continue
            weight = _weight(types[position], ranges)
            if weight > (best[0] if best else 0.0):
                best = (weight, form, types[position])
    return best and best[1:]


def spoken(accept_language: str, otherwise: Language) -> Language:
    """The language in which a client is told what is wrong."""
    found: list[tuple[float, Language]] = []
    for name, weight in _weighted(accept_language):
        match name.partition("-")[0]:
            case "zh":
                found.append((weight, "zh"))
            case "en":
                found.append((weight, "en"))
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else otherwise


def _weight(media: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """How well a media type is taken: as the range says that fits it most closely."""
    kind, _, subkind = media.partition("/")
    fitting = [
        ((wanted_kind != "*") + (wanted_subkind != "*"), weight)
        for wanted_kind, wanted_subkind, weight in ranges
        if wanted_kind in ("*", kind) and wanted_subkind in ("*", subkind)
    ]
    return max(fitting, default=(0, 0.0))[1]


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    for name, weight in _weighted(accept):
        kind, slash, subkind = name.partition("/")
        if slash:
            yield kind, subkind, weight


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """The names of a header in small letters, each with its q."""
    for each in header.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        weight = next((value for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"), "1")
        if name:
            yield name, _number(weight)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0.0 <= number <= 1.0 else 0.0
