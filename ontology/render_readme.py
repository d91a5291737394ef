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

PROPERTY_GRAPH = """## 属性图 · Property graph

类成为标签，关系成为关系类型，属性名如下；都是 ASCII，中文在属性值里（`name`、`labelZh`）。节点的 `iri` 与 RDF 相同。
主语、类型、宾语、`modality`、`status`、`period` 都相同的陈述合为一条关系，`statements` 是这些陈述的编号，`evidence`
是其出处（依次对应），`documents` 是报告文本的 `iri`。数量是节点（`Observation`），因此每项陈述一条 `OBSERVES`。
没有值的属性不存在。`value` 是浮点数，原文字样在 `asStated`。

Classes are labels, relations are relationship types, properties have the keys below; all are ASCII, Chinese stands in
values (`name`, `labelZh`). A node's `iri` is that of RDF. Statements that agree in subject, type, object, `modality`,
`status` and `period` are one relationship: `statements` has their ids, `evidence` their passages in the same order,
`documents` the `iri`s of the texts. A number is a node (`Observation`), so each statement of one has its own
`OBSERVES`. A property without a value is absent. `value` is a floating-point number, `asStated` the characters read.

内置 Cypher 引擎：`keys(n)` 多出一个 `id`，其值就是 `iri`；不写上限的 `*` 只走 10 步；没有 `/* */` 注释。
The built-in Cypher engine: `keys(n)` has `id` besides, which is the `iri`; `*` without a limit stops at 10 steps;
comments are `//`.

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
    parts.append(_property_graph(model))
    return "\n".join(parts)


def _property_graph(model: Model) -> str:
    labels = [(f"plan:{c.key}", c.node_label) for c in (*model.types, *model.classes) if c.node_label]
    tables = [("标签 label", labels), ("关系类型 type", model.links), ("属性名 key", model.keys)]
    written = [
        _header(("术语 term", title)) + "".join(f"| `{name}` | `{given}` |\n" for name, given in rows)
        for title, rows in tables
    ]
    return PROPERTY_GRAPH + "\n".join(written)


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
