"""What each value of a sentence is about, and what that is a property of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.sharing import (
    counted_things,
    each_of,
    in_all,
    same_bound,
    without_examples,
)
from plangraph.ingest.quantities.vocabulary import unit_class
from plangraph.ingest.quantities.words import (
    cleaned,
    completed,
    is_relative,
    items_of,
    paired,
    pattern,
    split_at_verb,
    verb_of,
    without_lead,
)

CLAUSE = "，；。：！？,;:!?\n"
ENDS = re.compile(r"[，；。：、！？,;!?\n]")
BETWEEN = re.compile(r"(?:[、和及与,:：∶]|以及)?")
RANKS = ("rank", "first", "top")
WRAPPED = re.compile(r"“[^“”]*”|（[^（）]*）|\([^()]*\)|《[^《》]*》")
OF_MULTIPLE = re.compile(r"是[^是]{1,14}的倍数$")
"""What the name of a multiple ends with, as it is made here."""


@dataclass(frozen=True, slots=True)
class About:
    """What a value is about. `left`: the words before the value in its clause, which tell its kind.

    `cue`: the same for a value that is one of several, with its own name in place of the enumeration.
    `of`: a counted thing that the value is a property of (65个“攻城拔寨”项目), or ''. `start`, `end`: where in the line
    the name was read, for finding entities there.
    """

    name: str
    left: str
    right: str
    of: str
    start: int
    end: int
    cue: str = ""


@dataclass(slots=True)
class _Reader:
    """Reads the abouts of one line from left to right; `topic` is what the last value was about."""

    text: str
    found: Sequence[Found]
    names: Sequence[tuple[int, int]]
    topic: str = ""
    said: list[tuple[Found, About]] = field(default_factory=list)
    masked: str = field(init=False)

    def __post_init__(self) -> None:
        self.masked = WRAPPED.sub(lambda found: "囗" * len(found.group()), self.text)

    def read(self) -> list[tuple[Found, About]]:
        at = 0
        while at < len(self.found):
            run = self._run(at)
            self.said += self._of_run(at, run) if run > 1 else self._of_one(at)
            at += run
        return [self._lent(at) for at in range(len(self.said))]

    def _lent(self, at: int) -> tuple[Found, About]:
        """Value `at`, with the name of the next count where it has no own one (12类45件民生实事)."""
        m, about = self.said[at]
        n, after = self.said[min(at + 1, len(self.said) - 1)]
        counts = m.form == n.form == "number" and unit_class(m.unit) == unit_class(n.unit) == "count"
        bare = not about.right and about.name == verb_of(about.name)
        if not counts or not bare or n.start < m.end or self.text[m.end : n.start] not in ("", "、"):
            return m, about
        return m, replace(about, name=about.name + after.name.removeprefix(about.name))

    def _run(self, at: int) -> int:
        """How many values from `at` on stand side by side with nothing but a mark between them."""
        run, first = 1, self.found[at]
        low, _ = self._bounds(at, at)
        parted = pattern("respective").search(self.text, low, first.start)
        while at + run < len(self.found):
            before, after = self.found[at + run - 1], self.found[at + run]
            twin = before.reach == after.reach != (-1, -1)
            beside = after.start >= before.end and BETWEEN.fullmatch(self.text[before.end : after.start])
            alike = parted or (after.form == first.form and after.unit[-1:] == first.unit[-1:])
            reached = pattern("reached").match(self.text, after.start, after.low)
            summed = reached and pattern("added").search(self.text, 0, first.start)
            if not twin and (summed or not (beside and alike)):
                break
            run += 1
        return run

    def _of_run(self, at: int, run: int) -> list[tuple[Found, About]]:
        """Values side by side: one for each item of the enumeration before them, or both ends of a range."""
        members = self.found[at : at + run]
        whole = self._about(at, at + run - 1)
        if all(m.reach == members[0].reach != (-1, -1) for m in members):
            return [(m, whole) for m in members]
        parted = pattern("distributed").search(whole.left)
        if parted:
            members = same_bound(members)
        base = cleaned(pattern("compared").sub("", pattern("distributed").sub("", whole.left)))
        before = [] if base else self._values_before(whole.start)
        named = base or self._clause_before(whole.start) or whole.name
        items = before if len(before) == run else each_of(named, run) or completed(items_of(named, run) or [])
        names = self._with_rank(members[0], items) if items else [whole.name] * run
        owners = counted_things(self.text, self.found[:at], whole.start, run) if whole.of else None
        tail = parted.group() if parted and items else ""
        return [
            (m, replace(whole, name=name, right="", cue=name + tail if tail else "", of=owner))
            for m, name, owner in zip(members, names, owners or [whole.of] * run, strict=True)
        ]

    def _of_one(self, at: int) -> list[tuple[Found, About]]:
        """One value, which may hold for every item of the enumeration before it (各3家, 均超90%)."""
        m, whole = self.found[at], self._about(at)
        shared = pattern("shared").search(whole.left)
        own = m.form in RANKS and pattern("shared-rank").match(self.text, m.start)
        if not shared and not own and (m.unit not in ("%", "位") or whole.right):
            return [(m, whole)]
        base = cleaned(whole.left[: shared.start()] if shared else whole.left)
        items = self._values_before(whole.start) if (shared or own) and not base else None
        items = items or items_of(base or self._clause_before(whole.start), None)
        if items is None or len(items) < 2:
            return [(m, whole)]
        if not shared and not own and not all(pattern("head").search(item) for item in items):
            return [(m, whole)]
        names = [self.topic + item if is_relative(item) and self.topic else item for item in completed(items)]
        tail = whole.left[shared.start() :] if shared else ""
        named = self._with_rank(m, names)
        return [(m, replace(whole, name=name, cue=name + tail if tail else "")) for name in named]

    def _with_rank(self, m: Found, names: list[str]) -> list[str]:
        """The names as those of ranks, where the value is one."""
        return [f"{name}{self._scope(m)}排名" for name in names] if m.form in RANKS else names

    def _scope(self, m: Found) -> str:
        scope = pattern("scope").search(self.text[m.start : m.end])
        return scope.group() if scope else ""

    def _bounds(self, at: int, last: int) -> tuple[int, int]:
        """The start of the words before value `at`, and the end of those after value `last`, within the clause."""
        start, end = self.found[at].start, self.found[last].end
        text = self.text if self.masked[start] == "囗" else self.masked
        low = max(text.rfind(mark, 0, start) for mark in CLAUSE) + 1
        if at and self.found[at - 1].end > low:
            low = self.found[at - 1].end
            mark = text.find("、", low, start)
            low = mark + 1 if mark > low else low
        stop = ENDS.search(text, end)
        while stop and stop.group() == "、" and self._listed(text, stop.end(), end):
            stop = ENDS.search(text, stop.end())
        high = stop.start() if stop else len(text)
        if last + 1 < len(self.found):
            high = min(high, max(end, self.found[last + 1].start))
        return min(low, start), high

    def _listed(self, text: str, at: int, start: int) -> bool:
        """Whether what follows a 、 at `at` still belongs to the thing counted before it: no value, no new verb."""
        stop = ENDS.search(text, at)
        end = stop.start() if stop else len(text)
        more = text[at:end]
        valued = any(start <= m.start < end for m in self.found if m.start > start)
        return bool(more) and at > start + 1 and not valued and not verb_of(more) and not is_relative(more)

    def _clause_before(self, start: int) -> str:
        """What the clause before the one that begins at `start` speaks of, if it holds no value of its own."""
        low = self._start_before(start)
        if low < 0 or any(low < m.end <= start for m in self.found):
            return ""
        clause = cleaned(self.text[low : start - 1])
        return pattern("state").sub("", clause)

    def _values_before(self, start: int) -> list[str]:
        """What the values of the clause before the one that begins at `start` are about."""
        low = self._start_before(start)
        if low < 0:
            return []
        plain = [(m.start, about.name) for m, about in self.said if m.start < start and m.form not in RANKS]
        near = list(dict.fromkeys(name for at, name in plain if at >= low))
        return near if len(near) > 1 else list(dict.fromkeys(name for _, name in plain))

    def _start_before(self, start: int) -> int:
        if not start or self.text[start - 1] not in "，,：:":
            return -1
        return max(self.masked.rfind(mark, 0, start - 1) for mark in CLAUSE) + 1

    def _about(self, at: int, last: int | None = None) -> About:
        """The about of value `at`; `last` is the end of its run, if it heads one."""
        last = at if last is None else last
        m = self.found[at]
        low, high = self._bounds(at, last)
        left, right = self.text[low : m.start], self.text[self.found[last].end : high]
        of = ""
        if at and low == self.found[at - 1].end and left and not ENDS.match(left):
            counted, led = split_at_verb(left)
            if led or re.search(r"[和及与]$", counted) or (right and len(counted) < 3 and not verb_of(counted)):
                of = self._counted_before(at, counted) if led else ""
                left, low = led, low + len(counted)
        if last + 1 < len(self.found) and high == self.found[last + 1].start and right:
            right, led = split_at_verb(right)
            if not led:
                right = re.sub(r"(?:以及|[和及与、])(?:[^和及与、]*等)?$", "", right)
        left = without_examples(left, low, self.names)
        name = self._named(m, left, right) or self._clause_before(low) or cleaned(left + right) or paired(left + right)
        if name and m.form not in RANKS:
            self.topic = OF_MULTIPLE.sub("", name) if m.form != "streak" else cleaned(left) or self.topic
        return About(name, left, right, of, low, high)

    def _counted_before(self, at: int, counted: str) -> str:
        """The counted thing before value `at` (65个“攻城拔寨”项目), unless it is only whom something is done for."""
        before = self.found[at - 1]
        given = pattern("given").search(self.text, max(0, before.start - 1), before.start)
        if not counted or given or unit_class(before.unit) not in ("count", "persons"):
            return ""
        return paired(self.text[before.start : before.end] + cleaned(counted))

    def _named(self, m: Found, left: str, right: str) -> str:
        if m.form in RANKS:
            base = paired(pattern("rank").sub("", pattern("note").sub("", without_lead(left))))
            if not base or is_relative(base):
                base = (self.topic or self._clause_before(m.start - len(left))) + base
            return f"{base}{self._scope(m)}排名"
        if m.form == "streak":
            return self._streak(m, left)
        if m.unit == "倍" and (multiple := pattern("multiple").search(left)):
            return f"{self._measured(left[: multiple.start()])}是{multiple['of']}的倍数"
        if not right and not without_lead(left) and pattern("reached").match(self.text, m.start, m.low):
            return pattern("fresh").sub("", self.topic)
        part = m.unit in ("%", "个百分点", "百分点", "倍", "番", "成", "")
        grows = left and pattern("growing").match(right)
        if part and (grows or not pattern("whose").match(right)):
            return self._measured(left)
        return self._counted(left, right)

    def _streak(self, m: Found, left: str) -> str:
        after = pattern("held").sub("", ENDS.split(self.text[m.end :], 1)[0])
        base = cleaned(left)
        base = self.topic + base if not base or is_relative(base) else base
        return f"{base}{'连续' if '连续' in self.text[m.start : m.end] else ''}{after}"

    def _measured(self, left: str) -> str:
        """An indicator before its value: what is left of the words before it, or the topic."""
        bare = without_lead(left)
        base = cleaned(left)
        if not base:
            return self.topic
        if is_relative(bare) and self.topic:
            if bare.startswith("占"):
                return f"{self.topic}{base}" + ("" if pattern("share").search(base) else "比重")
            return self.topic if pattern("related").match(bare) else self.topic + base
        return base

    def _counted(self, left: str, right: str) -> str:
        """A counted thing: its verb before, its noun before or after the value."""
        bare = without_lead(pattern("examples").sub("", left) or (left.removesuffix("等") if not right else ""))
        total = pattern("total").fullmatch(bare)
        if total and self.topic and not right:
            return in_all(self.topic, total)
        base = bare if bare and bare == verb_of(bare) else cleaned(bare)
        after = "" if pattern("landmark").match(right) else cleaned(right.removeprefix("的"))
        if not after and (not base or (pattern("related").match(bare) and is_relative(bare))):
            return self.topic
        if base and not after and is_relative(without_lead(left)) and self.topic:
            return self.topic + base
        adds = left[:1] in ("、", "和", "及") and not base.startswith("总")
        if base and not after and not verb_of(base) and self.topic and adds:
            return verb_of(self.topic) + base
        return base + after


def abouts(text: str, found: Sequence[Found], names: Sequence[tuple[int, int]] = ()) -> list[tuple[Found, About]]:
    """What each value of a line is about, in order; a value that holds for several things comes once for each.

    `names` are the spans of names in the line. `name` is '' where the line does not say what is measured.
    """
    return _Reader(text, found, names).read()
