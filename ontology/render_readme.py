"""Writes `README.md` of the ontology: its terms as tables, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from plangraph.ontology.model import Model
from plangraph.ontology.vocabulary import Term

HEAD = """<!-- Generated from plans.ttl and concepts.ttl by `python -m plangraph.ontology.generate`: do not edit. -->

# 本体 · Ontology

`plans.ttl` 定义类与关系，`concepts.ttl` 定义封闭名单，`shapes.ttl` 与 `relation-shapes.ttl` 是数据须满足的约束，
`terms.py` 由此生成。

`plans.ttl` holds classes and relations, `concepts.ttl` closed lists, `shapes.ttl` and `relation-shapes.ttl` what data
must satisfy; `terms.py` is generated from them.

    PREFIX plan: <https://w3id.org/plangraph/ns#>
"""

COLUMNS = ("术语 term", "中文", "English", "定义 definition", "例 example", "标准 standard")


def render_readme(model: Model) -> str:
    """The text of `README.md`."""
    parts = [
        HEAD,
        _section("类型 · Types", model.types, model),
        _section("其他类 · Other classes", model.classes, model),
        _relations(model),
        _section("其他属性 · Other properties", model.properties, model),
    ]
    for scheme in model.schemes:
        terms = model.concepts.get(scheme.key, model.units)
        parts.append(_section(f"{scheme.zh} · {scheme.en.capitalize()}", terms, model, local=False))
    return "\n".join(parts)


def _section(title: str, terms: Iterable[Term], model: Model, *, local: bool = True) -> str:
    rows = [_row(term, model, f"plan:{term.key}" if local else term.key) for term in terms]
    return f"## {title}\n\n{_header(COLUMNS)}" + "".join(rows)


def _relations(model: Model) -> str:
    rows = [_row(r, model, f"plan:{r.key}", f" {_types(r.domain)} → {_types(r.range)} |") for r in model.relations]
    head = _header((*COLUMNS, "主体 → 客体"))
    return f"## 关系 · Relations\n\n{head}" + "".join(rows)


def _header(columns: tuple[str, ...]) -> str:
    return "| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns) + "\n"


def _types(types: frozenset[str]) -> str:
    return "Stage" if not types else "any" if len(types) == 13 else ", ".join(sorted(types))


def _row(term: Term, model: Model, name: str, more: str = "") -> str:
    standard = "; ".join(model.mappings.get(term.iri, ()))
    cells = (
        f"`{name}`",
        term.zh,
        term.en,
        f"{term.definition_zh} {term.definition_en}",
        " · ".join(term.examples),
        standard,
    )
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + f" |{more}\n"
