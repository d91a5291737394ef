"""The trained model that the package carries. Its card is `README.md` beside it."""

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
