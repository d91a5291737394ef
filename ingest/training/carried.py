"""The model that the package carries, as a net that can learn on: `export` the other way round.

Its weights come back as int8 left them, each off by half a step at most.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from plangraph.ingest.training.net import Net, Shape
from plangraph.ingest.training.samples import TAGS

_MATRICES = ("query", "key", "value", "o", "a", "b")
"""The matrices of a layer in the order in which they are used; behind the last layer's stands the head's."""


def taught(folder: Path, drop: float) -> tuple[tuple[str, ...], Net]:
    """(characters, net) of `tagger.onnx` and `tagger.json` in `folder`. Raises ValueError for another kind of model."""
    import onnx
    from onnx import numpy_helper

    about = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    graph = onnx.load(folder / "tagger.onnx").graph
    arrays = {each.name: torch.tensor(numpy_helper.to_array(each)) for each in graph.initializer}
    used = [node.input[1].removesuffix("_quantized") for node in graph.node if node.op_type == "MatMulInteger"]
    layers, rest = divmod(len(used), len(_MATRICES))
    if rest != 1 or tuple(about["tags"]) != TAGS:
        raise ValueError(f"{folder} holds a model of another kind")
    matrices = [_matrix(arrays, name) for name in used]
    state: dict[str, Any] = {
        "characters.weight": arrays["codes"].float() * arrays["scale"],
        "head.weight": matrices[-1],
    }
    for layer in range(layers):
        found = dict(zip(_MATRICES, matrices[layer * len(_MATRICES) :], strict=False))
        state[f"layers.{layer}.qkv.weight"] = torch.cat([found[part] for part in _MATRICES[:3]])
        state[f"layers.{layer}.qkv.bias"] = torch.cat([arrays[f"parts.{layer}.{part}.bias"] for part in range(3)])
        state |= {f"layers.{layer}.{part}.weight": found[part] for part in _MATRICES[3:]}
    state |= {name.removeprefix("net."): array for name, array in arrays.items() if name.startswith("net.")}
    net = Net(len(about["characters"]), len(TAGS), drop, Shape(layers, len(state["layers.0.a.bias"])))
    net.load_state_dict(state)
    return tuple(about["characters"]), net


def _matrix(arrays: dict[str, torch.Tensor], name: str) -> torch.Tensor:
    """The weights of a linear layer, (out, in): in the file each column has a scale of its own."""
    codes, zero, scale = (arrays[f"{name}_{part}"] for part in ("quantized", "zero_point", "scale"))
    return ((codes.float() - zero.float()) * scale).T.contiguous()
