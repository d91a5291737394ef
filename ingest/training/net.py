"""The network: BERT, 512 wide, post-norm, with one linear layer that scores the tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the name that everyone knows it by
from torch import nn

WIDTH, HEADS, POSITIONS = 512, 8, 512


@dataclass(frozen=True, slots=True)
class Shape:
    """How deep the network is, and how wide inside its feed-forward parts."""

    layers: int = 4
    inner: int = 2048


BASE = Shape()
"""The base model's."""


class Layer(nn.Module):
    """Self-attention and feed-forward, each with its residual and norm."""

    def __init__(self, inner: int) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.a, self.b = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, drop: float) -> torch.Tensor:
        """`x`: (batch, length, width); `mask`: (batch, 1, 1, length), true where there is a character."""
        batch, length, _ = x.shape
        query, key, value = (
            part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in self.qkv(x).split(WIDTH, -1)
        )
        # No dropout inside attention: that falls back to a slow path on the CPU.
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.n1(x + F.dropout(self.o(seen), drop, self.training))
        return self.n2(x + F.dropout(self.b(F.gelu(self.a(x))), drop, self.training))


class Net(nn.Module):
    """Character ids (batch, length) to scores of tags (batch, length, tags). Id 0 is padding."""

    def __init__(self, characters: int, tags: int, drop: float = 0.1, shape: Shape = BASE) -> None:
        super().__init__()
        self.characters, self.positions = nn.Embedding(characters, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape.inner) for _ in range(shape.layers))
        self.head = nn.Linear(WIDTH, tags)
        self.drop = drop

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Scores, not normalised."""
        return self.scored(self.characters(ids), ids)

    def scored(self, embedded: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        """Scores of characters whose embeddings are given: (batch, length, width)."""
        return self.head(F.dropout(self.understood(embedded, ids), self.drop, self.training))

    def understood(self, embedded: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        """What the last layer makes of them: (batch, length, width)."""
        x = F.dropout(self.norm(embedded + self.positions.weight[: ids.shape[1]]), self.drop, self.training)
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, self.drop)
        return x


def from_base(state: dict[str, Any], characters: int, tags: int, drop: float) -> Net:
    """A net with the base model's weights and a new head."""
    net = Net(characters, tags, drop)
    loaded = net.load_state_dict({k: torch.tensor(v) for k, v in state.items()}, strict=False)
    if set(loaded.missing_keys) != {"head.weight", "head.bias"} or loaded.unexpected_keys:
        raise ValueError(f"the base model has other weights than expected: {loaded}")
    return net


def grown(net: Net, layers: int, tags: int) -> Net:
    """A deeper net: each layer of the given one stands several times in a row. To be trained on before it is of use."""
    deeper = Net(net.characters.num_embeddings, tags, net.drop, Shape(layers))
    own, given = deeper.state_dict(), net.state_dict()
    for name, value in own.items():
        part = name.split(".")
        if part[0] == "layers":
            part[1] = str(int(part[1]) * len(net.layers) // layers)
        if part[0] != "head":
            value.copy_(given[".".join(part)])
    return deeper
