"""Nobody brings in a licence that the project refuses, and the notices say what the locks say."""

from __future__ import annotations

import importlib.util
import sys
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def notices(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("notices_tool", root / ".ci" / "notices.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("MIT OR Apache-2.0", False),
        ("MPL-2.0", False),
        ("BSD-3-Clause AND 0BSD AND Zlib AND CC0-1.0", False),
        ("GPL-3.0-or-later", True),
        ("GPLv2", True),
        ("AGPL-3.0", True),
        ("LGPLv3+", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License v3", True),
        ("GPL-2.0 OR Artistic-2.0", True),
        ("MIT AND GPL-3.0", True),
        ("", True),
    ],
)
def test_which_licences_are_refused(notices: ModuleType, licence: str, refused: bool) -> None:
    assert notices.refused(licence) is refused


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_no_locked_python_package_is_under_a_refused_licence(notices: ModuleType, root: Path, lock: str) -> None:
    works = notices.python_works(root / lock)
    assert len(works) > 30
    assert [(w.name, w.licence) for w in works if notices.refused(w.licence)] == []


def test_no_installed_python_package_is_under_a_refused_licence(notices: ModuleType) -> None:
    names = {d.name.lower().replace("_", "-").replace(".", "-") for d in distributions()} - {"pip"}
    said = {name: notices.stated_licence(name) for name in names}
    assert {name: licence for name, licence in said.items() if notices.refused(licence)} == {}


@pytest.mark.parametrize("dev", [False, True])
def test_no_javascript_package_is_under_a_refused_licence(notices: ModuleType, dev: bool) -> None:
    works = notices.script_works(dev=dev)
    assert works
    assert [(w.name, w.licence) for w in works if notices.refused(w.licence)] == []


def test_every_work_in_the_bundle_comes_with_its_licence_text(notices: ModuleType) -> None:
    assert [w.name for w in notices.script_works(dev=False) if len(w.text) < 500] == []


def test_the_notices_are_what_the_locks_say(notices: ModuleType) -> None:
    assert notices.NOTICES.read_text(encoding="utf-8") == notices.render()


def test_every_judgement_says_why(notices: ModuleType) -> None:
    assert [name for name, entry in notices.JUDGED["judged"].items() if len(entry["why"]) < 10] == []
