"""A made-up report that states something with every relation, and a number of every kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plangraph.ontology.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    LocalKey,
    Mention,
    Passage,
    Quantity,
    Section,
    Span,
    Stage,
    Statement,
    document_id,
)

AREA = LocalKey("Area", "广州市越秀区")
PARTNER = LocalKey("Area", "湛江市霞山区")
WORKS = LocalKey("Project", "惠民大厦项目")
SCHEME = LocalKey("Programme", "“千帆计划”")
SCHEME_AGAIN = LocalKey("Programme", "“千帆计划2.0”")
PLATFORM = LocalKey("Platform", "飞地科创中心")
POLICY = LocalKey("Policy", "《低空经济发展方案》")
FIRM = LocalKey("Organization", "南方互联公司")
HONOUR = LocalKey("Honour", "全国百强区")
INDUSTRY = LocalKey("Industry", "低空经济")
FUND = LocalKey("Fund", "帮扶协作专项资金")
GDP = LocalKey("Indicator", "地区生产总值")
STREET = LocalKey("Place", "北京路")

ENTITIES = (
    Entity(AREA, ("越秀区", "越秀"), "440104"),
    Entity(PARTNER, ("霞山区",), "440803"),
    Entity(WORKS, jurisdiction="440104"),
    Entity(SCHEME),
    Entity(SCHEME_AGAIN),
    Entity(PLATFORM),
    Entity(POLICY),
    Entity(FIRM),
    Entity(HONOUR),
    Entity(INDUSTRY),
    Entity(FUND),
    Entity(GDP, ("GDP",)),
    Entity(STREET, jurisdiction="440104"),
)

RELATIONS: tuple[tuple[LocalKey, str, LocalKey | Stage, str], ...] = (
    (AREA, "assists", PARTNER, "越秀区对口帮扶霞山区。"),
    (AREA, "cooperatesWith", FIRM, "与南方互联公司合作。"),
    (WORKS, "locatedIn", STREET, "惠民大厦项目位于北京路。"),
    (WORKS, "partOf", SCHEME, "惠民大厦项目纳入“千帆计划”。"),
    (AREA, "undertakes", WORKS, "推进惠民大厦项目。"),
    (AREA, "issued", POLICY, "出台《低空经济发展方案》。"),
    (AREA, "attracted", FIRM, "引进南方互联公司。"),
    (AREA, "received", HONOUR, "入选全国百强区。"),
    (PLATFORM, "supports", PARTNER, "飞地科创中心支持霞山区。"),
    (AREA, "develops", INDUSTRY, "发展低空经济。"),
    (POLICY, "concerns", INDUSTRY, "方案涉及低空经济。"),
    (WORKS, "fundedBy", FUND, "惠民大厦项目获帮扶协作专项资金。"),
    (SCHEME, "knownAs", SCHEME_AGAIN, "“千帆计划”即“千帆计划2.0”。"),
    (WORKS, "hasStatus", "started", "惠民大厦项目开工。"),
)

NUMBERS: tuple[tuple[str, str, Quantity], ...] = (
    (
        "地区生产总值增长3.0%。",
        "3.0%",
        Quantity("地区生产总值", Decimal("3.0"), "%", (), "growth", direction="up", indicator=GDP),
    ),
    (
        "地区生产总值4000亿元左右。",
        "4000亿元左右",
        Quantity("地区生产总值", Decimal(4000), "亿元", (), bound="~", indicator=GDP),
    ),
    ("65个项目完成投资3.57亿元。", "3.57亿元", Quantity("完成投资", Decimal("3.57"), "亿元", (), of="65个项目")),
    ("占比提升2个百分点。", "2个百分点", Quantity("占比", Decimal(2), "个百分点", (), "change", direction="up")),
    ("居全市第1位。", "第1位", Quantity("全市", Decimal(1), "位", (), "rank")),
    ("覆盖率95%以上。", "95%以上", Quantity("覆盖率", Decimal(95), "%", (), "share", ">=")),
    ("三分之一左右。", "三分之一左右", Quantity("份额", Decimal("0.3333"), "", ())),
)
HEADINGS = ("一、回顾2024年", "（一）项目", "二、2025年计划")


def extraction() -> Extraction:
    """The whole report: the relations look back, the numbers are planned; the pairing stands on two spans."""
    halves = ["".join(s for *_, s in RELATIONS), "".join(s for s, *_ in NUMBERS)]
    text = f"越秀区计划报告\n{HEADINGS[0]}\n{HEADINGS[1]}\n{halves[0]}\n{HEADINGS[2]}\n{halves[1]}"
    start = text.index(RELATIONS[0][3])
    broken = (Span(start, start + 4), Span(start + 5, start + len(RELATIONS[0][3])))
    identifier = document_id(text)
    statements = []
    for subject, predicate, said, sentence in RELATIONS:
        where = broken if predicate == "assists" else _at(text, sentence)
        evidence = Evidence(where, _at(text, sentence)[:1], 1)
        stage: Stage | None = "ongoing" if predicate == "undertakes" else None
        statements.append(Statement(identifier, subject, predicate, said, evidence, "r1", 0.9, "actual", "2024", stage))
    for sentence, part, number in NUMBERS:
        said = _stated(number, _at(text, part))
        evidence = Evidence(_at(text, sentence), (), 2)
        statements.append(Statement(identifier, AREA, "observes", said, evidence, "q1", 0.75, "target", "2025"))
    mentions = tuple(Mention(identifier, _at(text, e.aliases[0]), e.aliases[0], e.key, "m1", 1.0) for e in ENTITIES[:2])
    return Extraction(_document(identifier, text), ENTITIES, mentions, tuple(statements), (), "made-1")


def _stated(number: Quantity, passage: Passage) -> Quantity:
    return Quantity(
        number.about, number.value, number.unit, passage, number.kind, number.bound, number.direction,
        number.indicator, number.of,
    )  # fmt: skip


def _document(identifier: str, text: str) -> Document:
    first, second, third = (_at(text, heading)[0] for heading in HEADINGS)
    return Document(
        id=identifier,
        text=text,
        source="/home/anna/reports/yuexiu.txt",
        media_type="text/plain",
        title="越秀区计划报告",
        kind="plan-report",
        area=AREA,
        area_code="440104",
        issued=date(2025, 1, 20),
        meeting="区人民代表大会第五次会议",
        speaker="区发展和改革局",
        year_reviewed=2024,
        year_planned=2025,
        sections=(
            Section("一", "回顾2024年", 1, None, first, "actual", 2024),
            Section("（一）", "项目", 2, 0, second, "actual", 2024),
            Section("二", "2025年计划", 1, None, third, "target", 2025),
        ),
    )


def _at(text: str, part: str) -> Passage:
    start = text.index(part)
    return (Span(start, start + len(part)),)
