"""What a person does with the viewer, in Chromium."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from plangraph.graph.publication import publish
from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

pytestmark = pytest.mark.browser

THREE = {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"}
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect

    return expect(locator)


def test_it_opens_on_the_pairing(screen: Any) -> None:
    assert set(screen.names()) >= {"广州市越秀区", "湛江市", *THREE}
    panel = screen.heading("广州市越秀区")
    expect(panel.get_by_role("button", name="湛江市赤坎区")).to_be_visible()
    expect(screen.page.locator(".legend")).to_contain_text("行政区划资料")


def test_search_puts_a_thing_in_the_middle(screen: Any) -> None:
    before = screen.revision()
    screen.search("智慧港")
    screen.heading("国家超算广州中心赤坎智慧港")
    screen.changed(before)
    assert set(screen.names()) == {"国家超算广州中心赤坎智慧港", "湛江市赤坎区"}
    before = screen.revision()
    screen.page.get_by_role("button", name="回到开始").click()
    screen.changed(before)
    assert set(screen.names()) >= THREE


def test_search_says_when_nothing_fits_and_lists_when_several_do(screen: Any) -> None:
    screen.search("科创中心")
    pills = screen.page.locator(".st-key-find ~ * [data-testid=stPills], [data-testid=stButtonGroup]")
    expect(pills.filter(has_text="飞地科创中心")).to_be_visible()
    screen.search("ΩΩΩ")
    expect(screen.page.get_by_text("没有名称含")).to_be_visible()


def test_expanding_moves_nobody_else(screen: Any) -> None:
    before, places = screen.revision(), screen.positions()
    assert "南洋电器厂项目" not in screen.names()
    screen.double_click("广州市越秀区")
    screen.changed(before)
    after = screen.positions()
    assert {key: after[key] for key in places} == places
    assert "南洋电器厂项目" in screen.names()
    assert len(after) > len(places)


def test_a_click_shows_each_statement_with_its_sentence_in_the_report(screen: Any) -> None:
    screen.click("湛江市赤坎区")
    panel = screen.heading("湛江市赤坎区")
    first = panel.locator(".pg-statement", has_text="结对互促").first
    expect(first.locator(".pg-quote")).to_contain_text(
        "拨付帮扶协作专项资金 3.57亿元，湛江市霞山区、赤坎区、遂溪县三地"
    )
    expect(first.locator(".pg-quote mark.pg-cue")).to_have_text("结对互促")
    expect(first.locator(".pg-actual")).to_have_text("实际")
    first.locator("summary").click()
    paragraph = first.locator(".pg-context p")
    expect(paragraph).to_be_visible()
    expect(paragraph.locator("mark.pg-sentence").first).to_be_visible()
    assert len(paragraph.inner_text()) > len(first.locator(".pg-quote").inner_text())
    planned = panel.locator(".pg-statement", has_text="精准招商").first
    expect(planned.locator(".pg-target")).to_have_text("计划")
    expect(panel).to_contain_text("来自行政区划资料，不是报告所述")


def test_a_figure_is_shown_as_stated_and_marked_in_its_sentence(screen: Any) -> None:
    panel = screen.heading("广州市越秀区")
    figure = panel.locator(".pg-statement", has=screen.page.locator(".pg-figure"))
    expect(figure.locator(".pg-figure strong")).to_have_text("3.57 亿元")
    expect(figure.locator(".pg-quote mark.pg-value")).to_have_text("3.57亿元")


def test_filters_hide_and_bring_back_without_moving(screen: Any) -> None:
    before, places = screen.revision(), screen.positions()
    screen.page.locator(".st-key-lines").get_by_text("计划", exact=True).click()
    screen.changed(before)
    assert set(screen.names()) == {"广州市越秀区", "湛江市", "飞地科创中心", *THREE}
    expect(screen.page.get_by_text("筛选隐去了")).to_be_visible()
    before = screen.revision()
    screen.page.locator(".st-key-lines").get_by_text("全部", exact=True).click()
    screen.changed(before)
    assert screen.positions() == places


def test_types_and_relations_can_be_chosen(screen: Any) -> None:
    before = screen.revision()
    screen.page.locator(".st-key-types input").click()
    screen.page.get_by_role("option", name="平台载体").click()
    screen.changed(before)
    assert "湛江市霞山区" not in screen.names()
    assert "广州市越秀区" in screen.names()


def test_english_by_a_switch(screen: Any) -> None:
    before = screen.revision()
    screen.page.locator(".st-key-language").get_by_text("English").click()
    screen.changed(before)
    expect(screen.page.locator(".legend")).to_contain_text("Reference data")
    expect(screen.page.locator(".pg-kind")).to_have_text("Area")
    assert screen.frame().get_attribute("lang") == "en"
    screen.page.reload()
    screen.settled()
    expect(screen.page.locator(".pg-kind")).to_have_text("Area")


def test_the_graph_can_be_walked_by_keyboard(screen: Any) -> None:
    screen.page.locator(".stage").focus()
    live = screen.page.locator(".live")
    expect(live).to_contain_text("广州市越秀区，地区")
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        screen.page.keyboard.press(key)
        if "广州市越秀区" not in live.inner_text():
            break
    name = live.inner_text().split("，")[0]
    assert name in screen.names()
    assert name != "广州市越秀区"
    screen.page.keyboard.press("Enter")
    screen.heading(name)


def test_a_query_gives_a_table_and_csv(screen: Any, tmp_path: Path) -> None:
    screen.page.get_by_text("查询", exact=True).click()
    screen.page.get_by_role("button", name="运行").click()
    expect(screen.page.get_by_text(re.compile(r"^3 行，用时"))).to_be_visible(timeout=30_000)
    with screen.page.expect_download() as waiting:
        screen.page.get_by_role("button", name="下载 CSV").click()
    target = tmp_path / "answer.csv"
    waiting.value.save_as(target)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "帮扶方,受帮扶方"
    assert set(lines[1:]) == {f"广州市越秀区,{name}" for name in THREE}


def test_a_query_is_stopped_at_its_time_limit_and_a_wrong_one_is_explained(screen: Any) -> None:
    screen.page.get_by_text("查询", exact=True).click()
    box, run = screen.page.locator(".st-key-sparql textarea"), screen.page.get_by_role("button", name="运行")
    limit = screen.page.locator(".st-key-limit input")
    limit.fill("1")
    limit.press("Enter")
    box.fill(SLOW)
    box.press("Control+Enter")
    run.click()
    alert = screen.page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("1")
    stopped = alert.inner_text()
    box.fill("SELECT nonsense")
    box.press("Control+Enter")
    run.click()
    expect(alert).not_to_have_text(stopped)
    box.fill("SELECT * { SERVICE <http://outside.example/> { ?s ?p ?o } }")
    box.press("Control+Enter")
    run.click()
    expect(alert).to_contain_text("SERVICE")


def test_reports_and_their_audit(screen: Any) -> None:
    screen.page.get_by_text("报告与核查", exact=True).click()
    expect(screen.page.get_by_text("核查：广州市越秀区2025年计划报告")).to_be_visible(timeout=30_000)
    expect(screen.page.get_by_test_id("stMetric").filter(has_text="关系陈述")).to_contain_text("14")


def test_names_are_never_taken_for_markup(screen: Any) -> None:
    before = screen.revision()
    screen.search("甲县")
    panel = screen.heading("甲县")
    screen.changed(before)
    expect(panel.get_by_role("button", name="window.hacked=1")).to_be_visible()
    expect(panel.get_by_role("button", name="诱饵")).to_contain_text("![诱饵](http://outside.example/x.png)项目")
    expect(panel.locator(".pg-quote", has_text="onerror=")).to_be_visible()
    screen.search("window.hacked")
    expect(screen.page.locator(".pg-head h2")).to_contain_text("<script>window.hacked=1</script>")
    screen.page.get_by_role("tab", name="表格").click()
    assert screen.page.evaluate("() => window.hacked") is None
    assert screen.outside() == []


def test_nothing_leaves_the_machine(screen: Any, viewer: Any) -> None:
    screen.heading("广州市越秀区")
    assert screen.outside() == []
    assert viewer.outside() == []
    assert viewer.bound() == ["127.0.0.1"]


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", "101"), ("outside.example", "403")])
def test_a_page_from_elsewhere_cannot_pose_as_the_viewer(viewer: Any, host: str, status: str) -> None:
    port = urlsplit(viewer.address).port
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}:{port}",
        f"Origin: http://{host}:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        assert line.recv(64).decode("ascii").split()[1] == status


def test_a_new_report_is_there_at_the_next_interaction(screen: Any, viewer: Any, second_extraction: Extraction) -> None:
    workspace = Workspace.open(viewer.workspace)
    workspace.remove(second_extraction.document.id)
    screen.search("荔枝文化节")
    expect(screen.page.locator(".pg-head h2")).not_to_have_text("东山湖荔枝文化节")
    workspace.commit(second_extraction, "upload:second.txt")
    publish(workspace)
    screen.search("东山湖荔枝")
    screen.heading("东山湖荔枝文化节")


def test_the_picture_is_swapped_in_for_print(screen: Any) -> None:
    screen.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    source = screen.page.locator("img.print").get_attribute("src")
    assert source.startswith("data:image/png;base64,")
    assert len(source) > 10_000
    screen.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(screen.page.locator("img.print")).to_be_hidden()


def test_it_draws_again_when_the_browser_takes_the_drawing_away(screen: Any) -> None:
    places = screen.positions()
    screen.frame().evaluate(
        "frame => frame.plangraph.scene.renderer.getCanvases().nodes"
        ".getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    screen.page.wait_for_selector(".frame:not([data-drawn])", state="attached")
    screen.settled()
    assert screen.positions() == places


def test_it_moves_and_settles_where_motion_is_welcome(viewer: Any, browser: Any, moving: Any) -> None:
    with moving(browser, viewer.address) as opened:
        opened.settled()
        before, places = opened.revision(), opened.positions()
        opened.double_click("广州市越秀区")
        opened.changed(before)
        after = opened.positions()
        assert {key: after[key] for key in places} == places
        assert len(after) > len(places)


def test_the_same_graph_is_drawn_the_same_way(viewer: Any, browser: Any, moving: Any) -> None:
    pictures = []
    for _ in range(2):
        with moving(browser, viewer.address) as opened:
            opened.settled()
            pictures.append(opened.positions())
    assert pictures[0] == pictures[1]
