"""`python -m plangraph.ingest.training GOLD... --output FOLDER [--unlabelled FOLDER] [--base FOLDER] [--name NAME]`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch

from plangraph.ingest.training import base_model, distil, export, fit, net, samples

log = logging.getLogger(__name__)


def main() -> None:
    """Train a teacher on the annotated texts of the folders, a smaller pupil on it and on them, and write the pupil."""
    given = _arguments()
    given.output.mkdir(parents=True, exist_ok=True)
    characters, state = base_model.weights(base_model.fetch(given.base))
    ids = {character: number for number, character in enumerate(characters)}
    texts = [text for folder in given.gold for text in samples.load(folder)]
    data = list(samples.samples(texts))
    log.info("%d texts, %d windows, %d characters", len(texts), len(data), sum(len(s.characters) for s in data))
    recipe = fit.Recipe()
    whole = net.from_base(state, len(characters), len(samples.TAGS), recipe.drop)
    teacher = fit.fit(whole, data, ids, recipe)
    torch.save(teacher.state_dict(), given.output / "teacher.pt")
    pupil = _pupil(teacher, texts, ids, given)
    export.export(pupil, characters, given.name, given.output)


def _pupil(teacher: net.Net, texts: list[samples.Annotated], ids: dict[str, int], given: argparse.Namespace) -> net.Net:
    first, last = distil.LISTENING, distil.READING
    data = list(samples.samples(texts, first.window))
    taken = [s.characters for s in data]
    if given.unlabelled:
        taken = distil.unlabelled(given.unlabelled, first, frozenset(given.without))
    told = distil.heard(teacher, taken, ids)
    log.info("%d windows without annotations, %d characters", len(told), sum(len(h.characters) for h in told))
    pupil = distil.smaller(teacher, len(samples.TAGS), first, taken, ids)
    keep = given.output / "pupil.pt"
    pupil = distil.distil(pupil, data, told, ids, first, keep)
    return distil.distil(pupil, data, told[:: distil.LESS], ids, last, keep)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m plangraph.ingest.training")
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated texts: NAME.txt and NAME.json")
    parser.add_argument("--output", type=Path, required=True, help="where tagger.onnx and tagger.json go")
    parser.add_argument(
        "--unlabelled", type=Path, help="a folder of texts without annotations to listen to the teacher on"
    )
    parser.add_argument("--without", nargs="*", default=[], help="names of texts of that folder to leave out")
    parser.add_argument("--base", type=Path, default=Path("build/base"), help="where the base model is kept")
    parser.add_argument("--name", default="tagger", help="what statements will call the model")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    return parser.parse_args()


if __name__ == "__main__":
    main()
