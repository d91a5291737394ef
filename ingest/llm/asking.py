"""Asks a model for one window after the other, and tries again where that may help."""

from __future__ import annotations

import time
from collections.abc import Mapping

import msgspec

from plangraph.ingest.llm.answers import Answer, read_answer
from plangraph.ingest.llm.faults import TRANSIENT, Kind, ReaderFault
from plangraph.ingest.llm.prompts import instructions, schema
from plangraph.ingest.llm.settings import LanguageModel, key
from plangraph.ingest.llm.web import Reply, post

TRIES = 3
BYTES = 2_000_000
"""A longer answer to a window is none."""
TOKENS = 4096
LONGEST_WAIT = 30.0
"""Seconds that are waited at most before a request is sent again."""
FORMS = 3
"""How much is asked for beside the words, from most to least: what a server refuses is left out from then on."""
REFUSING = (400, 422)


class Asker:
    """One report's conversation with a model. What the server refuses once is not asked for again."""

    def __init__(self, model: LanguageModel) -> None:
        self.model = model
        self._form = 0
        self._end = time.monotonic() + model.patience

    def ask(self, words: str) -> Answer:
        """The answer to a window. Raises ReaderFault."""
        tries = 0
        while True:
            try:
                return read_answer(self._completion(words), self.model.name)
            except ReaderFault as fault:
                tries += 1
                if fault.kind not in TRANSIENT or tries == TRIES:
                    raise
                pause = max(fault.wait, self.model.pause * 2 ** (tries - 1))
                time.sleep(min(pause, LONGEST_WAIT, self._left()))

    def _completion(self, words: str) -> bytes:
        """The body of a completion, asked for in the richest form that the server takes."""
        while True:
            reply = post(
                self.model.address,
                self._request(words),
                _headers(),
                limit=min(self.model.timeout, self._left()),
                most=BYTES,
            )
            if reply.status in REFUSING and self._form + 1 < FORMS:
                self._form += 1
                continue
            if reply.status != 200:
                raise ReaderFault(_kind(reply), reply.wait)
            return reply.body

    def _request(self, words: str) -> bytes:
        said = [{"role": "system", "content": instructions()}, {"role": "user", "content": words}]
        return msgspec.json.encode({"model": self.model.name, "messages": said, "stream": False, **_asked(self._form)})

    def _left(self) -> float:
        """The seconds that the report has left. Raises ReaderFault where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise ReaderFault("spent")
        return left


def _asked(form: int) -> Mapping[str, object]:
    """What is asked for beside the words."""
    if form == FORMS - 1:
        return {}
    plain = {"temperature": 0, "max_tokens": TOKENS}
    if form:
        return plain
    strict = {"name": "reading", "strict": True, "schema": schema()}
    return {**plain, "seed": 0, "response_format": {"type": "json_schema", "json_schema": strict}}


def _headers() -> Mapping[str, str]:
    try:
        secret = key()
    except ValueError as error:
        raise ReaderFault("key") from error
    sent = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "plangraph"}
    return {**sent, "Authorization": f"Bearer {secret}"} if secret else sent


def _kind(reply: Reply) -> Kind:
    """What a status other than 200 says."""
    if 300 <= reply.status < 400:
        return "redirect"
    if reply.status in (401, 403):
        return "denied"
    if reply.status == 404:
        return "not-found"
    if reply.status == 429:
        return "busy"
    return "failed" if reply.status >= 500 else "refused"
