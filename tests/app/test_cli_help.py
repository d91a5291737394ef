"""The command line teaches itself: help, examples and errors, complete in both languages."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from plangraph.app.cli import COMMANDS, main, program
from plangraph.app.commands.loading import TARGETS
from plangraph.app.session import Session
from plangraph.app.spoken import option_text, text_key
from plangraph.app.wording import Language, Wording, choose_language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
ALL = [*COMMANDS, *(f"load {name}" for name in TARGETS)]
HEAVY = {
    *("pyoxigraph", "streamlit", "starlette", "uvicorn", "pandas", "numpy", "rich", "lxml", "sqlite3", "rdflib"),
    *("msgspec", "pdfplumber"),
}


def command_of(name: str, language: Language = "zh") -> tuple[click.Command, click.Context]:
    root = click.Context(program, info_name="plangraph", obj=Session(Path("x"), Wording("commands", language)))
    command, context = click.Command("none"), root
    if name == "plangraph":
        return program, root
    for part in name.split():
        group = context.command
        assert isinstance(group, click.Group)
        found = group.get_command(context, part)
        assert found is not None
        command, context = found, click.Context(found, info_name=part, parent=context)
    return command, context


def text_tables(entry: dict[str, object], path: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    if any(isinstance(value, str) for value in entry.values()):
        yield path, entry
        return
    for key, value in entry.items():
        assert isinstance(value, dict)
        yield from text_tables(value, f"{path}.{key}".lstrip("."))


@pytest.mark.parametrize("file", ["commands"])
def test_every_text_is_in_both_languages_with_the_same_fields(root: Path, file: str) -> None:
    texts = tomllib.loads((root / "app" / "texts" / f"{file}.toml").read_text(encoding="utf-8"))
    found = list(text_tables(texts))
    assert len(found) > 50
    for path, entry in found:
        assert set(entry) == {"zh", "en"}, path
        fields = [set(re.findall(r"\{([a-z_]+)\}", str(entry[language]))) for language in LANGUAGES]
        assert fields[0] == fields[1], path
        assert not re.search(r"[\u4e00-\u9fff]{8}", str(entry["en"])), f"{path} has Chinese prose in its English"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["plangraph", *ALL])
def test_every_command_explains_itself_and_its_options(name: str, language: Language) -> None:
    command, context = command_of(name, language)
    words = Wording("commands", language)
    key = text_key(command, context)
    assert len(words(f"{key}.help")) > 15
    assert words(f"{key}.examples").startswith("plangraph")
    for parameter in command.get_params(context):
        assert len(option_text(command, parameter, context)) > 3, parameter.name
    shown = command.get_help(context)
    assert words(f"{key}.help").splitlines()[0] in shown
    assert words("headings.examples") in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["plangraph", *ALL])
def test_every_example_is_a_call_that_the_parser_accepts(name: str, language: Language) -> None:
    key = text_key(*command_of(name))
    for line in Wording("commands", language)(f"{key}.examples").splitlines():
        call = re.split(r"\s{2,}| [|<>] ", line)[0]
        words = shlex.split(call)
        assert words[0] == "plangraph", line
        command, context = command_of(words[1], language)
        rest = words[2:]
        if isinstance(command, click.Group) and rest and rest[0] in TARGETS:
            command, context = command_of(f"{words[1]} {rest.pop(0)}", language)
        if rest != ["--help"]:
            command.make_context(context.info_name, rest, parent=context.parent)


def test_every_command_is_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert [name for name in ALL if f"plangraph {name}" not in text] == []


@pytest.mark.parametrize("name", ALL)
def test_every_option_is_in_the_readme(root: Path, name: str) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    command, context = command_of(name)
    options = {p.opts[0] for p in command.get_params(context) if isinstance(p, click.Option)} - {"--help"}
    assert {option for option in options if option not in text} == set()


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "en", "list"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang=zh", "list"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["list"], {"LANG": "en_GB.UTF-8"}, "en"),
        (["list"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["list"], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (["list"], {"LANG": "C.UTF-8"}, "zh"),
        (["list"], {"LANG": "fr_FR.UTF-8"}, "zh"),
        (["list"], {}, "zh"),
    ],
)
def test_the_language_is_the_option_then_the_locale_then_chinese(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert choose_language(arguments) == language


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lst"], ["lst", "list"]),
        (["xyzzy"], ["xyzzy", "plangraph --help"]),
        (["export", "--frmat", "turtle"], ["--frmat", "--format", "plangraph export --help"]),
        (["export", "--format", "word"], ["--format", "nquads", "turtle", "jsonld"]),
        (["export", "a", "b"], ["a b"]),
        (["remove"], ["ID|PATH", "plangraph remove --help"]),
        (["show"], ["NAME"]),
        (["ingest"], ["plangraph ingest --sample"]),
        (["ingest", "no/such/report.pdf"], ["no/such/report.pdf"]),
        (["extract", "no/such/report.pdf"], ["no/such/report.pdf"]),
        (["evaluate", "no/such/folder"], ["no/such/folder", "NAME.json"]),
        (["view", "--port", "0"], ["--port", "65535"]),
        (["load", "neo"], ["neo", "neo4j"]),
        (["load", "xyzzy"], ["xyzzy", "plangraph load --help"]),
        (["load", "neo4j"], ["--uri", "plangraph load neo4j --help"]),
        (["load", "neo4j", "--uri", "http://127.0.0.1:7474"], ["http://127.0.0.1:7474", "neo4j://"]),
        (["load", "neo4j", "--uri", "bolt://neo4j:secret@127.0.0.1"], ["NEO4J_PASSWORD"]),
        (["list", "--workspace", "x"], ["plangraph --workspace", "list"]),
        (["extract", "."], ["plangraph ingest"]),
        (["query", "SELECT * {}", "--timeout", "soon"], ["--timeout"]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_call_exits_2_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], language: Language, arguments: list[str], says: list[str]
) -> None:
    assert main(["--lang", language, *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert [part for part in says if part not in shown.err] == []
    assert bool(re.search(r"[\u4e00-\u9fff]", shown.err)) is (language == "zh")


@pytest.mark.parametrize(
    "arguments", [["list"], ["show", "x"], ["query", "ASK {}"], ["problems"], ["export"], ["remove", "x"], ["view"]]
)
def test_without_a_workspace_every_command_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["--workspace", str(tmp_path / "none"), *arguments]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "ingest" in shown.err
    assert not (tmp_path / "none").exists()


def test_the_start_imports_nothing_heavy() -> None:
    code = (
        "import sys; from plangraph.app.cli import main; main(['--help']); "
        "print(*sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr); "
        "print(*sorted(m for m in sys.modules if m.startswith('plangraph.')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    loaded, own = done.stderr.splitlines()
    assert HEAVY & set(loaded.split()) == set()
    assert [m for m in own.split() if m.startswith(("plangraph.ingest", "plangraph.app.commands."))] == []


def test_no_arguments_show_the_help_and_version_shows_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "plangraph ingest" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert re.fullmatch(r"plangraph \d+\.\d+\.\d+\n", capsys.readouterr().out)
