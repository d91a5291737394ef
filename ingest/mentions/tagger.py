"""The trained tagger: characters in, candidates out. One ONNX file, run on the CPU, loaded at the first report.

It sees the view's text (joined lines, no page marks) in windows of whole sentences, and gives each character one of the
tags B, I, E, S of a type, or O; only legal sequences are decoded. How it was trained: `ingest/model/README.md`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plangraph.ingest import model
from plangraph.ingest.layout.view import View
from plangraph.ingest.named import Candidate

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]

WINDOW = 190
"""Characters of a window. Shorter than in training: as good on `dev`, and a third quicker."""
BATCH = 4
SLOWER = "SkipLayerNormFusion"
"""An optimisation that costs an eighth more time than what it replaces."""
THREADS = 4
CLS, SEP, UNKNOWN, PADDING = 2, 3, 1, 0
HALF = {"actual": 1, "target": 4, "": 3}
"""The id after CLS says of which half of the report the window is: the one that looks back, or the one that plans."""
LEAD = 2
"""Ids before the first character: CLS and the half."""
FOLD = str.maketrans("“”‘’", "\"\"''")
NEVER = -1e4


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


def tag(view: View) -> list[Candidate]:
    """The names that the model sees, with its probability for the whole span as their confidence."""
    loaded = load_model()
    ordered = sorted(windows(view, WINDOW), key=lambda window: len(window.places))
    batches = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    with ThreadPoolExecutor(max_workers=min(THREADS, _cores())) as pool:
        found = [c for part in pool.map(lambda batch: _tagged(loaded, view.text, batch), batches) for c in part]
    return sorted(found, key=lambda c: c.start)


def _cores() -> int:
    """The cores that this process may use: more threads than those only get into each other's way."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tagged(loaded: Model, text: str, batch: Sequence[Window]) -> list[Candidate]:
    scores = _scores(loaded, text, batch)
    decoded = zip(batch, *_decode(scores, [len(window.places) for window in batch], loaded.tags), strict=True)
    return [c for window, path, chances in decoded for c in _spans(window.places, path, chances, loaded)]


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


def _scores(loaded: Model, text: str, batch: Sequence[Window]) -> Scores:
    """Log probabilities, shape (windows, characters, tags)."""
    import numpy as np

    longest = max(len(window.places) for window in batch)
    ids = np.full((len(batch), longest + LEAD + 1), PADDING, np.int64)
    for row, window in zip(ids, batch, strict=True):
        inner = [loaded.ids.get(text[i].lower().translate(FOLD), UNKNOWN) for i in window.places]
        row[: len(inner) + LEAD + 1] = [CLS, HALF[window.half], *inner, SEP]
    logits = loaded.session.run(None, {"ids": ids})[0][:, LEAD:-1]
    peak = logits.max(-1, keepdims=True)
    scores: Scores = logits - peak - np.log(np.exp(logits - peak).sum(-1, keepdims=True))
    return scores


@dataclass(frozen=True, slots=True)
class _Moves:
    """Which tags may follow which: B and I of a type go on to its I or E, all others to O, B or S."""

    free: list[int]
    """Numbers of the tags after which a name may begin: O, E and S."""
    opening: list[int]
    begin: list[int]
    inside: list[int]
    end: list[int]


@lru_cache(maxsize=1)
def _moves(tags: tuple[str, ...]) -> _Moves:
    kinds = sorted({tag[2:] for tag in tags if tag != "O"})
    free, opening = ([i for i, tag in enumerate(tags) if tag[0] in places] for places in ("OES", "OBS"))
    begin, inside, end = ([tags.index(f"{place}-{kind}") for kind in kinds] for place in "BIE")
    return _Moves(free, opening, begin, inside, end)


def _decode(scores: Scores, lengths: Sequence[int], tags: tuple[str, ...]) -> tuple[list[list[int]], list[list[float]]]:
    """The best legal path of each window (Viterbi, all windows at once), and the log probability at each character."""
    import numpy as np

    moves = _moves(tags)
    free, begin, inside = (np.array(numbers) for numbers in (moves.free, moves.begin, moves.inside))
    goes_on = [*moves.inside, *moves.end]
    best = np.full(scores[:, 0].shape, NEVER, np.float32)
    best[:, moves.opening] = scores[:, 0, moves.opening]
    back = np.zeros((scores.shape[1], *best.shape), np.int16)
    finals = {1: best}
    for step in range(1, scores.shape[1]):
        left = free[best[:, free].argmax(1)]
        within = np.where(best[:, begin] >= best[:, inside], begin, inside)
        back[step][:, moves.opening] = left[:, None]
        back[step][:, goes_on] = np.concatenate([within, within], 1)
        best = np.take_along_axis(best, back[step].astype(np.int64), 1) + scores[:, step]
        finals[step + 1] = best
    ways = [_way(back[:, row], free, finals[length][row], length) for row, length in enumerate(lengths)]
    chances = [[float(scores[row, i, t]) for i, t in enumerate(way)] for row, way in enumerate(ways)]
    return ways, chances


def _way(back: npt.NDArray[np.int16], free: npt.NDArray[np.int64], last: Scores, length: int) -> list[int]:
    """The path that leads to the best tag with which a window may end."""
    way = [int(free[last[free].argmax()])]
    for step in range(length - 1, 0, -1):
        way.append(int(back[step, way[-1]]))
    return way[::-1]


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
