"""The models that the package carries: the trained tagger and the sentence encoder. Their cards are in `README.md`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class About:
    """The model's name, by which statements say what made them; its tags; its characters, whose place is their id."""

    name: str
    tags: tuple[str, ...]
    characters: tuple[str, ...]


@cache
def about() -> About:
    """What the model reads and says. Does not load the model."""
    row = json.loads((files(__name__) / "tagger.json").read_text(encoding="utf-8"))
    return About(row["name"], tuple(row["tags"]), tuple(row["characters"]))


def weights() -> bytes:
    """The ONNX file."""
    return (files(__name__) / "tagger.onnx").read_bytes()


@dataclass(frozen=True, slots=True)
class AboutEncoder:
    """The encoder's name, by which its vectors are kept; its pieces, whose place is their id; how many it sees."""

    name: str
    pieces: tuple[str, ...]
    positions: int


@cache
def about_encoder() -> AboutEncoder:
    """What the encoder reads. Does not load it."""
    row = json.loads((files(__name__) / "encoder.json").read_text(encoding="utf-8"))
    return AboutEncoder(row["name"], tuple(row["pieces"]), row["positions"])


def encoder_weights() -> bytes:
    """The encoder's ONNX file."""
    return (files(__name__) / "encoder.onnx").read_bytes()
