"""A model's answers at the border: what servers wrap them in, and the proposals in them, each checked by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from plangraph.ingest.llm.faults import ReaderFault

MOST = 400
"""Proposals of a kind that one window may bring: its text has room for no more names."""
THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
"""What some models say to themselves before they answer."""
Surface = Annotated[str, Meta(min_length=1, max_length=150)]
T = TypeVar("T")


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    model: str = ""


class _Listed(msgspec.Struct):
    mentions: list[msgspec.Raw] = []
    relations: list[msgspec.Raw] = []


class MentionItem(msgspec.Struct, frozen=True):
    """A name: characters of the window, a type of the ontology, and which of their places is meant (0: each)."""

    surface: Surface
    type: str
    occurrence: Annotated[int, Meta(ge=0, le=10_000)] = 0


class RelationItem(msgspec.Struct, frozen=True):
    """A relation between two surfaces (`subject` '' for who speaks), and the clause that states it."""

    subject: Annotated[str, Meta(max_length=150)]
    predicate: str
    object: Surface
    evidence: Annotated[str, Meta(min_length=1, max_length=1500)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model proposes for a window. `malformed`: items that are none; `surplus`: more than anyone asked for."""

    model: str
    mentions: tuple[MentionItem, ...]
    relations: tuple[RelationItem, ...]
    malformed: int = 0
    surplus: int = 0


def read_answer(body: bytes, asked: str) -> Answer:
    """The proposals in the body of a completion. `asked`: the model's name where the endpoint does not give it.

    Raises ReaderFault: `not-json`, `cut-off` or `empty`.
    """
    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ReaderFault("not-json") from error
    if not completion.choices or not (completion.choices[0].message.content or "").strip():
        raise ReaderFault("empty")
    choice = completion.choices[0]
    listed = _listed(choice.message.content or "", choice.finish_reason == "length")
    mentions, bad = _checked(listed.mentions, MentionItem)
    relations, worse = _checked(listed.relations, RelationItem)
    surplus = max(len(listed.mentions) - MOST, 0) + max(len(listed.relations) - MOST, 0)
    return Answer(completion.model or asked, mentions, relations, bad + worse, surplus)


def _listed(content: str, cut: bool) -> _Listed:
    """The object in what the model says, which may think aloud before it and fence it."""
    said = THOUGHT.sub("", content)
    start, end = said.find("{"), said.rfind("}") + 1
    try:
        return msgspec.json.decode(said[start:end].encode("utf-8", "surrogatepass"), type=_Listed)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ReaderFault("cut-off" if cut else "not-json") from error


def _checked(items: list[msgspec.Raw], kind: type[T]) -> tuple[tuple[T, ...], int]:
    """The items that are of a kind, and how many are not."""
    found: list[T] = []
    for raw in items[:MOST]:
        try:
            found.append(msgspec.json.decode(raw, type=kind))
        except (msgspec.DecodeError, RecursionError):
            continue
    return tuple(found), min(len(items), MOST) - len(found)
