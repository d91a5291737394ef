"""A trained net becomes the one file that the package carries: ONNX, weights in int8."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
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
        small = Path(scratch) / "small.onnx"
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        onnx.save(without_guards(onnx.load(small)), folder / "tagger.onnx")
    about = {"name": name, "tags": TAGS, "characters": list(characters)}
    (folder / "tagger.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")


def without_guards(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model without the exporter's guards against rows that attend to nothing: no window has such a row.

    They are an eighth of the time.
    """
    nodes = model.graph.node
    makers = {output: node for node in nodes for output in node.output}
    guards = [n for n in nodes if n.op_type == "Where" and getattr(makers.get(n.input[0]), "op_type", "") == "IsNaN"]
    plain = {guard.output[0]: makers[guard.input[0]].input[0] for guard in guards}
    for node in nodes:
        for place, name in enumerate(node.input):
            node.input[place] = plain.get(name, name)
    for guard in guards:
        nodes.remove(makers[guard.input[0]])
        nodes.remove(guard)
    used = {name for node in nodes for name in node.input}
    for constant in [n for n in nodes if n.op_type == "Constant" and n.output[0] not in used]:
        nodes.remove(constant)
    onnx.checker.check_model(model)
    return model
