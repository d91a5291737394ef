"""What holds the house together: locks, packages, import direction, front door."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import plangraph

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core"}
ROOMS = ("ontology", "ingest", "graph", "app")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_python_lock_has_hashes_and_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    pinned = re.findall(
        r"^([A-Za-z0-9._-]+)==.*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 30
    assert "://" not in text
    assert "--index-url" not in text.replace("--no-emit-index-url", "")


def test_the_javascript_lock_has_hashes_and_no_address(root: Path) -> None:
    text = (root / "app" / "component" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert '"integrity": "sha512-' in text


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_direct_dependency_is_locked(root: Path, project: dict[str, Any], lock: str) -> None:
    wanted = list(project["project"]["dependencies"])
    if lock == "requirements-dev.txt":
        wanted += project["project"]["optional-dependencies"]["dev"]
    text = (root / lock).read_text(encoding="utf-8")
    names = [re.split(r"[<>=!~ ]", w)[0].lower() for w in wanted]
    assert [n for n in names if not re.search(rf"^{re.escape(n)}==", text, re.MULTILINE)] == []


def test_the_runtime_lock_agrees_with_the_other(root: Path) -> None:
    pins = [
        set(re.findall(r"^[A-Za-z0-9._-]+==[^\s;]+", (root / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    ]
    assert pins[0] - pins[1] == set()


def test_every_direct_dependency_has_its_line_in_the_decisions(root: Path, project: dict[str, Any]) -> None:
    text = (root / "DECISIONS.md").read_text(encoding="utf-8").lower()
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    names = [re.split(r"[<>=!~ ]", w)[0].lower() for w in wanted]
    assert [n for n in names if n not in text] == []


def test_the_wheel_takes_every_package_of_the_rooms(root: Path, project: dict[str, Any], ours: list[Path]) -> None:
    listed = set(project["tool"]["setuptools"]["packages"])
    parts = [p.relative_to(root).parent.parts for p in ours if p.name == "__init__.py"]
    found = {".".join(("plangraph", *p)) for p in parts if p[0] in ROOMS} | {"plangraph"}
    assert listed == found


def test_imports_run_one_way(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert {c["type"] for c in contracts} == {"layers", "independence"}
    linter = Path(sys.executable).with_name("lint-imports")
    command = [linter, root / "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, cwd=root / "build" / "types", capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("streamlit", {"app"}),
        ("pyoxigraph", {"graph"}),
        ("neo4j", {"graph"}),
        ("click", {"app"}),
        ("sqlite3", {"graph"}),
        ("pdfplumber", {"ingest"}),
        ("rdflib", {"ontology", "graph"}),
    ],
)
def test_a_library_is_named_only_in_its_room(root: Path, ours: list[Path], library: str, rooms: set[str]) -> None:
    line = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    sources = [p.relative_to(root) for p in ours if p.suffix == ".py" and p.relative_to(root).parts[0] in ROOMS]
    naming = {s.parts[0] for s in sources if line.search((root / s).read_text(encoding="utf-8"))}
    assert naming <= rooms


def test_no_file_has_a_vague_name_or_a_twin(root: Path, ours: list[Path]) -> None:
    sources = [p.relative_to(root) for p in ours if p.suffix == ".py"]
    assert [s for s in sources if VAGUE & {s.stem, *s.parts[:-1]}] == []
    tests = [s.name for s in sources if s.parts[0] == "tests" and s.name.startswith("test_")]
    assert sorted(tests) == sorted(set(tests))


def test_no_module_of_the_app_is_called_like_a_folder_of_the_checkout(root: Path) -> None:
    folders = {p.name for p in root.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert {p.stem for p in (root / "app").iterdir() if p.name != "__pycache__"} & (folders - {"build"}) == set()


def test_the_front_door_imports_nothing_heavy() -> None:
    code = "import sys, plangraph; print(*sorted(m for m in sys.modules if m.split('.')[0] == 'plangraph'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["plangraph"]


def test_versions_agree(root: Path, project: dict[str, Any]) -> None:
    inner = tomllib.loads((root / "plangraph" / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == inner["project"]["version"] == plangraph.__version__


def test_nothing_in_the_repository_names_a_machine_or_a_registry(root: Path, ours: list[Path]) -> None:
    names = re.compile(rb"/[w]ork/|/[r]oot/|[p]ypi\.org|[n]pmjs\.|[p]ythonhosted\.|[m]aven\.org")
    assert [str(p.relative_to(root)) for p in ours if names.search(p.read_bytes())] == []


@pytest.mark.shared
def test_the_scorer_is_carried_as_it_is(root: Path, shared: Path) -> None:
    assert (root / "app" / "score.py").read_bytes() == (shared / "gold" / "score.py").read_bytes()


@pytest.mark.shared
def test_the_bundled_report_is_the_seed(sample_report: Path, shared: Path) -> None:
    assert sample_report.read_bytes() == (shared / "seed" / sample_report.name).read_bytes()


def test_nothing_needs_one_system_alone(root: Path, ours: list[Path]) -> None:
    one_system = re.compile(r"^\s*(?:import|from) (?:fcntl|pwd|grp|termios)\b|\bos\.(?:fork|getuid)\(", re.MULTILINE)
    sources = [p for p in ours if p.suffix == ".py" and p.relative_to(root).parts[0] in ROOMS]
    assert [str(s.relative_to(root)) for s in sources if one_system.search(s.read_text(encoding="utf-8"))] == []


def test_the_checks_of_ci_are_those_of_make_test(root: Path) -> None:
    script = root / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "export CI=true", "exec make test"]
    assert os.access(script, os.X_OK)
