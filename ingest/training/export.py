"""A trained net becomes the one file that the package carries: ONNX, weights in int8."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from plangraph.ingest.training.net import Net
from plangraph.ingest.training.samples import TAGS


def export(net: Net, characters: Sequence[str], name: str, folder: Path) -> None:
    """Write `tagger.onnx` and `tagger.json` (name, tags, characters) into `folder`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = torch.randint(5, 1000, (2, 33))
    axes = {0: "batch", 1: "length"}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "tagger.onnx"
        torch.onnx.export(
            net.eval(),
            (example,),
            str(whole),
            input_names=["ids"],
            output_names=["scores"],
            dynamic_axes={"ids": axes, "scores": axes},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / "tagger.onnx", weight_type=QuantType.QInt8, per_channel=True)
    about = {"name": name, "tags": TAGS, "characters": list(characters)}
    (folder / "tagger.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")
