"""Writes `relation-shapes.ttl`: for each relation, that its subject and object are of its domain and range."""

from __future__ import annotations

from plangraph.ontology.model import Model
from plangraph.ontology.vocabulary import Relation

HEAD = """# Generated from plans.ttl by `python -m plangraph.ontology.generate`: do not edit.

@prefix plan: <https://w3id.org/plangraph/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def render_relation_shapes(model: Model) -> str:
    """The text of `relation-shapes.ttl`."""
    return "\n".join([HEAD, *(_shape(r, model) for r in model.relations)])


def _shape(relation: Relation, model: Model) -> str:
    stages = " ".join(f"plan:{stage.key}" for stage in model.concepts["Stages"])
    objects = f"sh:or ({_classes(relation.range)})" if relation.range else f"sh:in ({stages})"
    return f"""plan:{relation.key}-domain-shape a sh:NodeShape ;
  sh:targetSubjectsOf plan:{relation.key} ;
  sh:or ({_classes(relation.domain)}) ;
  sh:message "“{relation.zh}”的主体不属于其定义域"@zh, "the subject of {relation.key} is not of its domain"@en .

plan:{relation.key}-range-shape a sh:NodeShape ;
  sh:targetObjectsOf plan:{relation.key} ;
  {objects} ;
  sh:message "“{relation.zh}”的客体不属于其值域"@zh, "the object of {relation.key} is not of its range"@en .
"""


def _classes(types: frozenset[str]) -> str:
    return " ".join(f"[ sh:class plan:{name} ]" for name in sorted(types))
