"""The stage that a clause gives: what is only prepared is planned, whatever the verb; a new work is not under way."""

from __future__ import annotations

import pytest

from plangraph.ingest.relations import relate
from tests.ingest.marked_text import marked

STAGES = [
    ("做好[洋溪水库:Project]、[浔南灌区:Project]等项目前期工作。", "洋溪水库", {"planned"}),
    ("深化[洋溪水库:Project]前期工作。", "洋溪水库", {"planned"}),
    ("实施好[创新人才攀登计划:Programme]。", "创新人才攀登计划", {"ongoing"}),
    ("[保交楼:Programme]任务全面完成。", "保交楼", {"completed"}),
    ("[国企改革:Programme]主体任务基本完成。", "国企改革", set()),
    ("改造[人民广场:Place]。", "人民广场", set()),
    ("加快建设[甘肃高等研究院:Organization]。", "甘肃高等研究院", {"ongoing"}),
    ("加快建设[东江大学:Organization]、[西江大学:Organization]等一流大学郑州研究院。", "东江大学", set()),
    ("全面完成[第五次经济普查:Event]。", "第五次经济普查", set()),
]


@pytest.mark.parametrize(("sentence", "name", "stages"), STAGES)
def test_the_words_around_a_name_give_its_stage(sentence: str, name: str, stages: set[str]) -> None:
    said = relate(marked(sentence), "d")
    assert {s.object for s in said if s.predicate == "hasStatus" and s.subject.name == name} == stages


def test_a_pilot_is_of_the_areas_right_before_it() -> None:
    said = relate(marked("深化[江油市:Area]、[三台县:Area]省级[新型城镇化建设试点:Programme]。"), "d")
    assert {s.subject.name for s in said if s.predicate == "undertakes"} == {"江油市", "三台县"}
