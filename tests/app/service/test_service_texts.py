"""What the service says is complete in both languages; how a client's wishes are read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from plangraph.app.service.negotiation import chosen, spoken
from plangraph.graph.media import RESULTS, TRIPLES


def test_every_text_is_in_both_languages_with_the_same_fields(root: Path) -> None:
    texts = tomllib.loads((root / "app" / "texts" / "service.toml").read_text(encoding="utf-8"))
    entries = {"start": texts["start"], **texts["errors"]}
    assert len(entries) > 20
    for name, entry in entries.items():
        assert set(entry) == {"zh", "en"}, name
        fields = [set(re.findall(r"\{([a-z_]+)\}", entry[language])) for language in ("zh", "en")]
        assert fields[0] == fields[1], name
        assert not re.search(r"[\u4e00-\u9fff]", entry["en"]), name
        assert re.search(r"[\u4e00-\u9fff]", entry["zh"]), name


def test_every_text_is_said_somewhere(root: Path) -> None:
    texts = tomllib.loads((root / "app" / "texts" / "service.toml").read_text(encoding="utf-8"))
    code = "".join(file.read_text(encoding="utf-8") for file in sorted((root / "app" / "service").glob("*.py")))
    assert [key for key in texts["errors"] if f'"errors.{key}"' not in code] == []
    assert {f"errors.{key}" for key in texts["errors"]} == set(re.findall(r'"(errors\.[a-z-]+)"', code))


@pytest.mark.parametrize(
    ("header", "otherwise", "language"),
    [
        ("", "zh", "zh"),
        ("", "en", "en"),
        ("en-GB,en;q=0.9", "zh", "en"),
        ("zh-Hant-TW", "en", "zh"),
        ("fr, zh;q=0.3, en;q=0.8", "zh", "en"),
        ("fr", "en", "en"),
        ("en;q=0", "zh", "zh"),
        ("EN", "zh", "en"),
        ("en;q=nan, zh", "en", "zh"),
        (";;,,;q=", "zh", "zh"),
    ],
)
def test_the_language_is_the_client_s(header: str, otherwise: str, language: str) -> None:
    assert spoken(header, otherwise) == language  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "json"),
        ("application/*", "json"),
        ("application/*;q=0.5, text/csv;q=0.6", "csv"),
        ("text/csv;q=0, */*", "json"),
        ("application/sparql-results+json;q=0.1, */*;q=0.9", "xml"),
        ("TEXT/CSV; header=present; Q=0.9", "csv"),
        ("text/csv;q=2", None),
        ("text", "json"),
        ("garbage, ;;,/", None),
        ("image/*", None),
        (",".join(["a/b"] * 5000), None),
    ],
)
def test_the_format_is_the_one_taken_best(accept: str, form: str | None) -> None:
    found = chosen(accept, RESULTS)
    assert (found[0] if found else None) == form


def test_every_media_type_names_its_format() -> None:
    for forms in (RESULTS, TRIPLES):
        for form, types in forms.items():
            for media in types:
                assert chosen(media, forms) == (form, media)
