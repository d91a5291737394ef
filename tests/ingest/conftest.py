"""The bundled report made into other formats, line for line as the text layer has it, to be read back."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from plangraph.ingest.layout import View, lay_out
from plangraph.ingest.reading import read_source

NUMBERED = re.compile("[一二（]")
SAMPLE = Path(__file__).parents[2] / "app" / "sample" / "yuexiu-2025-plan-report.txt"
STYLE = """
@page { size: A4; margin: 0 }
body { margin: 0; font-family: 'Noto Serif CJK SC' }
.page { position: relative; overflow: hidden; width: 210mm; height: 296mm; page-break-after: always }
.body { position: absolute; left: 28mm; right: 26mm; top: 34mm }
.body div { font-size: 15pt; line-height: 25pt; white-space: pre }
.body .mid { text-align: center; white-space: pre }
.body .full { text-align-last: justify; white-space: normal }
.in { text-indent: 2em }
.notes { position: absolute; left: 28mm; right: 26mm; bottom: 30mm; border-top: 1px solid; width: 150mm }
.notes div { font-size: 9pt; line-height: 12pt; white-space: nowrap }
.foot { position: absolute; bottom: 18mm; width: 210mm; text-align: center; font-size: 12pt }
table { border-collapse: collapse; font-size: 14pt; margin: auto } td { border: 1px solid; padding: 2pt 10pt }
sup { font-size: 60% }
"""


@pytest.fixture(scope="session")
def bundled() -> View:
    """The view of the bundled report, from its text layer."""
    return lay_out(read_source(SAMPLE))


def _marks(view: View) -> dict[int, str]:
    """Source offsets of note marks in the text (not those that open a note), with their characters."""
    opens = {view.places[view.blocks[note.block].start] for note in view.notes}
    found = {}
    for span, why in view.dropped:
        if why == "note-mark" and not any(span.start < at <= span.end + 2 for at in opens):
            found[span.start] = view.source[span.start : span.end]
    return found


def _rich(view: View, start: int, end: int, marks: dict[int, str]) -> str:
    return "".join(
        f"<sup>{marks[at]}</sup>" if at in marks else html.escape(view.source[at]) for at in range(start, end)
    )


def _table(view: View, marks: dict[int, str]) -> str:
    """The report's table as HTML, notes' marks raised."""
    rows = []
    for block in view.blocks:
        if block.kind == "row":
            cells = []
            for cell in block.cells:
                first, last = view.places[cell.start], view.places[cell.end - 1] + 1
                while last in marks:
                    last += 1
                cells.append(f"<td>{_rich(view, first, last, marks)}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def as_pages(view: View) -> str:
    """HTML of pages that repeat the text layer's pages and line ends; tables with rules, notes at the foot."""
    marks = _marks(view)
    starts = {view.places[block.start]: block for block in view.blocks}
    rows = [b for b in view.blocks if b.kind == "row"]
    table = range(view.places[rows[0].start], view.places[rows[-1].end - 1] + 1)
    notes = {view.places[view.blocks[n.block].start]: n.number for n in view.notes}
    inside = [range(view.places[b.start], view.places[b.end - 1] + 1) for b in view.blocks if b.kind == "note"]
    pages: list[tuple[list[str], list[str]]] = [([], [])]
    offset = 0
    tabled = False
    for raw in view.source.split("\n"):
        text = raw.strip()
        start = offset + len(raw) - len(raw.lstrip())
        offset += len(raw) + 1
        if (raw.startswith(" ") and text and start > 5) or (text and start not in view.places and "—" in text):
            pages.append(([], []))
        body, foot = pages[-1]
        if not text or start not in view.places:
            continue
        number = notes.get(start)
        if number or any(start in note for note in inside):
            foot.append(f"<div>{f'<sup>{number}</sup>' if number else ''}{html.escape(text)}</div>")
        elif start in table:
            if not tabled:
                body.append(_table(view, marks))
            tabled = True
        else:
            body.append(_line(view, start, len(text), starts, marks))
    made = [
        f'<div class="page"><div class="body">{"".join(body)}</div>'
        f'<div class="notes">{"".join(foot)}</div>'
        f'<div class="foot">— {at} —</div></div>'
        for at, (body, foot) in enumerate(pages, start=1)
    ]
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(made)}"


def _line(view: View, start: int, length: int, starts: dict[int, object], marks: dict[int, str]) -> str:
    block = next(b for b in view.blocks if b.start <= view.places.index(start) < b.end)
    ending = next((b for b in view.blocks if start + length - 1 in set(view.places[b.start : b.end])), block)
    last = max(view.places[ending.start : ending.end]) < start + length
    caption = block.kind == "heading" and not NUMBERED.match(view.text, block.start)
    if block.kind in ("title", "front") or caption:
        kind = "mid"
    else:
        kind = ("in " if start in starts else "") + ("" if last else "full")
    return f'<div class="{kind}">{_rich(view, start, start + length, marks)}</div>'


def as_web_page(view: View) -> str:
    """A portal's page with the report in it."""
    marks = {note.at: note.number for note in view.notes}
    made, tabled = [], False
    for block in view.blocks:
        if block.kind == "row":
            if not tabled:
                made.append(_table(view, _marks(view)))
            tabled = True
            continue
        if block.kind == "note":
            continue
        text = "".join(
            html.escape(view.text[at]) + (f"<sup>{marks[at + 1]}</sup>" if at + 1 in marks else "")
            for at in range(block.start, block.end)
        )
        tag = {"title": "h1", "heading": "p"}.get(block.kind, "p")
        made.append(f"<{tag}>{'　　' if tag == 'p' else ''}{text}</{tag}>")
    for note in view.notes:
        block = view.blocks[note.block]
        made.append(f"<p class=note><sup>{note.number}</sup> {html.escape(view.text[block.start : block.end])}</p>")
    return (
        "<!doctype html><html><head><meta charset='{charset}'><title>越秀区人民政府网站</title>"
        "<script>var a='不是正文。';</script></head><body>"
        "<div class=top><a href='/'>首页</a> <a href='/b'>政务公开</a></div>"
        "<nav><ul><li>走进越秀</li><li>政务服务</li></ul></nav><div class=wrap>"
        "<div class=meta>发布时间：2025-03-01 来源：区发改局</div><div class=content>"
        + "\n".join(made)
        + "</div><div class=share>分享到： 微信 微博</div></div>"
        "<footer>版权所有：越秀区人民政府 备案号：粤ICP备00000000号</footer></body></html>"
    )


def as_word(view: View) -> bytes:
    """A DOCX file with the report: styles for headings, a table, real footnotes."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    at_mark = {note.at: note.number for note in view.notes}
    table = None

    def fill(paragraph, start: int, end: int) -> None:
        text = ""
        for at in range(start, end):
            text += view.text[at]
            if at + 1 in at_mark:
                paragraph.add_run(text)
                text = ""
                run = paragraph.add_run()
                run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{int(at_mark[at + 1]) + 1}"/>'))
        paragraph.add_run(text)

    for block in view.blocks:
        if block.kind == "note":
            continue
        if block.kind == "row":
            table = table if table is not None else document.add_table(rows=0, cols=2)
            for cell, span in zip(table.add_row().cells, block.cells, strict=True):
                fill(cell.paragraphs[0], span.start, span.end)
            continue
        style = {"title": "Title"}.get(block.kind, "Normal")
        fill(document.add_paragraph(style=style), block.start, block.end)
    said = {n.number: view.text[view.blocks[n.block].start : view.blocks[n.block].end] for n in view.notes}
    notes = "".join(
        f'<w:footnote w:id="{int(number) + 1}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {html.escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in said.items()
    )
    blob = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Prints HTML to a PDF with Chromium; the same name is printed once."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    folder = tmp_path_factory.mktemp("printed")

    def print_page(name: str, page: str) -> Path:
        made = folder / f"{name}.pdf"
        if made.exists():
            return made
        if browser is None:
            pytest.skip("needs Chromium: apt-get install chromium fonts-noto-cjk")
        source = folder / f"{name}.html"
        source.write_text(page, encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made

    return print_page


@pytest.fixture(scope="session")
def report_pdf(bundled: View, printed: Callable[[str, str], Path]) -> Path:
    """The bundled report as a PDF with embedded fonts, justified lines, raised marks and notes at the foot."""
    return printed("report", as_pages(bundled))


@pytest.fixture(scope="session")
def report_docx(bundled: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled report as a DOCX file."""
    path = tmp_path_factory.mktemp("word") / "report.docx"
    path.write_bytes(as_word(bundled))
    return path


@pytest.fixture
def report_html(bundled: View, tmp_path: Path) -> Callable[[str], Path]:
    """The bundled report as a portal's page in an encoding."""

    def make(charset: str) -> Path:
        path = tmp_path / "report.html"
        path.write_bytes(
            as_web_page(bundled).replace("{charset}", charset).encode("gbk" if charset == "gb2312" else charset)
        )
        return path

    return make
