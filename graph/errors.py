"""Errors that a user may see: what is wrong and what to do, in Chinese and English."""

from __future__ import annotations


class GraphError(Exception):
    """Something that a user can act on. `zh` and `en` say what is wrong and what to do; `str()` gives both."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class NoWorkspaceError(GraphError):
    """There is no workspace at the path, or it is not one that this version can open."""


class UnknownDocumentError(GraphError):
    """No report of the workspace has the id or path, or several do."""


class UnknownThingError(GraphError):
    """No thing has the IRI, and no statement the id."""


class UnknownQuestionError(GraphError):
    """The catalogue has no question of that id."""


class QueryRefusedError(GraphError):
    """The query asks for what a workspace does not do: changing it, reaching the network, other graphs."""


class QueryWrongError(GraphError):
    """The query is not valid SPARQL, or fails while it is evaluated."""


class QueryGivenUpError(QueryWrongError):
    """Valid, but the answer, or what it takes to find it, is more than is allowed."""


class ServerError(GraphError):
    """A server that the user named does not answer, not as it should, or wants credentials."""


class QueryTimeoutError(GraphError):
    """The query ran past its time limit and was stopped."""
