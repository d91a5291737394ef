"""A trained net becomes the one file that the package carries: ONNX, weights in int8."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
import torch.nn.functional as F  # noqa: N812 - the name that everyone knows it by
from torch import nn

from plangraph.ingest.training.net import HEADS, WIDTH, Layer, Net
from plangraph.ingest.training.samples import TAGS

ATTENTION = "com.microsoft::MultiHeadAttention"
"""The runtime's own operator: tagging takes a twelfth less time. It takes no mask, so windows go in one by one."""


def export(net: Net, characters: Sequence[str], name: str, folder: Path) -> None:
    """Write `tagger.onnx` and `tagger.json` (name, tags, characters) into `folder`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = torch.randint(5, 1000, (1, 33))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "tagger.onnx"
        torch.onnx.export(
            Alone(net).eval(),
            (example,),
            str(whole),
            input_names=["ids"],
            output_names=["scores"],
            dynamic_axes={"ids": {1: "length"}, "scores": {1: "length"}},
            opset_version=17,
            custom_opsets={ATTENTION.partition("::")[0]: 1},
            dynamo=False,
        )
        small = folder / "tagger.onnx"
        quantize_dynamic(whole, small, ["MatMul"], per_channel=True, weight_type=QuantType.QInt8)
    onnx.checker.check_model(onnx.load(folder / "tagger.onnx"))
    about = {"name": name, "tags": TAGS, "characters": list(characters)}
    (folder / "tagger.json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")


class Alone(nn.Module):
    """A trained net as it is used: ids of one window (1, length) to its scores (1, length, tags); nothing is padded.

    The vectors of the characters are in int8 already, each with a scale of its own: one for all costs .003 of F1.
    """

    codes: torch.Tensor
    scale: torch.Tensor

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net
        self.parts = nn.ModuleList(nn.ModuleList(_thirds(layer)) for layer in net.layers)
        vectors = net.characters.weight.detach()
        self.register_buffer("scale", vectors.abs().amax(1, keepdim=True).clamp_min(1e-9) / 127)
        self.register_buffer("codes", (vectors / self.scale).round().to(torch.int8))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Scores, not normalised: those of the net for the same ids, but for rounding."""
        net = self.net
        vectors = self.codes[ids].float() * self.scale[ids]
        x = net.norm(vectors + net.positions.weight[: ids.shape[1]])
        for layer, parts in zip(net.layers, self.parts, strict=True):
            seen = _Attention.apply(*(part(x) for part in parts))
            x = layer.n1(x + layer.o(seen))
            x = layer.n2(x + layer.b(F.gelu(layer.a(x))))
        return net.head(x)


def _thirds(layer: Layer) -> list[nn.Linear]:
    """What makes queries, keys and values, each for itself: cut up beforehand, nothing is copied in use."""
    found = []
    for weight, bias in zip(layer.qkv.weight.split(WIDTH), layer.qkv.bias.split(WIDTH), strict=True):
        part = nn.Linear(WIDTH, WIDTH)
        part.weight.data, part.bias.data = weight.detach().clone(), bias.detach().clone()
        found.append(part)
    return found


class _Attention(torch.autograd.Function):
    """Attention among the characters of a window: one operator in ONNX, the usual function in torch."""

    @staticmethod
    def forward(_: Any, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:  # noqa: ANN401
        batch, length, _width = query.shape
        heads = (part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (query, key, value))
        return F.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(batch, length, WIDTH)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:  # noqa: ANN401 - the exporter's own types
        return graph.op(ATTENTION, query, key, value, num_heads_i=HEADS).setType(query.type())
