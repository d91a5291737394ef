"""The wheel, in an empty environment outside the checkout, reads the bundled report and opens the viewer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

UV = Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")
ANNOTATED = tuple(f"ingest/training/{folder}/" for folder in ("texts", "names", "blind"))
"""What is learnt from and measured on: nobody needs it to read."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def run(command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "PLANGRAPH_WORKSPACE")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(root: Path, ours: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the checkout's files and its bundle, so that nothing is left in the checkout."""
    if not list((root / "plangraph" / "assets").glob("*.js")):
        pytest.skip("the viewer's bundle is not built: make setup")
    copy, dist = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    for file in ours:
        target = copy / file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    shutil.copytree(root / "plangraph" / "assets", copy / "plangraph" / "assets")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", dist, "."], copy)
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `plangraph` of an environment that holds the runtime lock and the wheel, and nothing else."""
    away = tmp_path_factory.mktemp("away")
    scripts = away / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    run([UV, "venv", "--quiet", "--python", sys.executable, away / "env"], away)
    lock = root / "requirements.txt"
    run([UV, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock], away)
    run([UV, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel], away)
    return scripts / "plangraph"


def test_the_wheel_carries_what_is_read_at_run_time(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for pattern in (
        r"plangraph/assets/[^/]+\.js",
        r"plangraph/assets/[^/]+\.css",
        r"plangraph/pyproject\.toml",
        r"plangraph/py\.typed",
        r"plangraph/ontology/plans\.ttl",
        r"plangraph/ontology/concepts\.ttl",
        r"plangraph/ontology/shapes\.ttl",
        r"plangraph/ontology/divisions\.tsv",
        r"plangraph/ontology/streets\.tsv\.gz",
        r"plangraph/ingest/rules/[^/]+\.toml",
        r"plangraph/app/sample/yuexiu-2025-plan-report\.txt",
        r"plangraph/app/texts/commands\.toml",
        r"plangraph/app/texts/service\.toml",
        r"plangraph/app/service/openapi\.json",
        r"plangraph/app/viewer/__init__\.py",
        r"plangraph/app/score\.py",
        r"[^/]+\.dist-info/licenses/LICENSE",
        r"[^/]+\.dist-info/licenses/THIRD_PARTY_NOTICES\.md",
    ):
        assert any(re.fullmatch(pattern, name) for name in names), pattern


def test_the_wheel_takes_every_file_of_the_rooms(wheel: Path, root: Path, ours: list[Path]) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    names = [file.relative_to(root).as_posix() for file in ours]
    wanted = {
        name if name.startswith("plangraph/") else f"plangraph/{name}"
        for name in names
        if name.startswith(("ontology/", "ingest/", "graph/", "app/", "plangraph/"))
        and not name.startswith(("app/component/", *ANNOTATED))
        and "/tools/" not in name
        and not name.endswith(".md")
    }
    assert wanted - carried == set()


def test_the_wheel_litters_nobodys_site_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.startswith("plangraph-")} == {"plangraph"}
    assert not [n for n in zipfile.ZipFile(wheel).namelist() if re.search(r"node_modules|component/|/tests?/|\.ts$", n)]


def test_the_installed_wheel_reads_the_bundled_report(installed: Path, tmp_path: Path) -> None:
    read = run([installed, "--lang", "en", "--workspace", "ws", "ingest", "--sample"], tmp_path)
    assert "1 read" in read.stdout
    query = "SELECT ?name { ?helper plan:assists ?who . ?who skos:prefLabel ?name }"
    found = run([installed, "--workspace", "ws", "query", query, "--format", "csv"], tmp_path)
    assert {"湛江市霞山区", "湛江市赤坎区", "湛江市遂溪县"} <= set(re.split(r"[\s,]+", found.stdout))
    assert not (tmp_path / "plangraph-data").exists()


def test_the_installed_wheel_opens_the_viewer(installed: Path, tmp_path: Path) -> None:
    run([installed, "--workspace", "ws", "ingest", "--sample"], tmp_path)
    log = tmp_path / "view.log"
    with log.open("wb") as out:
        viewer = subprocess.Popen(
            [installed, "--workspace", "ws", "view", "--no-browser"], cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        address = wait_for(viewer, lambda: ADDRESS.search(log.read_text(encoding="utf-8")))
        for path, expected in (("/", "<!DOCTYPE html>"), ("/_stcore/health", "ok")):
            body = wait_for(viewer, lambda path=path: fetch(f"{address.group()}{path}"))
            assert expected.lower() in body.lower()
    finally:
        viewer.terminate()
        viewer.wait(timeout=30)


def wait_for(process: subprocess.Popen[bytes], look):
    for _ in range(600):
        found = look()
        if found:
            return found
        assert process.poll() is None, "the viewer has ended"
        time.sleep(0.1)
    pytest.fail("the viewer did not answer within a minute")


def fetch(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            assert answer.status == 200
            return str(answer.read().decode("utf-8"))
    except OSError:
        return ""
