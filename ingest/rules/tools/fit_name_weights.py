"""Fits ingest/rules/name_weights.tsv, the weights of the features of names, to annotated texts. Needs numpy.

    python ingest/rules/tools/fit_name_weights.py FOLDER... [--without NAME...]

A multinomial logistic regression over `plangraph.ingest.mentions.features`, deterministic. A feature counts only if it
is seen in several documents, so that no single text's names get weight.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from plangraph.ingest.layout import front_matter, lay_out
from plangraph.ingest.mentions.areas import issuing_division
from plangraph.ingest.mentions.naming import described
from plangraph.ingest.reading import read_source

CLASSES = ("-", "Area", "Event", "Fund", "Honour", "Indicator", "Industry", "Organization", "Person", "Place",
           "Platform", "Policy", "Programme", "Project")  # fmt: skip
MARKS = "“”\"'‘’《》〈〉「」『』（）() \n\t\u3000"
DOCUMENTS = 4
PASSES = 14
DECAY = 5e-6
SMALLEST = 0.15

Example = tuple[list[str], int]


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without surrounding marks, as the gold compares spans."""
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return start, end


def examples(path: Path) -> list[Example]:
    """The stretches of one annotated text, each with its features and class."""
    view = lay_out(read_source(path))
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    wanted = {bare(view.source, m["start"], m["end"]): m["type"] for m in gold["mentions"]}
    issuer = issuing_division(front_matter(view).area)
    found: list[Example] = []
    for start, end, names in described(view.text, issuer.code if issuer else ""):
        places = [p for p in view.places[start:end] if p >= 0]
        span = bare(view.source, places[0], places[-1] + 1) if places else (0, 0)
        found.append((names, CLASSES.index(wanted.get(span, "-"))))
    return found


def fit(documents: list[list[Example]]) -> tuple[list[str], np.ndarray]:
    """Feature names and their weights, one row a feature, one column a class."""
    seen: dict[str, set[int]] = defaultdict(set)
    for number, document in enumerate(documents):
        for names, _ in document:
            for name in names:
                seen[name].add(number)
    index = {n: i for i, n in enumerate(sorted(n for n, where in seen.items() if len(where) >= DOCUMENTS), 1)}
    rows = [[index[n] for n in names if n in index] for document in documents for names, _ in document]
    labels = np.array([label for document in documents for _, label in document])
    width = max(map(len, rows))
    table = np.zeros((len(rows), width), dtype=np.int32)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    weight = np.zeros((len(index) + 1, len(CLASSES)), dtype=np.float32)
    squares = np.full_like(weight, 1e-6)
    order = np.random.default_rng(7)
    for turn in range(PASSES):
        rate = 0.12 * (1 - turn / PASSES) + 0.01
        for batch in np.array_split(order.permutation(len(rows)), max(1, len(rows) // 1024)):
            part = table[batch]
            scores = weight[part].sum(axis=1)
            scores -= scores.max(axis=1, keepdims=True)
            shares = np.exp(scores)
            shares /= shares.sum(axis=1, keepdims=True)
            shares[np.arange(len(batch)), labels[batch]] -= 1
            step = np.zeros_like(weight)
            np.add.at(step, part.ravel(), np.repeat(shares / len(batch), width, axis=0))
            step[0] = 0
            step += DECAY * weight
            squares += step**2
            weight -= rate * step / np.sqrt(squares)
            weight[0] = 0
    return ["", *index], weight


def main() -> None:
    """Reads the folders of annotated texts, but for those that are kept for measuring, and writes the weight file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME")
    given = parser.parse_args()
    paths = sorted(p for f in given.folders for p in f.glob("*.txt") if p.stem not in given.without)
    names, weight = fit([examples(p) for p in paths])
    lines = [
        "# Weights of the features of names (plangraph.ingest.mentions.features), fitted by tools/fit_name_weights.py",
        f"# on {len(paths)} annotated texts; a feature stands here only if {DOCUMENTS} documents or more have it.",
        "# First line: the classes ('-': no name). Then: feature, tab, class index:weight for each weight of note.",
        "\t".join(CLASSES),
    ]
    for name, row in zip(names, weight, strict=True):
        kept = [f"{i}:{round(float(w), 2)}" for i, w in enumerate(row) if abs(round(float(w), 2)) >= SMALLEST]
        if name and kept:
            lines.append(f"{name}\t{' '.join(kept)}")
    target = Path(__file__).resolve().parent.parent / "name_weights.tsv"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
