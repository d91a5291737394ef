"""Opening `plangraph.db`: who may make it, its format, and how several programs wait for each other."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from plangraph.graph import schema
from plangraph.graph.errors import GraphError, NoWorkspaceError

FILE = "plangraph.db"
COPY = "plangraph.db.format-"
"""How the copy of a file begins that was made before an older format was migrated; its number follows."""

PATIENCE = 180.0
"""Seconds that a program waits for others before it says so. SQLite itself waits 30 of them at a time."""

_WAITING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class Database:
    """The SQLite file of a workspace. A connection lives for one transaction, so any thread or process may come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / FILE

    def make(self) -> None:
        """Make the file, or do nothing where it is. Raises NoWorkspaceError in a folder of other things."""
        if not self.file.exists():
            self._refuse_foreign()
            self.folder.mkdir(parents=True, exist_ok=True)
        self._finish()

    def _refuse_foreign(self) -> None:
        """Raise NoWorkspaceError where something else lies at the path; a folder that is empty may become one."""
        if not self.folder.exists():
            return
        if not self.folder.is_dir():
            raise NoWorkspaceError(
                f"{self.folder} 是文件，不是文件夹；请用 --workspace 指定一个文件夹。",
                f"{self.folder} is a file, not a folder; name a folder with --workspace.",
            )
        others = [entry.name for entry in self.folder.iterdir() if not entry.name.startswith(".")]
        if others and not self.file.exists():
            raise NoWorkspaceError(
                f"{self.folder} 里已有别的内容，不在其中建工作区；请用 --workspace 指定新的或空的文件夹。",
                f"{self.folder} holds other things, so no workspace is made there; "
                "name a new or empty folder with --workspace.",
            )

    def _finish(self) -> None:
        """Lay the tables where they are missing: also after a creation that was cut off."""
        with self._connection(create=True) as connection:
            _begin(connection, "SELECT 1")
            connection.execute("COMMIT")
            _patiently(connection, "PRAGMA journal_mode = WAL")
            _begin_immediate(connection)
            if _format(connection) == 0:
                schema.make_tables(connection)
            connection.execute("COMMIT")
        self.check()

    def check(self) -> None:
        """See that the file is a workspace of this format; migrate an older one. Raises NoWorkspaceError."""
        if not self.file.is_file():
            raise NoWorkspaceError(
                f"{self.folder} 里没有工作区。先读入报告：plangraph --workspace {self.folder} ingest 报告文件；"
                "或用 --workspace 指定已有的工作区。",
                f"No workspace in {self.folder}. Read a report first: plangraph --workspace {self.folder} ingest FILE; "
                "or name the workspace with --workspace.",
            )
        with self._connection() as connection:
            _begin(connection, "PRAGMA schema_version")
            found = _format(connection)
            connection.execute("COMMIT")
        if found == 0:
            raise NoWorkspaceError(
                f"{self.file} 不是工作区，或其建立被中断。请再运行一次 plangraph ingest。",
                f"{self.file} is no workspace, or its making was cut off. Run plangraph ingest again.",
            )
        self._refuse_newer(found)
        if found < schema.FORMAT:
            self._migrate()

    def _refuse_newer(self, found: int) -> None:
        if found > schema.FORMAT:
            raise NoWorkspaceError(
                f"{self.file} 由较新版本的 plangraph 写成（格式 {found}，本版本 {schema.FORMAT}）。请升级 plangraph。",
                f"{self.file} was written by a newer plangraph (format {found}, this one knows {schema.FORMAT}). "
                "Upgrade plangraph.",
            )

    def _migrate(self) -> None:
        """Copy an older file, then bring it up to this format."""
        from filelock import FileLock  # late: it is slow to load, and hardly ever needed

        with FileLock(self.folder / "migrate.lock"), self.writing(checked=False) as connection:
            found = _format(connection)
            if found >= schema.FORMAT:
                return
            copy = self.folder / f"{COPY}{found:d}"
            unfinished = copy.with_name(copy.name + ".part")
            unfinished.unlink(missing_ok=True)
            with self._connection() as source, contextlib.closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
            unfinished.replace(copy)
            schema.migrate(connection, found)

    def copies(self) -> list[Path]:
        """The copies that migrations left: whole workspaces of an earlier day."""
        return sorted(self.folder.glob(f"{COPY}*"))

    @contextlib.contextmanager
    def _connection(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        mode = "rwc" if create else "rw"
        uri = f"{self.file.absolute().as_uri()}?mode={mode}"
        try:
            connection = sqlite3.connect(uri, uri=True, timeout=30.0, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise self._unreadable(error) from error
        connection.row_factory = sqlite3.Row
        try:
            for pragma in ("foreign_keys = ON", "secure_delete = ON", "synchronous = FULL", "temp_store = MEMORY"):
                _patiently(connection, f"PRAGMA {pragma}")
            yield connection
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise self._unreadable(error) from error
        finally:
            connection.close()

    def _unreadable(self, error: sqlite3.Error) -> GraphError:
        if error.sqlite_errorcode & 0xFF in _WAITING:
            return GraphError(
                f"另一个程序占用 {self.folder} 已超过 {PATIENCE:.0f} 秒。等它结束后再试。",
                f"Another program has kept {self.folder} busy for over {PATIENCE:.0f} seconds. "
                "Try again when it is done.",
            )
        return NoWorkspaceError(
            f"打不开 {self.file}：{error}。请检查权限与磁盘空间；若文件已损坏，请换一个 --workspace 重新读入报告。",
            f"Cannot use {self.file}: {error}. Look at permissions and disk space; if the file is damaged, "
            "read the reports again into another --workspace.",
        )

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees one state of the workspace, whatever others write meanwhile."""
        self._present()
        with self._connection() as connection:
            _begin(connection, "SELECT value FROM state LIMIT 1")
            # Another program, newer than this one, may have migrated the file since it was opened.
            self._refuse_newer(_format(connection))
            yield connection
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def writing(self, *, checked: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept whole when the block ends, and undone when it raises."""
        if checked:
            self._present()
        with self._connection() as connection:
            _begin_immediate(connection)
            try:
                self._refuse_newer(_format(connection))
                yield connection
            except BaseException:
                # A full disk has undone it already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _present(self) -> None:
        if not self.file.is_file():
            self.check()

    def erase_traces(self) -> list[str]:
        """Rewrite the file without what was deleted, empty its log, delete copies; names what could not be erased."""
        with self._connection() as connection:
            _patiently(connection, "VACUUM")
            busy = _checkpoint(connection)
        left = [f"{FILE}-wal"] if busy else []
        for copy in self.copies():
            try:
                copy.unlink()
            except PermissionError:
                left.append(copy.name)
        return left


def _format(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _patiently(connection: sqlite3.Connection, sql: str) -> sqlite3.Row | None:
    """Run a statement, however long others keep the file busy, up to PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            row: sqlite3.Row | None = connection.execute(sql).fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _WAITING or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return row


def _begin(connection: sqlite3.Connection, first: str) -> None:
    """Begin to read: the first statement takes the snapshot, so that only it can find the file busy."""
    connection.execute("BEGIN")
    _patiently(connection, first)


def _begin_immediate(connection: sqlite3.Connection) -> None:
    _patiently(connection, "BEGIN IMMEDIATE")


def _checkpoint(connection: sqlite3.Connection) -> bool:
    """Empty the write-ahead log; True where readers kept it busy to the end of PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while True:
        row = _patiently(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
        if row is None or row[0] == 0:
            return False
        if time.monotonic() > deadline:
            return True
        time.sleep(0.05)
