"""Messages between the caller and a worker: eight bytes of length, then the bytes."""

from __future__ import annotations

import struct
from typing import IO

HEAD = struct.Struct(">Q")


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    """Writes one message and flushes it. Raises OSError if the other side is gone."""
    pipe.write(HEAD.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes:
    """The next message; empty when the other side is gone."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return b""
    size = HEAD.unpack(head)[0]
    data = pipe.read(size)
    return data if len(data) == size else b""
