"""What one call of the command line works with: the workspace, the language, and where output goes.

stdout is data and nothing else; progress, hints and errors go to stderr. No text of a report goes to stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plangraph.app.wording import Language, Wording

if TYPE_CHECKING:
    from plangraph.graph.reader import GraphReader
    from plangraph.graph.workspace import Workspace


class CallError(Exception):
    """Something that the user can mend: a key of `texts/commands.toml`, its values, and the exit code."""

    def __init__(self, key: str, code: int, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.code = code
        self.values = values


@dataclass(slots=True)
class Session:
    """The global options of one call. `words` speaks the user's language."""

    workspace: Path
    words: Wording
    quiet: bool = False
    verbose: bool = False

    @property
    def language(self) -> Language:
        """The language of every text of this call."""
        return self.words.language

    def out(self, text: str) -> None:
        """Write a line, or several, of data."""
        sys.stdout.write(text + "\n")

    def say(self, key: str, **values: object) -> None:
        """Tell the user something beside the data; `--quiet` keeps it away."""
        if not self.quiet:
            self.warn(key, **values)

    def warn(self, key: str, **values: object) -> None:
        """Tell what the user must know even with `--quiet`: something was not done, or not wholly."""
        sys.stdout.flush()
        sys.stderr.write(self.words(key, **values) + "\n")

    def note(self, key: str, **values: object) -> None:
        """Tell what only `--verbose` asks for."""
        if self.verbose:
            self.say(key, **values)

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[str], None]]:
        """A bar on stderr where that is a terminal. Call what it yields with a label to move one step on."""
        if self.quiet or total < 1 or not sys.stderr.isatty():
            yield lambda _label: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=total)

            def step(label: str) -> None:
                bar.update(task, advance=1, description=label.replace("[", "\\["))

            yield step

    @contextmanager
    def proportion(self) -> Iterator[Callable[[int, int], None]]:
        """A bar on stderr where that is a terminal. Call what it yields with how much is done, and of how much."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _done, _total: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    def open(self) -> Workspace:
        """The workspace. Raises NoWorkspaceError where there is none."""
        from plangraph.graph.workspace import Workspace

        return Workspace.open(self.workspace)

    def published(self) -> tuple[Workspace, GraphReader]:
        """The workspace and its graph, brought up to the truth first."""
        from plangraph.graph.publication import publish
        from plangraph.graph.reader import GraphReader

        workspace = self.open()
        publish(workspace)
        return workspace, GraphReader(self.workspace)
