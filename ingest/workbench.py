"""The inside of a worker process: takes a function and a path, does it, answers. See `plangraph.ingest.worker`."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from plangraph.ingest.frames import read_frame, write_frame
from plangraph.ingest.reading.source import ReadError
from plangraph.ontology.records import Problem, bilingual


def limit_memory(most: int) -> None:
    """Lets this process have no more than `most` bytes of data, where the system can promise that."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def answer(function: Callable[[Path], object] | None, path: Path) -> object:
    """The function's result (None: the whole extraction), or the problem that it ran into."""
    try:
        return function(path) if function else _extract(path)
    except ReadError as fault:
        return Problem("", str(path), fault.reason, detail=bilingual(fault.detail_zh, fault.detail_en))
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        return Problem(
            "", str(path), "broken", detail=bilingual(f"文件打不开：{why}。", f"The file cannot be opened: {why}.")
        )
    except (MemoryError, RecursionError) as fault:
        detail = bilingual("内存不足。", f"Out of memory ({type(fault).__name__}).")
        return Problem("", str(path), "memory", detail=detail)
    except Exception as fault:  # noqa: BLE001 - the loop over documents: a fault costs one of them
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{type(fault).__name__}, {Path(last.filename).name}:{last.lineno}"
        return Problem(
            "", str(path), "crash", detail=bilingual(f"程序出错（{where}）。", f"The program failed ({where}).")
        )


def _extract(path: Path) -> object:
    from plangraph.ingest.pipeline import extract_file  # late: a worker that only reads needs none of it

    return extract_file(path)


def main() -> None:
    """Serves until the caller goes. What libraries print goes to the log, never among the answers."""
    limit_memory(int(sys.argv[1]))
    inward = sys.stdin.buffer
    outward = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    write_frame(outward, b"ready")
    while task := read_frame(inward):
        function, path = pickle.loads(task)  # noqa: S301 - our own caller wrote it
        result = answer(function, path)
        try:
            packed = pickle.dumps(result)
        except MemoryError:
            packed = pickle.dumps(Problem("", str(path), "memory", detail=bilingual("内存不足。", "Out of memory.")))
        write_frame(outward, packed)


if __name__ == "__main__":
    main()
