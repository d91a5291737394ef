"""The sentence encoder: texts in, vectors out, near each other where the texts mean much the same.

bge-small-zh-v1.5 with its vocabulary cut and its weights in int8; the card is `ingest/model/README.md`. A vector is the
state at [CLS], of length 1: the product of two is their cosine.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from plangraph.ingest import model

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

SIZE = 512
"""Numbers of a vector."""
THREADS = 4
UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
WORD = re.compile(r"[a-z0-9]+|\S")
FOLD = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Encoder:
    """The loaded model: session, ids of its pieces, and how many pieces of a text it sees."""

    session: Any
    ids: dict[str, int]
    longest: int


def name() -> str:
    """What vectors are kept under: those of another model cannot be compared with these. Does not load the model."""
    return model.about_encoder().name


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The model that the package carries. onnxruntime is imported here, at the first text."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # texts run side by side instead: threads inside one would wait for each other
    session = onnxruntime.InferenceSession(model.encoder_weights(), options, providers=["CPUExecutionProvider"])
    known = model.about_encoder()
    return Encoder(session, {piece: number for number, piece in enumerate(known.pieces)}, known.positions - 2)


def encode(texts: Sequence[str]) -> Vectors:
    """The vectors of texts, shape (texts, 512), each of length 1. What is beyond 254 pieces of a text is not seen."""
    vectors = np.zeros((len(texts), SIZE), np.float32)
    if not texts:
        return vectors
    loaded = load_encoder()
    rows = [[loaded.ids[piece] for piece in pieces(text, loaded.ids)][: loaded.longest] for text in texts]
    with ThreadPoolExecutor(max_workers=min(THREADS, _cores())) as pool:
        for number, vector in enumerate(pool.map(lambda row: _encoded(loaded, row), rows)):
            vectors[number] = vector
    return vectors


def pieces(text: str, known: dict[str, int]) -> Iterator[str]:
    """What a text is to the model: a character a piece, Latin words and numbers in the longest pieces that it knows."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(FOLD)
    for found in WORD.finditer(plain):
        yield from _spelt(found.group(), known)


def _spelt(word: str, known: dict[str, int]) -> Iterator[str]:
    start, mark = 0, ""
    while start < len(word):
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in known), 0)
        if not end:
            yield UNKNOWN
            return
        yield mark + word[start:end]
        start, mark = end, "##"


def _encoded(loaded: Encoder, row: Sequence[int]) -> Vectors:
    """One text at a time: in a batch the others would have a say in how its numbers are rounded."""
    ids = np.array([[loaded.ids[FIRST], *row, loaded.ids[LAST]]], np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    state: Vectors = loaded.session.run(None, feed)[0][0, 0]
    unit: Vectors = state / np.linalg.norm(state)
    return unit


def _cores() -> int:
    """The cores that this process may use: more threads than those only get into each other's way."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
