"""What the benchmarks measure with."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

Work = Callable[[], object]


@pytest.fixture(scope="session")
def in_turns() -> Callable[..., list[float]]:
    """`in_turns(times, *works)`: of each work the seconds that it took at best.

    They are done in turns, so that what else the machine does falls on all of them.
    """

    def measure(times: int, *works: Work) -> list[float]:
        best = [float("inf")] * len(works)
        for _ in range(times):
            for place, work in enumerate(works):
                start = time.perf_counter()
                work()
                best[place] = min(best[place], time.perf_counter() - start)
        return best

    return measure
