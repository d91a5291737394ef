"""`judgements.tsv`: verdicts as rows that people write by hand, and the ones that stand, written out.

Columns, named in the first line, in any order: `verdict` (same, different, undo; 相同, 不同, 撤销; where it is empty
the row is left out); of both sides `left_type`, `left_name`, `left_report`, `right_type`, `right_name`, `right_report`;
`author`, `note` and `at` may be missing. A type is a class of the ontology or its Chinese label. A report is an id or
the start of one, a file's name, or AREA/YEAR; where it is empty, all reports that bear the name are meant. Lines that
begin with # are left out. Cells with tabs, quotes or line breaks stand in double quotes, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangraph.graph import tables
from plangraph.graph.errors import GraphError, UnknownDocumentError
from plangraph.graph.identity import Named
from plangraph.graph.judging import JudgementError, Register, judgements, verdict_pairs
from plangraph.ontology.records import Judgement, LocalKey, Verdict
from plangraph.ontology.terms import TYPES

SIDE = ("type", "name", "report")
NEEDED = ("verdict", *(f"left_{part}" for part in SIDE), *(f"right_{part}" for part in SIDE))
COLUMNS = (*NEEDED, "author", "note", "at")
VERDICTS: Mapping[str, Verdict] = {
    "same": "same", "different": "different", "undo": "undo", "相同": "same", "不同": "different", "撤销": "undo",
}  # fmt: skip
_TYPES = {written: key for key, term in TYPES.items() for written in (key, term.zh)}
_LISTED = 50
"""How many faults are told at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, counted from 1."""

    line: int
    zh: str
    en: str


class TableFaultsError(GraphError):
    """Rows that cannot be taken in. `faults`: all of them, by line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        more = len(self.faults) - _LISTED
        zh = [f"第 {f.line} 行：{f.zh}" for f in self.faults[:_LISTED]] + ([f"还有 {more} 处。"] if more > 0 else [])
        en = [f"line {f.line}: {f.en}" for f in self.faults[:_LISTED]] + ([f"and {more} more."] if more > 0 else [])
        super().__init__("\n".join(["没有导入任何一行：", *zh]), "\n".join(["No row was imported:", *en]))


class _RowError(Exception):
    """What is wrong with a row, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


def decoded(data: bytes) -> str:
    """The text of a table's file: UTF-8, UTF-16 with its mark, or GB 18030, as spreadsheets save it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def write_table(rows: Iterable[Sequence[str]]) -> str:
    """Rows below the names of their columns, the last line ended."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def standing_rows(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """The verdicts that stand, oldest first, a row each, with whole ids of the reports."""
    last: dict[frozenset[Named], Judgement] = {}
    for judgement in tables.current_judgements(connection):
        pair = frozenset((judgement.left, judgement.right))
        last.pop(pair, None)
        if judgement.verdict != "undo":
            last[pair] = judgement
    return [
        (
            j.verdict, j.left[1].type, j.left[1].name, j.left[0], j.right[1].type, j.right[1].name, j.right[0],
            j.author, j.note, j.at,
        )
        for j in last.values()
    ]  # fmt: skip


def read_table(connection: sqlite3.Connection, text: str, author: str) -> list[Judgement]:
    """The judgements that a table adds to those that stand; none where all of it stands already.

    `author`: of rows that name none. Raises TableFaultsError with every fault of every row.
    """
    register = Register.of(connection)
    before = {frozenset(said[:2]): said[2] for said in register.said}
    after = dict(before)
    made: dict[frozenset[Named], Judgement] = {}
    faults: list[Fault] = []
    for line, row in _rows(text, faults):
        try:
            for judgement in _judged(connection, register, after, row, author):
                pair = frozenset((judgement.left, judgement.right))
                made.pop(pair, None)
                made[pair] = judgement
                after.pop(pair, None)
                if judgement.verdict != "undo":
                    after[pair] = judgement.verdict == "same"
        except (_RowError, JudgementError) as error:
            faults.append(Fault(line, error.zh, error.en))
    if faults:
        raise TableFaultsError(faults)
    return [judgement for pair, judgement in made.items() if before.get(pair) != after.get(pair)]


def _rows(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows that are meant, each with its line and cells by column; what is no table is a fault."""
    reader = csv.reader(io.StringIO(text), dialect="excel-tab", strict=True)
    head: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            row = [cell.strip() for cell in cells]
            if not any(row) or row[0].startswith("#"):
                continue
            if not head:
                head = row
                faults += _head_faults(line, head)
                if faults:
                    return
            elif len(row) > len(head):
                faults.append(Fault(line, f"有 {len(row)} 格，表头只有 {len(head)} 列。",
                                    f"{len(row)} cells, but {len(head)} columns."))  # fmt: skip
            else:
                yield line, dict(zip(head, row + [""] * (len(head) - len(row)), strict=True))
    except csv.Error as error:
        faults.append(Fault(reader.line_num, f"读不成一行：{error}。", f"Not a row: {error}."))
    if not head and not faults:
        faults.append(Fault(1, "是空表，至少要有表头。", "The table is empty; it needs its columns' names."))


def _head_faults(line: int, head: Sequence[str]) -> list[Fault]:
    columns = " ".join(COLUMNS)
    faults = [Fault(line, f"缺少列 {name}。需要的列：{columns}。", f"No column {name}. Columns: {columns}.")
              for name in NEEDED if name not in head]  # fmt: skip
    faults += [Fault(line, f"没有叫 {name} 的列。可用的列：{columns}。", f"Not a column: {name}. Columns: {columns}.")
               for name in head if name not in COLUMNS]  # fmt: skip
    faults += [Fault(line, f"列 {name} 出现两次。", f"Column {name} stands twice.")
               for name in sorted({n for n in head if head.count(n) > 1})]  # fmt: skip
    return faults


def _judged(
    connection: sqlite3.Connection,
    register: Register,
    standing: Mapping[frozenset[Named], bool],
    row: Mapping[str, str],
    author: str,
) -> list[Judgement]:
    """What a row says. `standing`: the verdicts that stand before it."""
    if not row["verdict"]:
        return []
    verdict = VERDICTS.get(row["verdict"].lower())
    if verdict is None:
        known = " ".join(VERDICTS)
        raise _RowError(
            f"没有判断“{row['verdict']}”，可用：{known}。", f"No verdict {row['verdict']!r}; there is: {known}."
        )
    left, right = (_bearers(connection, register, row, which) for which in ("left", "right"))
    said = []
    if verdict == "undo":
        one, other = frozenset(left), frozenset(right)
        pairs = [tuple(pair) for pair in standing if len(pair) == 2]
        said = [(a, b, True) for a, b in pairs if (a in one and b in other) or (a in other and b in one)]
    pairs_said = verdict_pairs(verdict, left, right, said)
    return judgements(verdict, pairs_said, row.get("author") or author, row.get("note", ""), row.get("at", ""))


def _bearers(connection: sqlite3.Connection, register: Register, row: Mapping[str, str], which: str) -> list[Named]:
    """The names that one side of a row means."""
    written, name, report = (row[f"{which}_{part}"] for part in SIDE)
    kind = _TYPES.get(written)
    if kind is None:
        known = " ".join(TYPES)
        raise _RowError(f"{which}_type：没有类型“{written}”，可用：{known}。",
                        f"{which}_type: no type {written!r}; there is: {known}.")  # fmt: skip
    exact = (report, LocalKey(kind, name))
    if any(exact in pair[:2] for pair in register.said):
        return [exact]
    documents = _reports(connection, register, report, which)
    found = register.bearers(name, kind, documents)
    if not found:
        raise _RowError(f"{which}_name：没有报告把“{name}”称为{TYPES[kind].zh}。",
                        f"{which}_name: no such report names {name!r} as {TYPES[kind].en}.")  # fmt: skip
    several = sorted({key.name for _, key in found})
    if len(several) > 1:
        raise _RowError(f"{which}_name：“{name}”可指{'、'.join(several)}，请写全名。",
                        f"{which}_name: {name!r} may be {', '.join(several)}; write one of them.")  # fmt: skip
    return found


def _reports(connection: sqlite3.Connection, register: Register, report: str, which: str) -> list[str]:
    """The reports that a cell means; none stands for all."""
    if not report:
        return []
    area, _, year = report.rpartition("/")
    found = [document for document, place in register.places.items() if area and place == (area, year)]
    if found:
        return found
    try:
        return [tables.find(connection, report)]
    except UnknownDocumentError as error:
        raise _RowError(f"{which}_report：{error.zh}", f"{which}_report: {error.en}") from error
