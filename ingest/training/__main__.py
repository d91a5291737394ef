"""`python -m plangraph.ingest.training GOLD... --output FOLDER [--unlabelled FOLDER] [--onward FOLDER]`."""

from __future__ import annotations

import argparse
import copy
import logging
from dataclasses import dataclass
from pathlib import Path

import torch

from plangraph.ingest.training import base_model, carried, distil, export, fit, masked, net, samples

log = logging.getLogger(__name__)
DEPTHS = (8, 8, 8, 8, 4)
"""Layers of the teachers in turn."""
PASSES_BEFORE_GROWTH = 2
"""How often the base model guesses hidden characters of all texts before it is grown."""


@dataclass(frozen=True, slots=True)
class _School:
    """What all lessons share: the net they begin with, windows with annotations and without, ids of the characters."""

    base: net.Net
    read: list[samples.Sample]
    genre: list[distil.Plain]
    ids: dict[str, int]
    device: torch.device
    output: Path

    def knowing(self, layers: int) -> net.Net:
        """A net of so many layers that knows the genre: learnt once, and kept in a file.

        A deeper one is grown from one that has guessed already: grown before, it never learns to guess.
        """
        kept = self.output / f"genre-{layers}.pt"
        if layers == net.BASE.layers:
            knowing, recipe = copy.deepcopy(self.base), masked.Recipe(seed=layers, passes=PASSES_BEFORE_GROWTH)
        else:
            knowing = net.grown(self.knowing(net.BASE.layers), layers, len(samples.TAGS))
            recipe = masked.Recipe(seed=layers)
        if kept.exists():
            knowing.load_state_dict(torch.load(kept, map_location="cpu"))
        else:
            masked.learn(knowing, self.genre, self.ids, recipe, self.device)
            torch.save(knowing.state_dict(), kept)
        knowing.cpu()
        return knowing

    def teacher(self, seed: int) -> net.Net:
        """One of the teachers; most are deep."""
        taught = self.knowing(DEPTHS[(seed - 1) % len(DEPTHS)])
        return fit.fit(taught, self.read, self.ids, fit.Recipe(seed=seed), self.device)

    def pupil(self, told: list[distil.Heard]) -> net.Net:
        """The net that is kept."""
        knowing = self.knowing(net.BASE.layers)
        pupil = distil.smaller(knowing, len(samples.TAGS), distil.SMALLER, self.genre, self.ids)
        pupil = distil.distil(pupil, told, self.ids, distil.Recipe(), self.device)
        pupil.cpu()
        return pupil


def main() -> None:
    """Train a net on the annotated texts of the folders, and write it: anew, or on from one that was trained before."""
    given = _arguments()
    given.output.mkdir(parents=True, exist_ok=True)
    without = frozenset(given.without)
    texts = [text for folder in given.gold for text in samples.load(folder) if text.stem not in without]
    read = list(samples.samples(texts, distil.LONGEST))
    log.info("%d texts, %d windows, %d characters", len(texts), len(read), sum(len(s.characters) for s in read))
    characters, trained = _onward(given, read) if given.onward else _anew(given, read, without)
    export.export(trained, characters, given.name, given.output)


def _onward(given: argparse.Namespace, read: list[samples.Sample]) -> tuple[tuple[str, ...], net.Net]:
    """The characters, and the net of a folder as it is after learning what readers say for some passes more."""
    characters, known = carried.taught(given.onward, fit.ONWARD.drop)
    ids = {character: number for number, character in enumerate(characters)}
    return characters, fit.fit(known, read, ids, fit.ONWARD, torch.device(given.device)).cpu()


def _anew(
    given: argparse.Namespace, read: list[samples.Sample], without: frozenset[str]
) -> tuple[tuple[str, ...], net.Net]:
    """The characters, and a smaller pupil of teachers who begin with the base model."""
    characters, state = base_model.weights(base_model.fetch(given.base))
    ids = {character: number for number, character in enumerate(characters)}
    plain = distil.unlabelled(given.unlabelled, without) if given.unlabelled else []
    log.info("%d windows without annotations, %d characters", len(plain), sum(len(p.characters) for p in plain))
    genre = plain or [distil.Plain(sample.characters, sample.half) for sample in read]
    base = net.from_base(state, len(characters), len(samples.TAGS), fit.Recipe().drop)
    school = _School(base, read, genre, ids, torch.device(given.device), given.output)
    teachers = [school.teacher(seed) for seed in range(1, given.teachers + 1)]
    told = distil.heard(teachers, [*plain, *read], ids, school.device)
    return characters, school.pupil(told)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m plangraph.ingest.training")
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated texts: NAME.txt and NAME.json")
    parser.add_argument("--output", type=Path, required=True, help="where tagger.onnx and tagger.json go")
    parser.add_argument(
        "--unlabelled", type=Path, help="a folder of texts without annotations to listen to the teacher on"
    )
    parser.add_argument("--without", nargs="*", default=[], help="names of texts to leave out, for measuring")
    parser.add_argument("--onward", type=Path, help="a folder with tagger.onnx and tagger.json to go on from")
    parser.add_argument("--base", type=Path, default=Path("build/base"), help="where the base model is kept")
    parser.add_argument("--teachers", type=int, default=5, help="how many nets the one that is kept learns from")
    parser.add_argument("--device", default="cpu", help="where to train, as torch has it: cpu, cuda")
    parser.add_argument("--name", default="tagger", help="what statements will call the model")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    return parser.parse_args()


if __name__ == "__main__":
    main()
