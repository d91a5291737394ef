"""What the query worker and its process say to each other: each message its length, then MessagePack.

The rows of an answer travel as blocks that are coded where they are found and decoded only where they are wanted: a
table costs little more than its cells.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

import msgspec

Message = dict[str, object]
Cells = list[str | None]

_LENGTH = struct.Struct(">I")
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Message).decode
_decode_rows = msgspec.msgpack.Decoder(tuple[tuple[str | None, ...], ...]).decode
_BLOCK = 256


def read_message(source: BinaryIO) -> Message | None:
    """The next message, or None at the end."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    body = source.read(size)
    return _decode(body) if len(body) == size else None


def write_message(target: BinaryIO, message: Message) -> None:
    """Send a message. A lone surrogate, which no text of a graph holds, becomes a question mark."""
    try:
        body = _encode(message)
    except UnicodeEncodeError:
        body = _encode(_encodable(message))
    target.write(_LENGTH.pack(len(body)) + body)
    target.flush()


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_encodable(key): _encodable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(each) for each in value]
    return value


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rows as they travel: `coded` holds blocks of them, `count` says how many; `truncated`: some were left out."""

    coded: list[bytes]
    count: int
    truncated: bool


def blocks(found: Iterable[Cells], rows: int, size: int) -> Blocks:
    """The first rows of those found: at most `rows` of them, and `size` bytes of their code."""
    coming, coded, count, used = iter(found), list[bytes](), 0, 0
    while block := list(islice(coming, min(_BLOCK, rows - count))):
        code = _encode(block)
        if used + len(code) > size:
            block = list(_fitting(block, size - used))
            return Blocks([*coded, _encode(block)], count + len(block), truncated=True)
        coded.append(code)
        count, used = count + len(block), used + len(code)
    return Blocks(coded, count, truncated=next(coming, None) is not None)


def _fitting(block: Sequence[Cells], size: int) -> Iterator[Cells]:
    for row in block:
        size -= len(_encode(row))
        if size < 0:
            return
        yield row


def rows_of(coded: Iterable[bytes]) -> tuple[tuple[str | None, ...], ...]:
    """The rows of blocks."""
    return tuple(chain.from_iterable(map(_decode_rows, coded)))
