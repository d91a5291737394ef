"""The trained tagger: characters in, candidates out. One ONNX file, run on the CPU, loaded at the first report.

It sees the view's text (joined lines, no page marks) in windows of whole sentences, and gives each character one of the
tags B, I, E, S of a type, or O; only legal sequences are decoded. How it was trained: `ingest/model/README.md`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plangraph.ingest import model
from plangraph.ingest.layout.view import View
from plangraph.ingest.mentions.decoding import decode
from plangraph.ingest.named import Candidate

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]

WINDOW = 190
"""Characters of a window. Shorter than in training: as good on `dev`, and a third quicker."""
TOGETHER = 256
"""Windows that are decoded at once. The model sees each alone: it rounds its numbers by all that it sees at once."""
SLOWER = "SkipLayerNormFusion"
"""An optimisation that costs an eighth more time than what it replaces."""
THREADS = 4
CLS, SEP, UNKNOWN = 2, 3, 1
HALF = {"actual": 1, "target": 4, "": 3}
"""The id after CLS says of which half of the report the window is: the one that looks back, or the one that plans."""
LEAD = 2
"""Ids before the first character: CLS and the half."""
FOLD = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Model:
    """The loaded model: session, character ids, tags, and its name, by which statements say what made them."""

    session: Any
    ids: dict[str, int]
    tags: tuple[str, ...]
    name: str


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The model that the package carries. onnxruntime is imported here, and in `ingest.encoder`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # batches run side by side instead: threads inside one would wait for each other
    session = onnxruntime.InferenceSession(
        model.weights(), options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOWER]
    )
    known = model.about()
    return Model(session, {c: i for i, c in enumerate(known.characters)}, known.tags, known.name)


@contextmanager
def tagging(view: View) -> Iterator[Callable[[], list[Candidate]]]:
    """Lets the model look at a view in threads of its own; what is yielded waits for them and gives the names.

    Meanwhile the caller can do what needs no model: the threads leave Python alone while the model computes.
    """
    loaded = load_model()
    ordered = sorted(windows(view, WINDOW), key=lambda window: len(window.places))
    pool = ThreadPoolExecutor(max_workers=min(THREADS, _cores()))
    try:
        scores = [pool.submit(_scores, loaded, view.text, window) for window in ordered]
        yield lambda: _named(loaded, ordered, [coming.result() for coming in scores])
    finally:
        pool.shutdown(cancel_futures=True)


def tag(view: View) -> list[Candidate]:
    """The names that the model sees, with its probability for the whole span as their confidence."""
    with tagging(view) as names:
        return names()


def _cores() -> int:
    """The cores that this process may use: more threads than those only get into each other's way."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _named(loaded: Model, ordered: Sequence[Window], scores: Sequence[Scores]) -> list[Candidate]:
    """The names in windows, in the order of the text."""
    found: list[Candidate] = []
    for at in range(0, len(scores), TOGETHER):
        some = ordered[at : at + TOGETHER]
        decoded = decode(_stacked(scores[at : at + TOGETHER]), [len(window.places) for window in some], loaded.tags)
        for window, (path, chances) in zip(some, decoded, strict=True):
            found += _spans(window.places, path, chances, loaded)
    return sorted(found, key=lambda c: c.start)


def _stacked(scores: Sequence[Scores]) -> Scores:
    """The scores of some windows, the last of them the longest, as one: what is behind a window's end plays no part."""
    import numpy as np

    stacked = np.zeros((len(scores), *scores[-1].shape), np.float32)
    for row, one in zip(stacked, scores, strict=True):
        row[: len(one)] = one
    return stacked


@dataclass(frozen=True, slots=True)
class Window:
    """Whole sentences of one half of a report: the offsets of their characters that are not white space."""

    places: list[int]
    half: str


def windows(view: View, most: int) -> Iterator[Window]:
    """The windows of a view, of up to `most` characters; a longer sentence is cut."""
    packed, half = list[int](), ""
    for sentence in view.sentences():
        places = [i for i in range(sentence.start, sentence.end) if not view.text[i].isspace()]
        if packed and (len(packed) + len(places) > most or sentence.modality != half):
            yield Window(packed, half)
            packed = []
        half = sentence.modality
        while len(places) > most:
            yield Window(places[:most], half)
            places = places[most:]
        packed = packed + places
    if packed:
        yield Window(packed, half)


def _scores(loaded: Model, text: str, window: Window) -> Scores:
    """Log probabilities, shape (characters, tags)."""
    import numpy as np

    inner = [loaded.ids.get(text[i].lower().translate(FOLD), UNKNOWN) for i in window.places]
    ids = np.array([[CLS, HALF[window.half], *inner, SEP]], np.int64)
    logits = loaded.session.run(None, {"ids": ids})[0][0, LEAD:-1]
    peak = logits.max(-1, keepdims=True)
    scores: Scores = logits - peak - np.log(np.exp(logits - peak).sum(-1, keepdims=True))
    return scores


def _spans(window: Sequence[int], path: Sequence[int], chances: Sequence[float], loaded: Model) -> Iterator[Candidate]:
    """The names on a path. Confidence: the least probable of their characters."""

    start = 0
    for at, number in enumerate(path):
        tag = loaded.tags[number]
        if tag[0] in "BS":
            start = at
        if tag[0] in "ES":
            confidence = math.exp(min(chances[start : at + 1]))
            yield Candidate(window[start], window[at] + 1, tag[2:], loaded.name, confidence)
