"""Rows as a table for people, as CSV and JSON for programs: nothing is lost in any of them."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from plangraph.app import tables
from plangraph.app.tables import write_rows

CELLS = st.none() | st.integers(-(10**9), 10**9) | st.text("市区3.57亿元 ,\"'\n\t|x", max_size=12)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=5)


def test_chinese_columns_are_aligned_and_numbers_stand_right() -> None:
    shown = write_rows(("地区", "n"), [("赤坎区", 5), ("湛江", 1234)], "table").splitlines()
    assert shown == ["地区       n", "──────  ────", "赤坎区     5", "湛江    1234"]


def test_a_narrow_terminal_folds_cells_and_loses_nothing() -> None:
    text = "全区社会消费品零售总额增长百分之五左右" * 3
    shown = tables._table(("about", "n"), [[text, 1]], 30)
    lines = shown.splitlines()
    assert max(cell_len(line) for line in lines) <= 30
    assert "".join(line.split("  ")[0].strip() for line in lines[2:]) == text


@given(ROWS)
def test_csv_gives_every_cell_back(rows: list[tuple[str | int | None, ...]]) -> None:
    read = list(csv.reader(io.StringIO(write_rows(("a", "b"), rows, "csv"))))
    assert read == [["a", "b"], *[["" if cell is None else str(cell) for cell in row] for row in rows]]


@given(ROWS)
def test_json_gives_every_cell_back(rows: list[tuple[str | int | None, ...]]) -> None:
    assert json.loads(write_rows(("a", "b"), rows, "json")) == [{"a": a, "b": b} for a, b in rows]


@given(ROWS)
def test_a_table_has_a_line_for_each_row_and_every_word_of_it(rows: list[tuple[str | int | None, ...]]) -> None:
    lines = write_rows(("a", "b"), rows, "table").split("\n")
    assert len(lines) == 2 + len(rows)
    for line, row in zip(lines[2:], rows, strict=True):
        assert line.split() == " ".join(str("" if cell is None else cell) for cell in row).split()
