"""What each value of a sentence is about, and what that is a property of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plangraph.ingest.quantities.forms import Found
from plangraph.ingest.quantities.words import (
    cleaned,
    completed,
    is_relative,
    paired,
    pattern,
    split_at_verb,
    verb_of,
    without_lead,
    without_link,
)

CLAUSE = "，；。：！？,;:!?\n"
ENDS = re.compile(r"[，；。：、！？,;!?\n]")
BETWEEN = re.compile(r"(?:[、和及与]|以及|,)?")
ITEMS = re.compile(r"、|以及|和|及|与")
SCOPE = re.compile(r"全[省市国区县州球盟疆旗]|[东西中]部|世界|[一-龥]{2,4}(?:地区|城市)")
SHARED = re.compile(r"(?:均|各|都|双双|双)[一-龥]{0,4}$")
DISTRIBUTED = re.compile(r"(?:分别|依次|各自)(.*)$")


@dataclass(frozen=True, slots=True)
class About:
    """What a value is about. `left`: the words before the value in its clause, which tell its kind.

    `of`: a counted thing that the value is a property of (65个“攻城拔寨”项目), or ''. `start`, `end`: where in the line
    the name was read, for finding entities there.
    """

    name: str
    left: str
    right: str
    of: str
    start: int
    end: int


@dataclass(slots=True)
class _Reader:
    """Reads the abouts of one line from left to right; `topic` is what the last value was about."""

    text: str
    found: Sequence[Found]
    topic: str = ""

    def read(self) -> list[tuple[Found, About]]:
        out: list[tuple[Found, About]] = []
        at = 0
        while at < len(self.found):
            run = self._run(at)
            out += self._of_run(at, run) if run > 1 else self._of_one(at)
            at += run
        return out

    def _run(self, at: int) -> int:
        """How many values from `at` on stand side by side with nothing but a mark between them."""
        run, first = 1, self.found[at]
        while at + run < len(self.found):
            before, after = self.found[at + run - 1], self.found[at + run]
            twin = before.reach == after.reach != (-1, -1)
            beside = after.start >= before.end and BETWEEN.fullmatch(self.text[before.end : after.start])
            if not twin and not (beside and after.form == first.form and after.unit[-1:] == first.unit[-1:]):
                break
            run += 1
        return run

    def _of_run(self, at: int, run: int) -> list[tuple[Found, About]]:
        """Values side by side: one for each item of the enumeration before them, or both ends of a range."""
        members = self.found[at : at + run]
        whole = self._about(at, at + run - 1)
        if all(m.reach == members[0].reach != (-1, -1) for m in members):
            return [(m, whole) for m in members]
        base = cleaned(DISTRIBUTED.sub("", whole.left)) or self._clause_before(whole.start) or whole.name
        items = _items(base, run)
        names = completed(items) if items else [whole.name] * run
        return [(m, replace(whole, name=name, right="")) for m, name in zip(members, names, strict=True)]

    def _of_one(self, at: int) -> list[tuple[Found, About]]:
        """One value, which may hold for every item of the enumeration before it (各3家, 均超90%)."""
        m, whole = self.found[at], self._about(at)
        shared = SHARED.search(whole.left)
        indicators = m.unit in ("%", "位") and not whole.right
        if not shared and not indicators:
            return [(m, whole)]
        base = cleaned(whole.left[: shared.start()] if shared else whole.left) or self._clause_before(whole.start)
        items = _items(base, None)
        if items is None:
            return [(m, whole)]
        names = completed(items)
        if not shared and not all(pattern("head").search(name) for name in names):
            return [(m, whole)]
        tail = whole.name[whole.name.rfind("全") :] if m.form in ("rank", "first", "top") and "全" in whole.name else ""
        return [(m, replace(whole, name=name + tail)) for name in names]

    def _bounds(self, at: int, last: int) -> tuple[int, int]:
        """The start of the words before value `at`, and the end of those after value `last`, within the clause."""
        start, end = self.found[at].start, self.found[last].end
        low = max(self.text.rfind(mark, 0, start) for mark in CLAUSE) + 1
        if at:
            low = max(low, self.found[at - 1].end)
        stop = ENDS.search(self.text, end)
        high = stop.start() if stop else len(self.text)
        if last + 1 < len(self.found):
            high = min(high, max(end, self.found[last + 1].start))
        return min(low, start), high

    def _clause_before(self, start: int) -> str:
        """What the clause before the one that begins at `start` speaks of, if it holds no value of its own."""
        if not start or self.text[start - 1] not in "，,：:":
            return ""
        low = max(self.text.rfind(mark, 0, start - 1) for mark in CLAUSE) + 1
        if any(low < m.end <= start for m in self.found):
            return ""
        clause = cleaned(self.text[low : start - 1])
        return pattern("state").sub("", clause)

    def _about(self, at: int, last: int | None = None) -> About:
        """The about of value `at`; `last` is the end of its run, if it heads one."""
        last = at if last is None else last
        m = self.found[at]
        low, high = self._bounds(at, last)
        left, right = self.text[low : m.start], self.text[self.found[last].end : high]
        of = ""
        if at and low == self.found[at - 1].end and left and not ENDS.match(left):
            counted, led = split_at_verb(left)
            if led:
                before = self.found[at - 1]
                of = paired(self.text[before.start : before.end] + counted)
                left, low = led, low + len(counted)
        if last + 1 < len(self.found) and high == self.found[last + 1].start and right:
            right, led = split_at_verb(right)
            if not led:
                right = right.rstrip("和及与、")
        name = self._named(m, left, right) or self._clause_before(low) or cleaned(left + right) or paired(left + right)
        if name and m.form not in ("rank", "first", "top", "streak"):
            self.topic = name
        return About(name, left, right, of, low, high)

    def _named(self, m: Found, left: str, right: str) -> str:
        if m.form in ("rank", "first", "top"):
            return self._rank(m, left)
        if m.form == "streak":
            after = ENDS.split(self.text[m.end :], 1)[0]
            base = cleaned(left)
            base = self.topic + base if not base or is_relative(base) else base
            return (
                f"{base}连续{cleaned(after)}"
                if self.text[m.start : m.end].startswith(("连续", "已连续"))
                else base + after
            )
        if m.unit in ("%", "个百分点", "百分点", "倍", "番", "成", "") and not re.match(
            r"的|[一-龥]*(?:机构|企业|村|户)", right
        ):
            return self._measured(left)
        return self._counted(left, right)

    def _rank(self, m: Found, left: str) -> str:
        base = cleaned(left)
        if not base or is_relative(without_lead(left)):
            base = self.topic + without_link(base)
        scope = SCOPE.search(self.text[m.start : m.end])
        return f"{base}{scope.group() if scope else ''}排名"

    def _measured(self, left: str) -> str:
        """An indicator before its value: what is left of the words before it, or the topic."""
        bare = without_lead(left)
        base = cleaned(left)
        if not base:
            return self.topic
        if is_relative(bare) and self.topic:
            if bare.startswith("占"):
                return f"{self.topic}{base}" + ("" if re.search(r"比重|比例|占比|份额", base) else "比重")
            return self.topic if re.match(r"[比较]|同比|环比|可比|增长|年均", bare) else self.topic + base
        return base

    def _counted(self, left: str, right: str) -> str:
        """A counted thing: its verb before, its noun before or after the value."""
        base = cleaned(pattern("examples").sub("", left))
        after = cleaned(right.removeprefix("的"))
        if not base and not after:
            return self.topic
        if base and not after and is_relative(without_lead(left)) and self.topic:
            return self.topic + base
        if base and not after and not verb_of(base) and self.topic and left[:1] in ("、", "和", "及"):
            return verb_of(self.topic) + base
        return base + after


def _items(base: str, wanted: int | None) -> list[str] | None:
    """The items of an enumeration, if it has as many as wanted (two or more where that is open), else None."""
    for mark in (ITEMS, re.compile("、")):
        items = [cleaned(i) for i in mark.split(base)]
        if all(items) and (len(items) == wanted if wanted else len(items) > 1):
            return items
    return None


def abouts(text: str, found: Sequence[Found]) -> list[tuple[Found, About]]:
    """What each value of a line is about, in order; a value that holds for several things comes once for each.

    `name` is '' where the line does not say what is measured.
    """
    return _Reader(text, found).read()
