"""What makes another reading: a rule or a line of code that has changed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.ingest import fingerprint


def _version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(fingerprint, "files", lambda _package: folder)
    fingerprint.extractor_version.cache_clear()
    try:
        return fingerprint.extractor_version()
    finally:
        fingerprint.extractor_version.cache_clear()


@pytest.mark.parametrize(
    ("place", "other"),
    [("rules/verbs.toml", True), ("pipeline.py", True), ("deep/er/new.py", True),
     ("training/fit.py", False), ("encoder.py", False),
     ("explain.py", False), ("retrace.py", False), ("rules/coded.toml", False),
     ("rules/tools/fit.py", False), ("__pycache__/pipeline.pyc", False),
     ("README.md", False)],
)  # fmt: skip
def test_a_changed_rule_or_line_of_code_is_another_extractor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, other: bool
) -> None:
    for name in ("rules/verbs.toml", "pipeline.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    before = _version(tmp_path, monkeypatch)
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("two", encoding="utf-8")
    assert (_version(tmp_path, monkeypatch) != before) is other
