"""The README's commands print what it says they print. `pytest --refresh-golden` writes their output anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def run(command: str, folder: Path) -> str:
    """What a terminal shows of a command, stdout and stderr in their order, without spaces at line ends."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PLANGRAPH_"))},
        "LANG": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout.decode("utf-8")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.decode("utf-8").splitlines())


def block(text: str, folder: Path) -> str:
    """A block of the README as it must be: each `$ command` followed by its output."""
    commands = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{run(command, folder)}" for command in commands)


def test_every_command_of_the_readme_prints_what_it_says(
    root: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert sum(b.count("$ plangraph ") for b in blocks) >= 5
    fresh = BLOCK.sub(lambda found: f"```console\n{block(found.group(1), tmp_path)}```", text)
    if request.config.getoption("--refresh-golden"):
        readme.write_text(fresh, encoding="utf-8", newline="\n")
    assert readme.read_text(encoding="utf-8") == fresh


def test_every_link_of_the_readme_leads_somewhere(root: Path) -> None:
    for name in ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md"):
        links = LINK.findall((root / name).read_text(encoding="utf-8"))
        assert [link for link in links if not (root / link).exists()] == [], name


def test_the_first_screen_has_the_picture_and_the_two_commands(root: Path) -> None:
    first = "\n".join((root / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "docs/viewer.png" in first
    assert "make demo" in first
    assert "make test" in first
    picture = (root / "docs" / "viewer.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000
