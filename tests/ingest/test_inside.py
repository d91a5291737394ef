"""Areas' names that are a part of a longer name which only the tagger sees."""

from __future__ import annotations

import pytest

from plangraph.ingest.mentions.inside import within_longer
from plangraph.ingest.named import Candidate


def said(text: str, area: str, longer: str, kind: str, confidence: float = 0.6) -> list[tuple[str, str]]:
    """The names of a text in which rules found an area and the tagger something longer."""
    at, start = text.index(area), text.index(longer)
    areas = [Candidate(at, at + len(area), "Area", "area.short", 0.5)]
    tagged = [Candidate(start, start + len(longer), kind, "tagger", confidence)]
    return [(text[c.start : c.end], c.type) for c in within_longer(text, areas, tagged)]


@pytest.mark.parametrize(
    ("text", "area", "longer", "kind"),
    [
        ("共同建好雄安新区中关村科技园。", "雄安新区", "雄安新区中关村科技园", "Place"),
        ("东盟·湖南名优产品交易会落户。", "湖南", "东盟·湖南名优产品交易会", "Event"),
        ("海南人力资源服务产业园三亚分园开园。", "三亚", "海南人力资源服务产业园三亚分园", "Place"),
    ],
)
def test_a_part_of_a_longer_name_is_none_of_its_own(text: str, area: str, longer: str, kind: str) -> None:
    assert said(text, area, longer, kind) == [(longer, kind)]


@pytest.mark.parametrize(
    ("text", "area", "longer", "kind"),
    [
        ("支持青岛“强龙头”战略。", "青岛", "青岛“强龙头”战略", "Programme"),
        ("巩固欧美日韩市场。", "日韩", "欧美日韩", "Area"),
        ("雄安新区建设提速。", "雄安新区", "雄安新区", "Place"),
    ],
)
def test_an_area_that_begins_or_ends_what_may_be_no_name_stays(text: str, area: str, longer: str, kind: str) -> None:
    assert said(text, area, longer, kind) == [(area, "Area")]


def test_what_the_tagger_hardly_sees_takes_no_area_in() -> None:
    text = "东盟·湖南名优产品交易会落户。"
    assert said(text, "湖南", "东盟·湖南名优产品交易会", "Event", 0.2) == [("湖南", "Area")]


def test_a_name_of_other_rules_is_not_touched() -> None:
    text = "对接湖南省政府驻京办事处。"
    named = [Candidate(2, 5, "Area", "area.division", 0.9), Candidate(5, 7, "Organization", "body", 0.9)]
    tagged = [Candidate(0, 12, "Organization", "tagger", 0.9)]
    assert within_longer(text, named, tagged) == named
