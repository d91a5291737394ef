"""What every test may rely on: the shared corpus, Chromium, golden files, and that CI skips nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLDEN = ROOT / "tests" / "golden"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

NOT_OURS = {
    *(".git", ".venv", "build", "dist", "node_modules", "assets", "__pycache__", "plangraph-data"),
    *(".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".coverage", ".import_linter_cache"),
    *("htmlcov", "plangraph.egg-info"),
}

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew instead of comparing")


def _chromium() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of the shared corpus needs the corpus, a test of the browser needs one."""
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"no shared corpus at {SHARED}"))
        if item.get_closest_marker("browser") and _chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium: install the packages chromium and fonts-noto-cjk"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a test that skips has failed: what is not run there is run nowhere."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: CI=true skips nothing, but this test did. {reason}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpus and gold beside the checkout. Mark the test `shared` too."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared corpus at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def ours() -> list[Path]:
    """The files of the checkout that belong to the project: what git knows or would take, else what is not built."""
    git = shutil.which("git")
    command = [git or "git", "ls-files", "-co", "--exclude-standard"]
    if git and (done := subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")).returncode == 0:
        names = done.stdout.splitlines()
    else:
        names = [
            p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if not NOT_OURS & set(p.relative_to(ROOT).parts)
        ]
    return sorted(ROOT / name for name in names if (ROOT / name).is_file())


@pytest.fixture(scope="session")
def sample_report() -> Path:
    """The bundled report: the plan report of Yuexiu District for 2025."""
    return ROOT / "app" / "sample" / "yuexiu-2025-plan-report.txt"


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds the bundled report. Do not change it."""
    from plangraph.app.cli import main

    workspace = tmp_path_factory.mktemp("reported") / "ws"
    assert main(["--quiet", "--workspace", str(workspace), "ingest", "--sample"]) == 0
    return workspace


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Mark the test `browser` too."""
    found = _chromium()
    if found is None:
        pytest.skip("no Chromium: install the packages chromium and fonts-noto-cjk")
    return found


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, text)` holds `text` against tests/golden/`name`; `pytest --refresh-golden` writes it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        assert path.is_file(), f"{path} is missing; `pytest --refresh-golden` writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed; look, then `pytest --refresh-golden`"

    return compare
