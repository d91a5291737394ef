"""The training loop: AdamW with linear decay, bfloat16, an average over the steps; seeds fixed, figures logged."""

from __future__ import annotations

import copy
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch
import torch.nn.functional as F  # noqa: N812 - the name that everyone knows it by

from plangraph.ingest.mentions.tagger import CLS, FOLD, HALF, LEAD, SEP, UNKNOWN
from plangraph.ingest.training.net import Net
from plangraph.ingest.training.samples import Sample

log = logging.getLogger(__name__)
NO_TAG = -100  # what cross_entropy leaves out


class Window(Protocol):
    """A stretch of text, with the half of its report."""

    @property
    def characters(self) -> str:
        """Without white space."""

    @property
    def half(self) -> str:
        """As `Sentence.modality` has it."""


_W = TypeVar("_W", bound=Window)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was chosen, on texts left out of training. `push`: how far (in the length of all embeddings of a window) a
    step moves them against the net, which learns each window both ways: worth two points of F1 on texts not seen."""

    seed: int = 1
    passes: int = 7
    rate: float = 1e-4
    head_rate: float = 1e-3
    batch: int = 16
    drop: float = 0.1
    push: float = 1.0
    average: float = 0.995
    warm_up: float = 0.06


ONWARD = Recipe(passes=2, head_rate=1e-4, average=0.997)
"""For a net that knows the names already, head and all."""


def fit(net: Net, data: Sequence[Sample], ids: dict[str, int], recipe: Recipe, device: torch.device) -> Net:
    """Train `net` in place; returns the average over its steps, which is what to keep."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    net.to(device).train()
    mean = copy.deepcopy(net)
    body = [p for name, p in net.named_parameters() if not name.startswith("head.")]
    groups = [{"params": body, "lr": recipe.rate}, {"params": net.head.parameters(), "lr": recipe.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = recipe.passes * -(-len(data) // recipe.batch)
    stepper = Stepper(net, mean, optimizer, total, recipe.warm_up, recipe.average)
    for number in range(recipe.passes):
        began, loss_sum = time.monotonic(), 0.0
        for batch in by_length(data, recipe.batch):
            loss_sum += stepper.step(_loss(net, batch, ids, recipe.push, device))
        log.info("pass %d loss %.4f %.0f s", number + 1, loss_sum * recipe.batch / len(data), time.monotonic() - began)
    mean.eval()
    return mean


class Stepper:
    """One step after another: down the slope at the rate of the schedule, and the average moved along."""

    def __init__(
        self, net: Net, mean: Net, optimizer: torch.optim.Optimizer, total: int, warm_up: float, average: float
    ) -> None:
        self.net, self.mean, self.optimizer, self.average, self.done = net, mean, optimizer, average, 0
        self.schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: rate_at(n, total, warm_up))

    def step(self, loss: torch.Tensor) -> float:
        """Take a step by this loss; returns it as a number."""
        self.done += 1
        stepping(loss, self.net, self.optimizer, self.schedule)
        mix(self.mean, self.net, min(self.average, (1 + self.done) / (10 + self.done)))
        return float(loss.detach())


def stepping(
    loss: torch.Tensor,
    net: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """One step down the slope of a loss."""
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    schedule.step()


def rate_at(step: int, total: int, warm_up: float) -> float:
    """What part of the full rate step number `step` of `total` goes at: up, then down in a line."""
    return min(1.0, (step + 1) / (warm_up * total)) * max(0.02, 1 - step / total)


def half_precision(device: torch.device) -> torch.autocast:
    """bfloat16 for what can do with it."""
    return torch.autocast(device.type, torch.bfloat16)


def by_length(data: Sequence[_W], size: int) -> Iterator[Sequence[_W]]:
    """Windows of about one length together, so that little is padding; the batches in random order."""
    order = sorted(data, key=lambda window: len(window.characters) + random.random() * 60)  # noqa: S311 - no secret
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    random.shuffle(batches)
    yield from batches


def read_loss(scores: torch.Tensor, batch: Sequence[Sample]) -> torch.Tensor:
    """How far the scores of the tags are from what the readers say."""
    wanted = torch.full(scores.shape[:2], NO_TAG)
    for row, sample in zip(wanted, batch, strict=True):
        row[LEAD : LEAD + len(sample.tags)] = torch.tensor(sample.tags)
    return F.cross_entropy(scores.flatten(0, 1), wanted.flatten().to(scores.device), ignore_index=NO_TAG)


def _loss(net: Net, batch: Sequence[Sample], ids: dict[str, int], push: float, device: torch.device) -> torch.Tensor:
    """The loss of a batch; where it is pushed, its slope there is added to that of the net already."""
    given = encoded(batch, ids).to(device)
    embedded = net.characters(given)
    with half_precision(device):
        scores = net.scored(embedded, given)
    loss = read_loss(scores.float(), batch)
    if push:
        embedded.retain_grad()
        loss.backward()
        slope = embedded.grad
        if slope is None:
            raise RuntimeError("no slope at the embeddings")
        moved = push * slope / (slope.norm(dim=(1, 2), keepdim=True) + 1e-9)
        with half_precision(device):
            scores = net.scored(net.characters(given) + moved, given)
        loss = read_loss(scores.float(), batch)
    return loss


def encoded(texts: Sequence[Window], ids: dict[str, int]) -> torch.Tensor:
    """Ids of windows, each with its half of the report: (windows, longest + 3), padded with zeros."""
    given = torch.zeros(len(texts), max(len(text.characters) for text in texts) + LEAD + 1, dtype=torch.long)
    for row, text in zip(given, texts, strict=True):
        inner = [ids.get(c.lower().translate(FOLD), UNKNOWN) for c in text.characters]
        row[: len(inner) + LEAD + 1] = torch.tensor([CLS, HALF[text.half], *inner, SEP])
    return given


def mix(mean: Net, net: Net, keep: float) -> None:
    """Move the average towards where the net is now."""
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            old.mul_(keep).add_(new, alpha=1 - keep)
