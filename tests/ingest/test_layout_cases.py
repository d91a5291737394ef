"""What texts of the genre do to their own layout, one case each."""

from __future__ import annotations

import pytest

from plangraph.ingest.layout import View, front_matter, lay_out
from plangraph.ingest.reading import Hint, Source


def view_of(text: str) -> View:
    return lay_out(Source(text, "report.txt", "text/plain"))


def paragraphs(text: str) -> list[str]:
    return view_of(text).text.split("\n")


LONG = "坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，扎实推动高质量发展，经济社会保持平稳健康发展。"

SPACES = [
    ("全年完成投资 3.57 亿元，增长 12 %。", "全年完成投资3.57亿元，增长12%。"),
    ("拨付专项资金3.5 7亿元，受益群众1 7 00 户。", "拨付专项资金3.57亿元，受益群众1700户。"),
    ("2 016 年，森林覆盖率达到 4 3 %。", "2016年，森林覆盖率达到43%。"),
    ("打造“食在广州 尝来越秀”品牌，推动 经济发展。", "打造“食在广州 尝来越秀”品牌，推动经济发展。"),
    ("纵深推进“1 10 100”工程，出台“1 5 1”政策。", "纵深推进“1 10 100”工程，出台“1 5 1”政策。"),
    ("引进 PCT 国际专利和 Smart City 项目 5 G 基站。", "引进PCT国际专利和Smart City项目5 G基站。"),
]


@pytest.mark.parametrize(("text", "read"), SPACES)
def test_spaces(text: str, read: str) -> None:
    assert paragraphs(text) == [read]


def test_a_table_line_is_never_one_number() -> None:
    assert "20232024" not in view_of("指标 2023 2024 增长\n地区生产总值 4500 4800 6.1%\n财政收入 300 320 5.2%\n").text


def test_quotes_in_a_text_full_of_gaps() -> None:
    gaps = (
        "深入 开展学习，全面 加强建设，持续 推进改革，坚决 打好硬仗，不断 改善民生，"
        "加快 转型发展，着力 扩大内需，大力 招商引资，有效 防控风险。"
    )
    text = f"{gaps}开展“消费提 振年”活动，打造“山水花城 越秀越美”品牌。"
    assert paragraphs(text)[0].endswith("开展“消费提振年”活动，打造“山水花城 越秀越美”品牌。")


def test_lines_torn_by_links_are_joined() -> None:
    text = f"{LONG}黑臭水体得到\n整治\n，空气质量持续改善，坚决做到“\n两个维护\n”。\n{LONG}\n"
    assert paragraphs(text) == [f"{LONG}黑臭水体得到整治，空气质量持续改善，坚决做到“两个维护”。", LONG]


def test_a_glossary_takes_no_digit_from_a_number() -> None:
    notes = "1.双碳：碳达峰与碳中和。\n2.两山：绿水青山。\n3.五个：五个一工程。\n"
    view = view_of(f"全市新增企业5，培育品牌3。{LONG}\n名词解释\n{notes}")
    assert "全市新增企业5，培育品牌3。" in view.text
    assert [note.number for note in view.notes] == ["1", "2", "3"]


def test_a_glossary_is_bound_to_its_terms() -> None:
    view = view_of(
        f"{LONG}\n推进“双碳”行动，落实四个不摘要求。\n名词解释\n1.“双碳”：碳达峰与碳中和。\n2.四个不摘：摘帽不摘责任。\n"
    )
    assert [view.text[: note.at][-4:] for note in view.notes] == ["“双碳”", "四个不摘"]


def test_bracketed_marks() -> None:
    view = view_of(
        f"{LONG}\n实现战略目标^[1]、“三聚焦”部署[2]，新增企业320[3]家。\n[1]战略：三步走。\n[2]三聚焦：聚焦园区。\n[3]企业：指四上企业。\n"
    )
    assert "实现战略目标、“三聚焦”部署，新增企业320家。" in view.text
    assert [view.text[: note.at][-3:] for note in view.notes] == ["略目标", "”部署", "320"]


def test_headings_that_run_on() -> None:
    view = view_of(
        f"一、2024年工作回顾\n（一）抓项目，着力扩大投资。完成投资47.88亿元。{LONG}\n二、2025年工作安排\n{LONG}\n"
    )
    read = [(b.kind, view.text[b.start : b.end]) for b in view.blocks]
    assert read[:2] == [("heading", "一、2024年工作回顾"), ("heading", "（一）抓项目，着力扩大投资。")]
    assert read[2] == ("paragraph", f"完成投资47.88亿元。{LONG}")
    assert [(s.number, s.title, s.parent) for s in view.sections][:2] == [
        ("一", "2024年工作回顾", None),
        ("（一）", "抓项目，着力扩大投资", 0),
    ]


def test_a_numbered_fact_is_no_heading() -> None:
    view = view_of(f"{LONG}\n1.新建学校12所，总投资3亿元。\n2.改造老旧小区18个。\n")
    assert [b.kind for b in view.blocks] == ["paragraph"] * 3


def test_a_report_on_one_line() -> None:
    body = LONG * 20
    text = (
        f"各位代表：现在，我代表市人民政府报告工作。一、2023年工作回顾{body}（一）{LONG}二、2024年工作安排今年，{body}"
    )
    view = view_of(text)
    assert [(s.number, s.modality) for s in view.sections if s.level == 1] == [("一", "actual"), ("二", "target")]
    assert (view.year_reviewed, view.year_planned) == (2023, 2024)


CUT = """2024年某市政府工作报告
各位代表：
经济运行稳中提质。全市地区生产总值突破4500亿元，同比增长5.8%，入选全国百强，连续三年获评先进。
发展动能持续增强。新增高新技术企业320家，累计完成技改投资25亿元，成功举办全国峰会，取得显著成绩。
推动文旅深度融合。力争全年接待游客6000万人次以上，打造一批精品线路，鼓励企业做大做强，让群众得到更多实惠。
加快城市更新。今年要确保完成老旧小区改造，健全长效机制，争创国家示范城市，持续推进绿化，引导社会资本参与。
"""


def test_halves_of_a_cut_without_headings() -> None:
    view = view_of(CUT)
    said = [(s.modality, s.year) for s in view.sentences() if view.blocks[s.block].kind == "paragraph"]
    first = view.text.index("推动文旅深度融合")
    assert {m for s, m in ((s, (s.modality, s.year)) for s in view.sentences()) if s.start >= first} == {
        ("target", 2024)
    }
    assert said[1] == ("actual", 2023)
    assert (view.year_reviewed, view.year_planned) == (2023, 2024)


BOTH = """政府工作报告
2021年3月5日在某省第十三届人民代表大会第四次会议上
一、2020年工作回顾
过去一年，面对严峻复杂的形势，我们统筹推进各项工作，新增城镇就业118万人，生产总值增长2.3%，取得显著成绩。
二、“十三五”时期发展成就和“十四五”时期主要目标任务
过去五年，经济社会发展取得新的历史性成就，为“十四五”发展奠定坚实基础，国家级高新技术企业增加到9400家。
“十四五”时期是开启全面建设社会主义现代化国家新征程的第一个五年，全社会研发经费投入年均增长7%以上。
——坚持创新驱动发展，加快发展现代产业体系，数字经济核心产业增加值占比提升到10%，建设一批重大平台。
三、2021年重点工作
今年要做好以下几方面工作，确保完成全年目标任务，生产总值增长6%以上，城镇新增就业110万人以上。
"""


def test_a_heading_that_opens_both_halves_leaves_it_to_its_paragraphs() -> None:
    view = view_of(BOTH)
    said = {view.text[s.start : s.start + 5]: s.modality for s in view.sentences()}
    assert said["过去五年，"] == said["过去一年，"] == "actual"
    assert said["“十四五”"] == said["——坚持创"] == said["今年要做好"] == "target"


FRONTS = [
    ("政 府 工 作 报 告\n——2024年1月17日在高唐县第十八届\n人民代表大会第三次会议上\n高唐县县长 杨曙光\n各位代表：\n",
     ("政府工作报告", "2024-01-17", "高唐县第十八届人民代表大会第三次会议", "高唐县县长 杨曙光", "高唐县")),
    ("二〇一九年一月十四日在河北省第十三届人民代表大会第二次会议上\n河北省人民政府省长 许勤\n各位代表：\n",
     ("", "2019-01-14", "河北省第十三届人民代表大会第二次会议", "河北省人民政府省长 许勤", "河北省")),
    (("2025年四川省政府工作报告\n来源：四川日报\n2025年1月20日在四川省第十四届人民代表大会第四次会议上\n"
     "四川省人民政府省长 施小琳\n各位代表：\n"),
     ("2025年四川省政府工作报告", "2025-01-20", "四川省第十四届人民代表大会第四次会议",
      "四川省人民政府省长 施小琳", "四川省")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FRONTS)
def test_fronts(text: str, said: tuple[str, str, str, str, str]) -> None:
    front = front_matter(view_of(text + f"现在，我代表人民政府向大会报告工作，请予审议。\n{LONG}\n"))
    assert (front.title, str(front.issued), front.meeting, front.speaker, front.area) == said
    assert front.kind == "work-report"
    assert front.year_planned == int(said[1][:4])


def test_what_portals_put_around_a_report() -> None:
    head = "首页\n政务公开\n米易县2023年人民政府工作报告\n"
    head += "时间：2023-10-15????\t作者：中国县域????\t阅读：\n172\n评论：\n0\n"
    tail = "\n上一篇\n沁阳市2025年政府工作报告\n11-15\n标签云\n北京市\n网站地图\n"
    view = view_of(f"{head}各位代表：\n县长?? 代坤宏????作报告。\n{LONG}\n{LONG}{tail}")
    assert view.text.split("\n") == ["米易县2023年人民政府工作报告", "各位代表：", "县长代坤宏作报告。", LONG, LONG]
    assert {why for _, why in view.dropped} == {"chrome", "invisible"}


def test_an_annex_at_the_end_is_no_chrome() -> None:
    view = view_of(f"各位代表：\n{LONG}\n附件\n2025年民生实事\n新建学校12所\n改造小区18个\n主办单位：市教育局\n")
    assert all(word in view.text for word in ("2025年民生实事", "新建学校12所", "改造小区18个", "主办单位：市教育局"))


def test_notes_that_count_anew_on_each_page() -> None:
    hints = []
    text = ""
    for line in (
        "实施甲方案[1]，成效明显。",
        "[1] 甲方案：第一个方案。",
        "实施乙方案[1]，成效明显。",
        "[1] 乙方案：第二个方案。",
    ):
        if line.startswith("["):
            hints.append(Hint(len(text), len(text) + len(line), "note", "1"))
        text += line + "\n"
    view = lay_out(Source(text, "report.pdf", "application/pdf", hints=tuple(hints), wrapped=True))
    assert [view.text[: note.at][-3:] for note in view.notes] == ["甲方案", "乙方案"]
    assert "[" not in view.text
