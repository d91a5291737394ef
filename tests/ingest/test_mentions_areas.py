"""Areas by their short names: those in use are found wherever they are certain, and words that hold one are not."""

from __future__ import annotations

import pytest

from plangraph.ingest.mentions.areas import find_areas, meanings


@pytest.mark.parametrize(
    ("issuer", "text", "areas"),
    [
        ("440100", "帮扶凉山州、黔南州和湘西自治州", ["凉山州", "黔南州", "湘西自治州"]),
        ("440100", "与北川县、东乡县、大厂县结对", ["北川县", "东乡县", "大厂县"]),
        ("410000", "对口支援四川江油灾后恢复重建", ["四川江油"]),
        ("370500", "对口支援新疆疏勒和协作帮扶重庆酉阳", ["新疆疏勒", "重庆酉阳"]),
        ("130600", "与北京朝阳区、深圳龙华区结对", ["北京朝阳区", "深圳龙华区"]),
        ("152500", "与土左旗、准格尔旗、科右前旗共建", ["土左旗", "准格尔旗", "科右前旗"]),
        ("652800", "推动巴州、博州发展", ["巴州", "博州"]),
        ("440100", "赴巴州考察", []),
        ("211300", "推动辽宁振兴取得新突破", ["辽宁"]),
        ("430600", "壮大岳阳县域经济", ["岳阳"]),
        ("410000", "改造河南县级医院", ["河南"]),
        ("430600", "岳阳县新开工项目", ["岳阳县"]),
    ],
)
def test_short_names_where_they_are_certain(issuer: str, text: str, areas: list[str]) -> None:
    assert [text[c.start : c.end] for c in find_areas(text, issuer)] == areas


@pytest.mark.parametrize(
    ("siglum", "means"), [("粤", ["广东省"]), ("京", ["北京市"]), ("宁", []), ("通", []), ("粤桂", [])]
)
def test_one_character_means_a_province_that_shares_it_with_no_city(siglum: str, means: list[str]) -> None:
    assert [d.name for d in meanings(siglum, "")] == means
