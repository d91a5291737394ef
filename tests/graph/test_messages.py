"""What the query worker and its process say to each other arrives as it was said."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.graph.messages import blocks, read_message, rows_of, write_message

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
ROWS = st.lists(st.lists(TEXT | st.none(), min_size=2, max_size=2), max_size=40)


def there_and_back(*messages: dict[str, object]) -> list[dict[str, object] | None]:
    pipe = io.BytesIO()
    for message in messages:
        write_message(pipe, message)
    pipe.seek(0)
    return [read_message(pipe) for _ in range(len(messages) + 1)]


@given(st.dictionaries(TEXT, TEXT | st.none() | st.booleans() | st.integers(-9, 9) | st.binary() | st.lists(TEXT)))
def test_a_message_arrives_as_it_was_sent(message: dict[str, object]) -> None:
    assert there_and_back(message, message) == [message, message, None]


def test_a_lone_surrogate_does_not_stop_a_message() -> None:
    assert there_and_back({"sparql": "ASK {} # \ud800", "more": ["\udfff"]}) == [
        {"sparql": "ASK {} # ?", "more": ["?"]},
        None,
    ]


@pytest.mark.parametrize("left", range(9))
def test_half_a_message_is_none(left: int) -> None:
    pipe = io.BytesIO()
    write_message(pipe, {"a": "越秀"})
    assert read_message(io.BytesIO(pipe.getvalue()[:left])) is None


@given(ROWS, st.integers(0, 50), st.integers(0, 3000))
def test_rows_are_cut_where_the_limits_are_and_not_before(rows: list[list[str | None]], most: int, size: int) -> None:
    cut = blocks(rows, most, size)
    kept = rows_of(cut.coded)
    assert kept == tuple(tuple(row) for row in rows[: cut.count])
    assert cut.truncated == (cut.count < len(rows))
    assert cut.count <= most
    if cut.truncated and cut.count < most:
        assert sum(len(block) for block in blocks(rows[: cut.count + 1], most, 10**9).coded) > size - 8


def test_blocks_follow_one_another_and_the_limit_holds_across_them() -> None:
    rows: list[list[str | None]] = [[f"{number:09d}"] for number in range(1000)]
    assert rows_of(blocks(rows, 1000, 10**6).coded) == tuple(tuple(row) for row in rows)
    assert (blocks(rows, 999, 10**6).count, blocks(rows, 999, 10**6).truncated) == (999, True)
    cut = blocks(rows, 1000, 6000)
    assert cut.truncated
    assert cut.count == len(rows_of(cut.coded))
    assert 500 < cut.count < 546
