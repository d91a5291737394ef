"""Reports made by hand from the bundled one, so that what shows them can be tested without reading any."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plangraph.app.cli import main
from plangraph.graph.publication import publish
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import (
    Block,
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Mention,
    Problem,
    Quantity,
    Section,
    Span,
    Statement,
    document_id,
)

Call = Callable[..., tuple[int, str, str]]
HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">区'
LURING = "![诱饵](http://outside.example/x.png)项目"


@pytest.fixture
def call(reported: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the program on the workspace of the bundled report: its exit code, stdout and stderr."""

    def run(*arguments: str, workspace: Path = reported, language: str = "zh") -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--lang", language, "--workspace", str(workspace), *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def find(text: str, quote: str) -> Span:
    """Where a quotation stands, whatever white space the report has in it."""
    found = re.search(r"\s*".join(map(re.escape, quote)), text)
    assert found, quote
    return Span(found.start(), found.end())


def area(name: str) -> LocalKey:
    return LocalKey("Area", name)


YUEXIU, XIASHAN, CHIKAN, SUIXI, ZHANJIANG = (
    area(name) for name in ("广州市越秀区", "湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县", "湛江市")
)
DONE = (
    "结对互促，拨付帮扶协作专项资金3.57亿元，湛江市霞山区、赤坎区、遂溪县三地“反向科创中心”已投入使用，"
    "国家超算广州中心赤坎智慧港顺利揭牌"
)
PLAN = "依托赤坎、霞山、遂溪“飞地科创中心”服务三地精准招商"


@dataclass
class Draft:
    """Statements on one text, told as (subject, predicate, object, sentence, modality, status)."""

    text: str
    title: str
    speaks: LocalKey
    year: int
    statements: list[Statement] = field(default_factory=list)
    entities: dict[LocalKey, Entity] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return document_id(self.text)

    def name(self, key: LocalKey, code: str = "", *aliases: str) -> LocalKey:
        self.entities[key] = Entity(key, aliases, code)
        return key

    def say(
        self, subject: LocalKey, predicate: str, said: Any, quote: str, modality: Any = "actual", cue: str = ""
    ) -> None:
        span = find(self.text, quote)
        cues = (find(self.text[span.start :], cue),) if cue else ()
        evidence = Evidence((span,), tuple(Span(c.start + span.start, c.end + span.start) for c in cues), 0)
        for key in (subject, said):
            if isinstance(key, LocalKey) and key not in self.entities:
                self.name(key)
        period = str(self.year if modality == "target" else self.year - 1)
        status = None
        self.statements.append(
            Statement(self.id, subject, predicate, said, evidence, "test.rule", 0.9, modality, period, status)
        )

    def extraction(self) -> Extraction:
        whole = Span(0, len(self.text))
        blocks = [Block("paragraph", (Span(m.start(), m.end()),), 0) for m in re.finditer(r"[^。]+。?\s*", self.text)]
        mentions = [
            Mention(self.id, (Span(m.start(), m.end()),), m.group(), key, "test.lexicon", 1.0)
            for key in self.entities
            for m in list(re.finditer(re.escape(key.name[-3:]), self.text))[:3]
        ]
        report = Document(
            self.id, self.text, f"{self.year}.txt", "text/plain", self.title, "plan-report", self.speaks,
            self.entities[self.speaks].code, None, "", "", self.year - 1, self.year,
            (Section("二", "2024年工作", 1, None, whole, "actual", self.year - 1),), tuple(blocks),
        )  # fmt: skip
        problems = (Problem(self.id, f"{self.year}.txt", "list-number", self.text[:1], (Span(0, 1),)),)
        return Extraction(
            report, tuple(self.entities.values()), tuple(mentions), tuple(self.statements), problems, "test"
        )


def pairing(text: str) -> Extraction:
    """The pairing of Yuexiu with the three of Zhanjiang, done and planned, as the bundled report states it."""
    draft = Draft(text, "广州市越秀区2025年计划报告", YUEXIU, 2025)
    for key, code in zip(
        (YUEXIU, XIASHAN, CHIKAN, SUIXI, ZHANJIANG), ("440104", "440803", "440802", "440823", "440800"), strict=True
    ):
        draft.name(key, code)
    centre, harbour = LocalKey("Platform", "反向科创中心"), LocalKey("Platform", "国家超算广州中心赤坎智慧港")
    enclave, fund = LocalKey("Platform", "飞地科创中心"), LocalKey("Fund", "帮扶协作专项资金")
    for other in (XIASHAN, CHIKAN, SUIXI):
        draft.say(YUEXIU, "assists", other, DONE, cue="结对互促")
        draft.say(centre, "locatedIn", other, DONE)
        draft.say(enclave, "supports", other, PLAN, "target", cue="服务")
    draft.say(harbour, "locatedIn", CHIKAN, DONE)
    draft.say(harbour, "hasStatus", "operating", DONE, cue="揭牌")
    draft.say(YUEXIU, "fundedBy", fund, DONE)
    draft.say(YUEXIU, "undertakes", LocalKey("Project", "南洋电器厂项目"), "南洋电器厂项目")
    draft.say(
        YUEXIU, "cooperatesWith", ZHANJIANG, "深化与湛江市“两区一县”产业共建合作园区建设", "target", cue="共建合作"
    )
    value = Quantity("拨付帮扶协作专项资金", Decimal("3.57"), "亿元", (find(text, "3.57亿元"),))
    draft.say(YUEXIU, "observes", value, DONE)
    return draft.extraction()


def second(year: int = 2023) -> Extraction:
    """An older report with names that would do harm if anyone took them for markup."""
    text = f"甲县人民政府报告。实施{LURING}建设。与{HOSTILE}开展合作。举办东山湖荔枝文化节。"
    draft = Draft(text, f"甲县{HOSTILE}{year}年报告", area("甲县"), year)
    draft.name(area("甲县"))
    draft.say(area("甲县"), "undertakes", LocalKey("Project", LURING), f"实施{LURING}建设")
    draft.say(area("甲县"), "cooperatesWith", area(HOSTILE), f"与{HOSTILE}开展合作")
    draft.say(area("甲县"), "undertakes", LocalKey("Event", "东山湖荔枝文化节"), "举办东山湖荔枝文化节")
    return draft.extraction()


@pytest.fixture(scope="session")
def pairing_extraction(sample_report: Path) -> Extraction:
    return pairing(sample_report.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def second_extraction() -> Extraction:
    return second()


@pytest.fixture(scope="session")
def pairing_workspace(tmp_path_factory: pytest.TempPathFactory, pairing_extraction: Extraction) -> Path:
    path = tmp_path_factory.mktemp("pairing") / "data"
    workspace = Workspace.create(path)
    workspace.commit(second(), "upload:second.txt")
    workspace.commit(pairing_extraction, "upload:yuexiu.txt")
    publish(workspace)
    return path
