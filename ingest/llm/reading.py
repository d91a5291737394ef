"""A report read by a language model, window by window: its proposals, how they fared, and what it did not read."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from plangraph.ingest.llm.answers import Answer, RelationItem
from plangraph.ingest.llm.asking import Asker
from plangraph.ingest.llm.faults import HOPELESS, TOLD, Kind, ReaderFault
from plangraph.ingest.llm.grounding import Closed, Grounding, Refusal
from plangraph.ingest.llm.prompts import asked
from plangraph.ingest.llm.relating import Relating
from plangraph.ingest.llm.settings import LanguageModel
from plangraph.ingest.llm.windows import Window, windows
from plangraph.ingest.mentions.fusion import core
from plangraph.ingest.named import Candidate, NamedText
from plangraph.ingest.pipeline import extract_file
from plangraph.ingest.relations.claims import Claim
from plangraph.ingest.tally import Assisted, Tally
from plangraph.ingest.worker import LIMITS, STOPPED, Limits, run_isolated
from plangraph.ontology.records import (
    READER,
    LocalKey,
    Problem,
    Quantity,
    Stage,
    Statement,
    bilingual,
    quotation,
)

GIVING_UP = 3
"""Windows in a row without an answer after which a report is not asked about further."""
LONGEST_NAME = 80
SHOWN = 24
"""Characters of a window by which a problem names it."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """A window with its answer, and the rule's id that names the model."""

    closed: Closed
    relations: tuple[RelationItem, ...]
    groups: tuple[tuple[Candidate, ...], ...]
    rule: str


class Reading:
    """What a model proposes for one report: the proposals of `plangraph.ingest.proposals`.

    `ask` gives the answer to a window's words, or raises ReaderFault.
    """

    def __init__(self, ask: Callable[[str], Answer], named: NamedText, figures: Sequence[Statement]) -> None:
        self._ask = ask
        self._view = named.view
        self._answered: list[_Answered] = []
        self._failed: list[tuple[Window, Kind]] = []
        self._refused = Counter[Refusal]()
        self._proposed = self._accepted = 0
        places = {
            place
            for figure in figures
            if isinstance(figure.object, Quantity)
            for span in figure.object.passage
            for place in range(span.start, span.end)
        }
        self._read(Grounding(named, places))

    @property
    def name(self) -> str:
        """The model's name as its first answer gave it, '' where there was none."""
        return self._answered[0].rule if self._answered else ""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """The names that stand in the text."""
        return [c for answered in self._answered for group in answered.groups for c in group]

    def claims(self, named: NamedText) -> Sequence[Claim]:
        """The relations whose ends and words stand in the text, now that names are settled. To be called once."""
        text = named.view.text
        standing = {(*core(text, m.start, m.end), m.key.type) for m in named.mentions}
        relating = Relating(named)
        found: dict[tuple[LocalKey, str, LocalKey | Stage, int], Claim] = {}
        for answered in self._answered:
            kept = sum(
                any((*core(text, c.start, c.end), c.type) in standing for c in group) for group in answered.groups
            )
            self._accepted += kept
            self._refused["outweighed"] += len(answered.groups) - kept
            for item in answered.relations:
                claims = relating.claims(answered.closed, item, answered.rule)
                if isinstance(claims, str):
                    self._refused[claims] += 1
                    continue
                new = {(c.subject, c.predicate, c.object, c.start): c for c in claims}
                if new.keys() <= found.keys():
                    self._refused["twice"] += 1
                else:
                    self._accepted += 1
                    found |= new
        return tuple(found.values())

    def problems(self, document: str, source: str) -> Sequence[Problem]:
        """The windows that were not read: those in a row that failed for one reason are one problem."""
        found: list[Problem] = []
        for kind, run in groupby(self._failed, key=lambda failed: failed[1]):
            failed = [window for window, _ in run]
            start = failed[0].start
            passage = self._view.locate(start, min(failed[0].end, start + SHOWN))
            zh, _, en = TOLD[kind].partition("\n")
            detail = bilingual(f"从这里起 {len(failed)} 段：{zh}", f"{len(failed)} parts from here on: {en}")
            text = quotation(self._view.source, passage)
            found.append(Problem(document, source, "model-failed", text, passage, detail))
        return found

    def tally(self) -> Tally:
        """How the proposals fared. Whole once `claims` has been called."""
        return Tally(
            windows=len(self._answered) + len(self._failed),
            failed=len(self._failed),
            proposed=self._proposed,
            accepted=self._accepted,
            refused=tuple(sorted((reason, count) for reason, count in self._refused.items() if count)),
            faults=tuple(sorted(Counter(TOLD[kind] for _, kind in self._failed).items())),
            models=tuple(sorted({answered.rule.removeprefix(READER) for answered in self._answered})),
        )

    def _read(self, grounding: Grounding) -> None:
        waiting = deque(windows(self._view))
        silent = 0
        while waiting:
            window = waiting.popleft()
            try:
                answer = self._ask(asked(self._view, window))
            except ReaderFault as fault:
                halves = window.halves()
                if fault.kind == "cut-off" and len(halves) > 1:
                    waiting.extendleft(reversed(halves))
                    continue
                silent += 1
                self._failed.append((window, fault.kind))
                if fault.kind in HOPELESS or silent == GIVING_UP:
                    self._failed += [(left, fault.kind if fault.kind in HOPELESS else "given-up") for left in waiting]
                    return
                continue
            silent = 0
            self._take(window, answer, grounding)

    def _take(self, window: Window, answer: Answer, grounding: Grounding) -> None:
        closed, rule = Closed(self._view, window), rule_of(answer.model)
        grounded = grounding.names(closed, answer.mentions, rule)
        self._proposed += len(answer.mentions) + len(answer.relations) + answer.malformed + answer.surplus
        self._refused.update(grounded.refused)
        self._refused["malformed"] += answer.malformed
        self._refused["surplus"] += answer.surplus
        self._answered.append(_Answered(closed, answer.relations, grounded.groups, rule))


def rule_of(model: str) -> str:
    """The id under which statements say by which model they were made: `llm.` and its name, tamed."""
    return READER + (re.sub(r"[^A-Za-z0-9._/:@-]", "_", model)[:LONGEST_NAME] or "unnamed")


def read_file(path: Path, model: LanguageModel) -> Assisted:
    """Read one report with a model beside rules and tagger. Raises ReadError for a file that cannot be read."""
    readings: list[Reading] = []

    def reader(named: NamedText, figures: Sequence[Statement]) -> Reading:
        readings.append(Reading(Asker(model).ask, named, figures))
        return readings[0]

    extraction = extract_file(path, reader)
    return Assisted(extraction, readings[0].tally())


def read_isolated(path: Path, model: LanguageModel) -> Assisted | Problem:
    """`read_file` in a process of its own. A report whose process dies is read once more, without the model.

    Raises WorkerError if no process can be started.
    """
    limits = Limits(2 * LIMITS.seconds + model.patience, LIMITS.memory)
    result = run_isolated(path, partial(read_file, model=model), limits)
    if isinstance(result, Assisted) or result.reason not in STOPPED:
        return result
    plain = run_isolated(path)
    if isinstance(plain, Problem):
        return plain
    lost = Problem(plain.document.id, plain.document.source, "model-failed", detail=TOLD["lost"])
    tally = Tally(windows=1, failed=1, faults=((TOLD["lost"], 1),))
    return Assisted(replace(plain, problems=(*plain.problems, lost)), tally)
