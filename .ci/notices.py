"""Writes THIRD_PARTY_NOTICES.md: what plangraph stands on, and under which licences.

    python .ci/notices.py           writes it
    python .ci/notices.py --check   fails (1) if it is stale

The names and versions are the locks', the licences what the installed packages state, or what `licences.toml` judges.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"
COMPONENT = ROOT / "app" / "component"
JUDGED = tomllib.loads((ROOT / ".ci" / "licences.toml").read_text(encoding="utf-8"))
LONGEST_NAME = 80
"""A licence field longer than this is a licence's text, not its name."""

HEAD = """\
# Third-party notices

plangraph itself is under the Apache License 2.0 (`LICENSE`). It stands on the works below. This file is written by
`make notices`; `make test` fails when it is stale, and when a licence is one that the project refuses (GPL, AGPL and
their kin; `.ci/licences.toml` holds what had to be judged by reading).
"""
DATA = (ROOT / ".ci" / "notices_data.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """A package of others: its name, its versions in the lock and its licence ('' where nobody has stated one)."""

    name: str
    version: str
    licence: str
    text: str = ""


def locked(lock: Path) -> dict[str, str]:
    """Names and versions of a Python lock; several versions where platforms differ."""
    versions: dict[str, list[str]] = defaultdict(list)
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        versions[name].append(version)
    return {name: ", ".join(found) for name, found in versions.items()}


def stated_licence(name: str) -> str:
    """What an installed package says, in SPDX names; '' where it says nothing or is not installed."""
    if name in JUDGED["judged"]:
        return str(JUDGED["judged"][name]["licence"])
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    if not said or len(said) > LONGEST_NAME:
        classifiers = metadata.get_all("Classifier") or []
        said = ", ".join(c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::"))
    return str(JUDGED["names"].get(said, said))


def python_works(lock: Path) -> list[Work]:
    """The packages of a Python lock by name."""
    return sorted(Work(name, version, stated_licence(name)) for name, version in locked(lock).items())


def script_works(*, dev: bool) -> list[Work]:
    """The packages of the viewer's component: those of its bundle, or those that only build and test it."""
    lock = COMPONENT / "package-lock.json"
    if not lock.is_file():
        return []
    found = []
    for path, entry in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if path and bool(entry.get("dev")) is dev and not entry.get("optional"):
            name = path.rpartition("node_modules/")[2]
            found.append(Work(name, entry["version"], entry.get("license", ""), "" if dev else _text(path)))
    return sorted(found)


def _text(path: str) -> str:
    files = sorted((COMPONENT / path).glob("LICENSE*"))
    return files[0].read_text(encoding="utf-8").strip() if files else ""


def refused(licence: str) -> bool:
    """Whether a licence may not be brought in, or is none at all."""
    return not licence or any(re.search(rf"\b{word}", licence) for word in JUDGED["refused"]["words"])


def render() -> str:
    """The whole file."""
    runtime = python_works(ROOT / "requirements.txt")
    names = {work.name for work in runtime}
    building = [w for w in python_works(ROOT / "requirements-dev.txt") if w.name not in names]
    bundle = script_works(dev=False)
    parts = [
        HEAD,
        "## Python packages that are installed with it\n\n" + _rows(runtime),
        "## JavaScript in the viewer's bundle\n\nThe wheel carries these, so their licences stand here in full.\n\n"
        + _rows(bundle)
        + "".join(f"\n\n### {w.name} {w.version}\n\n{_quoted(w.text)}" for w in bundle),
        DATA,
        "## For building and testing only\n\nNothing of these is shipped.\n\n"
        + _rows([*building, *script_works(dev=True)]),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _rows(works: list[Work]) -> str:
    head = "| package | version | licence |\n| --- | --- | --- |\n"
    return head + "\n".join(f"| {w.name} | {w.version} | {w.licence} |" for w in works)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python .ci/notices.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if the file is stale")
    text = render()
    if not parser.parse_args(arguments).check:
        NOTICES.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if NOTICES.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("THIRD_PARTY_NOTICES.md is stale: run make notices\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
