"""A trained net taught on to a smaller one: quicker, and taught by many more texts than anybody has annotated.

The pupil begins as the teacher's first layers with the busiest of their inner units. On texts without annotations it
learns what the teacher says of each character, on annotated ones what their readers say.
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
from plangraph.ingest.training.fit import Stepper, encoded, read_loss
from plangraph.ingest.training.net import Net, Shape
from plangraph.ingest.training.samples import Sample

log = logging.getLogger(__name__)
SMALLER = Shape(layers=3, inner=1536)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was chosen, on texts left out of training."""

    shape: Shape = SMALLER
    seed: int = 1
    passes: int = 4
    rate: float = 2e-4
    batch: int = 16
    drop: float = 0.05
    average: float = 0.998
    warm_up: float = 0.03
    window: int = 254
    from_each: int = 5000
    """Characters taken from each text that is not annotated."""


LISTENING = Recipe()
"""The first run: mostly to the teacher."""
READING = Recipe(passes=3)
"""The second: every annotated text, and one in LESS of the others."""
LESS = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """A window that is not annotated, and what the teacher says of it: log probabilities, (characters, tags)."""

    characters: str
    said: torch.Tensor
    half: str = ""


Window = Sample | Heard


def unlabelled(folder: Path, recipe: Recipe, without: frozenset[str]) -> list[str]:
    """Windows of the texts below `folder`, some from each; `without`: names of texts to leave out."""
    chance = random.Random(recipe.seed)  # noqa: S311 - no secret
    taken = []
    for path in sorted(p for p in folder.rglob("*.txt") if p.stem not in without):
        view = lay_out(read_source(path))
        found = ["".join(view.text[i] for i in window.places) for window in windows(view, recipe.window)]
        chance.shuffle(found)
        taken += found[: max(1, recipe.from_each // recipe.window)]
    return taken


def smaller(teacher: Net, tags: int, recipe: Recipe, heard: Sequence[str], ids: dict[str, int]) -> Net:
    """The pupil as it begins: of each of the first layers the inner units that carry most on some of the texts."""
    busy = _busy(teacher, encoded([(each, "") for each in heard[:32]], ids))
    pupil = Net(teacher.characters.num_embeddings, tags, recipe.drop, recipe.shape)
    own = pupil.state_dict()
    for name, value in teacher.state_dict().items():
        if name in own and own[name].shape == value.shape:
            own[name].copy_(value)
        elif name in own:
            units = busy[int(name.split(".")[1])].topk(recipe.shape.inner).indices.sort().values
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


def heard(teacher: Net, taken: Sequence[str], ids: dict[str, int], batch: int = 16) -> list[Heard]:
    """What the teacher says of the windows."""
    teacher.eval()
    ordered, said = sorted(taken, key=len), []
    for start in range(0, len(ordered), batch):
        part = ordered[start : start + batch]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores = teacher(encoded([(each, "") for each in part], ids))
        chances = scores.float().log_softmax(-1).half()
        said += [Heard(each, row[LEAD : LEAD + len(each)].clone()) for each, row in zip(part, chances, strict=True)]
    return said


def distil(
    pupil: Net, annotated: Sequence[Sample], told: Sequence[Heard], ids: dict[str, int], recipe: Recipe, keep: Path
) -> Net:
    """Train `pupil` in place; returns the average over its steps, which is what to keep (also in `keep`, each pass)."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    mean = copy.deepcopy(pupil)
    optimizer = torch.optim.AdamW(pupil.parameters(), lr=recipe.rate, weight_decay=0.01, fused=True)
    total = recipe.passes * sum(1 for _ in _batches(annotated, told, recipe.batch))
    stepper = Stepper(pupil, mean, optimizer, total, recipe.warm_up, recipe.average)
    for number in range(recipe.passes):
        pupil.train()
        began, sums, counts = time.monotonic(), {True: 0.0, False: 0.0}, {True: 0, False: 0}
        for batch in _batches(annotated, told, recipe.batch):
            by_reader = isinstance(batch[0], Sample)
            sums[by_reader] += stepper.step(_loss(pupil, batch, ids))
            counts[by_reader] += 1
        told_loss, read_loss = (sums[k] / max(1, counts[k]) for k in (False, True))
        log.info("pass %d teacher %.4f readers %.4f %.0f s", number + 1, told_loss, read_loss, time.monotonic() - began)
        torch.save(mean.state_dict(), keep)
    mean.eval()
    return mean


def _batches(annotated: Sequence[Sample], told: Sequence[Heard], size: int) -> Iterator[Sequence[Window]]:
    """Windows of one kind and of about one length together; the batches in random order."""
    batches: list[Sequence[Window]] = []
    kinds: tuple[Sequence[Window], ...] = (annotated, told)
    for kind in kinds:
        order = sorted(kind, key=lambda w: len(w.characters) + random.random() * 40)  # noqa: S311
        batches += [order[i : i + size] for i in range(0, len(order), size)]
    random.shuffle(batches)
    yield from batches


def _loss(pupil: Net, batch: Sequence[Window], ids: dict[str, int]) -> torch.Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        scores = pupil(encoded([(each.characters, each.half) for each in batch], ids))
    told = [each for each in batch if isinstance(each, Heard)]
    if not told:
        return read_loss(scores.float(), [each for each in batch if isinstance(each, Sample)])
    ours = scores.float().log_softmax(-1)
    lost = [
        F.kl_div(row[LEAD : LEAD + len(each.said)], each.said.float(), log_target=True, reduction="sum")
        for row, each in zip(ours, told, strict=True)
    ]
    return torch.stack(lost).sum() / sum(len(each.said) for each in told)
