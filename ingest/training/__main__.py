"""`python -m plangraph.ingest.training GOLD_DIR... --output FOLDER [--base FOLDER] [--name NAME]`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from plangraph.ingest.training import base_model, export, fit, net, samples


def main() -> None:
    """Train on the annotated texts of the folders, and write the model."""
    parser = argparse.ArgumentParser(prog="python -m plangraph.ingest.training")
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated texts: NAME.txt and NAME.json")
    parser.add_argument("--output", type=Path, required=True, help="where tagger.onnx and tagger.json go")
    parser.add_argument("--base", type=Path, default=Path("build/base"), help="where the base model is kept")
    parser.add_argument("--name", default="tagger", help="what statements will call the model")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    characters, state = base_model.weights(base_model.fetch(given.base))
    texts = [text for folder in given.gold for text in samples.load(folder)]
    data = list(samples.samples(texts))
    logging.info("%d texts, %d windows, %d characters", len(texts), len(data), sum(len(s.characters) for s in data))
    recipe = fit.Recipe()
    ids = {character: number for number, character in enumerate(characters)}
    trained = fit.fit(net.from_base(state, len(characters), len(samples.TAGS), recipe.drop), data, ids, recipe)
    given.output.mkdir(parents=True, exist_ok=True)
    export.export(trained, characters, given.name, given.output)


if __name__ == "__main__":
    main()
