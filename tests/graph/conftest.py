"""Made-up reports for the tests of the graph room."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from plangraph.graph.workspace import Workspace
from plangraph.ontology.records import Extraction

MADE = Path(__file__).with_name("made_reports.py")


def _load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def report() -> Callable[..., Extraction]:
    """`report(word, year=, money=, extractor=, kind=)`: the extraction of a made-up report."""
    made: Callable[..., Extraction] = _load(MADE).report
    return made


@pytest.fixture(scope="session")
def naming() -> Callable[..., Extraction]:
    """`naming(area, code, year, (type, name), ..., aliases=, extractor=, tail=)`: a report that names these things."""
    made: Callable[..., Extraction] = _load(MADE.with_name("naming_reports.py")).naming
    return made


@pytest.fixture(scope="session")
def made_script() -> Path:
    """The script that commits made-up reports from a process of its own."""
    return MADE


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace.create(tmp_path / "data")


@pytest.fixture(scope="session")
def stated() -> Extraction:
    """A made-up report that states something with every relation, and a number of every kind."""
    spec = importlib.util.spec_from_file_location("stated_report", MADE.with_name("stated_report.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    extraction: Extraction = module.extraction()
    return extraction
