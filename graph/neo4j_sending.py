"""Batches of rows on their way to Neo4j: several sessions at once, each batch a transaction of its own."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from neo4j import READ_ACCESS, ManagedTransaction, Query
from neo4j.exceptions import ClientError, ConstraintError, Neo4jError, TransientError

from plangraph.graph.errors import ServerError
from plangraph.graph.neo4j_connection import explained
from plangraph.graph.neo4j_statements import PRESENT_INDEXES, WORKSPACE

if TYPE_CHECKING:
    from neo4j import Driver, Record

    from plangraph.graph.neo4j_connection import Address
    from plangraph.graph.neo4j_loading import Progress

SESSIONS: Final = 4
"""Transactions at one time."""

INDEX_PATIENCE: Final = 600
"""Seconds until the indexes of a database that holds much already are online."""

Outcome = Literal["created", "changed", "removed", "released"]


@dataclass(frozen=True, slots=True)
class _Batch:
    statement: str
    rows: Sequence[Any]
    outcome: Outcome
    whole: bool
    parameters: Mapping[str, object]


class Sender:
    """Sends the batches of one load. `counts`: what came of them, by outcome. For one thread."""

    def __init__(self, driver: Driver, address: Address, identity: str) -> None:
        self.identity = identity
        self.counts: Counter[Outcome] = Counter()
        self._driver = driver
        self._address = address
        self._database = address.database or None
        self._pool = ThreadPoolExecutor(SESSIONS, thread_name_prefix="neo4j")
        self._under_way: deque[tuple[Future[int], _Batch]] = deque()
        self._progress: Progress | None = None
        self._done = self._total = 0

    def report_to(self, progress: Progress | None, total: int) -> None:
        """Tell of each batch that is done from now on."""
        self._progress, self._total = progress, total

    def prepare(self, wanted: Mapping[str, str]) -> None:
        """Make the constraints and indexes that are not there, by name, and wait until all work. Raises ServerError."""
        try:
            with self._driver.session(database=self._database) as session:
                there = {record["name"] for record in session.run(PRESENT_INDEXES)}
                with session.begin_transaction() as transaction:
                    for statement in (wanted[name] for name in wanted.keys() - there):
                        transaction.run(statement).consume()
                    transaction.commit()
                session.run("CALL db.awaitIndexes($seconds)", seconds=INDEX_PATIENCE).consume()
        except Neo4jError as error:
            with explained(self._address):
                raise self._said(error) from error

    def read(self, statement: str) -> Iterator[Record]:
        """The records of a query on what the workspace has there."""
        with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
            yield from session.run(Query(statement), {WORKSPACE: self.identity})

    def send(
        self, statement: str, rows: Sequence[Any], outcome: Outcome, *, whole: bool = False, **parameters: object
    ) -> None:
        """Hand a batch over; its `count` is added to its outcome. `whole`: each row must come to something.

        Raises ServerError for this batch or an earlier one.
        """
        while len(self._under_way) >= 2 * SESSIONS:
            self._take_in()
        batch = _Batch(statement, rows, outcome, whole, parameters)
        self._under_way.append((self._pool.submit(self._transact, batch), batch))

    def wait(self) -> None:
        """Wait until every batch is done. Raises ServerError."""
        while self._under_way:
            self._take_in()

    def close(self) -> None:
        """Give up what has not begun, and wait for the rest."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _transact(self, batch: _Batch) -> int:
        def work(transaction: ManagedTransaction) -> int:
            parameters = {**batch.parameters, "rows": batch.rows, WORKSPACE: self.identity}
            record = transaction.run(batch.statement, parameters).single(strict=True)
            return int(record["count"])

        with self._driver.session(database=self._database) as session:
            return session.execute_write(work)

    def _take_in(self) -> None:
        future, batch = self._under_way.popleft()
        try:
            count = future.result()
        except (ClientError, TransientError) as error:
            with explained(self._address):
                raise self._said(error) from error
        if batch.whole and count != len(batch.rows):
            raise _disturbed(self._address)
        self.counts[batch.outcome] += count
        self._done += len(batch.rows)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _said(self, error: Neo4jError) -> Exception:
        """What is wrong with a batch, in words; what `explained` knows passes as it is."""
        if isinstance(error, ConstraintError) or "ConstraintValidation" in (error.code or ""):
            return _disturbed(self._address)
        if isinstance(error, ClientError):
            return error
        return ServerError(
            f"{self._address.uri} 没能写完：{error.message}。已写入的保留着；请稍后再运行一次，它会接着做完。",
            f"{self._address.uri} could not finish: {error.message}. What was written stays; run this again later, and "
            "it will finish.",
        )


def _disturbed(address: Address) -> ServerError:
    return ServerError(
        f"载入时 {address.uri} 里同一工作区的内容被别的程序改动了。请等它结束，再运行一次。",
        f"Another program changed what {address.uri} has of this workspace meanwhile. Wait until it is done, and run "
        "this again.",
    )
