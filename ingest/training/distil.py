"""Trained nets taught on to a smaller one: quicker, and taught by many more texts than anybody has annotated.

The pupil begins as the first layers of the base model with the busiest of their inner units. On texts without
annotations it learns what the teachers say of each character, on average; on annotated ones half that, half what their
readers say. Alone it comes out as good as its teachers together.
"""

from __future__ import annotations

import copy
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - the name that everyone knows it by

from plangraph.ingest.layout import lay_out
from plangraph.ingest.mentions.tagger import LEAD, windows
from plangraph.ingest.reading import read_source
from plangraph.ingest.training.fit import Stepper, Window, by_length, encoded, half_precision, read_loss
from plangraph.ingest.training.net import Net, Shape
from plangraph.ingest.training.samples import Sample

log = logging.getLogger(__name__)
SMALLER = Shape(layers=3, inner=1536)
LONGEST = 254
"""Characters of a window."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was chosen, on texts left out of training. `read`: how often an annotated window comes in a pass."""

    seed: int = 1
    passes: int = 14
    rate: float = 5e-4
    batch: int = 64
    drop: float = 0.05
    read: int = 2
    average: float = 0.999
    warm_up: float = 0.03


@dataclass(frozen=True, slots=True)
class Plain:
    """A window that is not annotated."""

    characters: str
    half: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A window, and what the teachers say of it: log probabilities, (characters, tags), in half precision."""

    window: Plain | Sample
    said: torch.Tensor

    @property
    def characters(self) -> str:
        """Those of the window."""
        return self.window.characters

    @property
    def half(self) -> str:
        """That of the window."""
        return self.window.half


def unlabelled(folder: Path, without: frozenset[str]) -> list[Plain]:
    """The windows of the texts below `folder`; `without`: names of texts to leave out."""
    taken = []
    for path in sorted(p for p in folder.rglob("*.txt") if p.stem not in without):
        view = lay_out(read_source(path))
        found = windows(view, LONGEST)
        taken += [Plain("".join(view.text[i] for i in window.places), window.half) for window in found]
    return taken


def smaller(net: Net, tags: int, shape: Shape, texts: Sequence[Window], ids: dict[str, int]) -> Net:
    """The pupil as it begins: of each of the first layers the inner units that carry most on some of the texts."""
    busy = _busy(net, encoded(texts[:64], ids))
    pupil = Net(net.characters.num_embeddings, tags, net.drop, shape)
    own = pupil.state_dict()
    for name, value in net.state_dict().items():
        if name in own and own[name].shape == value.shape:
            own[name].copy_(value)
        elif name in own:
            units = busy[int(name.split(".")[1])].topk(shape.inner).indices.sort().values
            own[name].copy_(value[units] if ".a." in name else value[:, units])
    return pupil


def _busy(teacher: Net, given: torch.Tensor) -> list[torch.Tensor]:
    """How much each inner unit of each layer adds to what goes on."""
    found: list[torch.Tensor] = []
    hooks = [
        layer.b.register_forward_pre_hook(
            lambda module, seen: found.append(seen[0].abs().mean((0, 1)) * module.weight.norm(dim=0))
        )
        for layer in teacher.layers
    ]
    with torch.no_grad():
        teacher.eval()(given)
    for hook in hooks:
        hook.remove()
    return found


def heard(
    teachers: Sequence[Net],
    texts: Sequence[Plain | Sample],
    ids: dict[str, int],
    device: torch.device,
    batch: int = 64,
) -> list[Heard]:
    """What the teachers say of the windows: the mean of their probabilities."""
    ordered, said = sorted(texts, key=lambda text: len(text.characters)), []
    for start in range(0, len(ordered), batch):
        part = ordered[start : start + batch]
        given = encoded(part, ids).to(device)
        with torch.no_grad(), half_precision(device):
            each = torch.stack([teacher.eval()(given).float().softmax(-1) for teacher in teachers])
        chances = each.mean(0).clamp_min(1e-9).log().half().cpu()
        rows = zip(part, chances, strict=True)
        said += [Heard(text, row[LEAD : LEAD + len(text.characters)].clone()) for text, row in rows]
    return said


def distil(pupil: Net, told: Sequence[Heard], ids: dict[str, int], recipe: Recipe, device: torch.device) -> Net:
    """Train `pupil` in place; returns the average over its steps, which is what to keep."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    pupil.drop = recipe.drop
    pupil.to(device).train()
    mean = copy.deepcopy(pupil)
    optimizer = torch.optim.AdamW(pupil.parameters(), lr=recipe.rate, weight_decay=0.01, fused=True)
    total = recipe.passes * sum(1 for _ in _batches(told, recipe))
    stepper = Stepper(pupil, mean, optimizer, total, recipe.warm_up, recipe.average)
    for number in range(recipe.passes):
        began, losses = time.monotonic(), list[float]()
        for batch in _batches(told, recipe):
            losses.append(stepper.step(_loss(pupil, batch, ids, device)))
        mean_loss = sum(losses) / len(losses)
        log.info("distil: pass %d loss %.4f %.0f s", number + 1, mean_loss, time.monotonic() - began)
    mean.eval()
    return mean


def _batches(told: Sequence[Heard], recipe: Recipe) -> Iterator[Sequence[Heard]]:
    """Windows of one kind and of about one length together; the batches in random order."""
    annotated = [each for each in told if isinstance(each.window, Sample)]
    plain = [each for each in told if not isinstance(each.window, Sample)]
    batches = list(by_length(plain, recipe.batch))
    for _ in range(recipe.read):
        batches += by_length(annotated, recipe.batch)
    random.shuffle(batches)
    yield from batches


def _loss(pupil: Net, batch: Sequence[Heard], ids: dict[str, int], device: torch.device) -> torch.Tensor:
    with half_precision(device):
        scores = pupil(encoded(batch, ids).to(device))
    ours = scores.float().log_softmax(-1)
    lost = [
        F.kl_div(row[LEAD : LEAD + len(each.said)], each.said.float().to(device), log_target=True, reduction="sum")
        for row, each in zip(ours, batch, strict=True)
    ]
    apart = torch.stack(lost).sum() / sum(len(each.said) for each in batch)
    read = [each.window for each in batch if isinstance(each.window, Sample)]
    return (apart + read_loss(scores.float(), read)) / 2 if read else apart
