"""Words of a query: keywords are seen wherever they are keywords, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.graph.errors import QueryRefusedError
from plangraph.graph.prefixes import PREFIXES
from plangraph.graph.sparql_words import refuse_unsafe, tokens

KEYWORDS = ("SERVICE", "LOAD", "INSERT", "DELETE", "DROP", "CLEAR", "CREATE", "ADD", "MOVE", "COPY")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def refused(query: str) -> bool:
    try:
        refuse_unsafe(query, (), PREFIXES)
    except QueryRefusedError:
        return True
    return False


@settings(deadline=None)
@given(texts, st.sampled_from(KEYWORDS))
def test_a_keyword_in_a_string_is_none(text: str, keyword: str) -> None:
    inside = "".join(c for c in text if c not in "'\"\\\r\n")
    for quote in ("'", '"', "'''", '"""'):
        assert not refused(f"SELECT * {{ ?s ?p {quote}{inside} {keyword} {inside}{quote} }}")


@settings(deadline=None)
@given(texts, st.sampled_from(KEYWORDS))
def test_a_keyword_in_a_comment_or_iri_is_none(text: str, keyword: str) -> None:
    comment = "".join(c for c in text if c not in "\\\r\n")
    assert not refused(f"ASK {{ # {comment} {keyword}\n }}")
    iri = "".join(c for c in text if c not in '<>"{}|^`\\' and c > " ")
    assert not refused(f"ASK {{ ?s ?p <http://example.org/{iri}{keyword}> }}")


@settings(deadline=None)
@given(texts, st.sampled_from(KEYWORDS), st.sampled_from([" ", "\n", "\t", ".", "}", "{", ";", ")", ",", "#\n", ""]))
def test_a_keyword_after_anything_that_has_ended_is_seen(text: str, keyword: str, between: str) -> None:
    inside = "".join(c for c in text if c not in "'\"\\\r\n<>")
    for ended in (
        f"'{inside}'",
        f'"{inside}"',
        f"'''{inside}'''",
        "<http://example.org/x>",
        "?x ",
        "1 ",
        "1.5 ",
        "true ",
        "}",
    ):
        assert refused(f"SELECT * {{ ?s ?p {ended}{between}{keyword} <http://example.org/> {{ }} }}")
        assert refused(f"SELECT * {{ ?s ?p {ended}{between}{keyword.lower()} <http://example.org/> {{ }} }}")


@settings(deadline=None)
@given(texts.filter(lambda text: "#" not in text))
def test_every_character_is_looked_at(text: str) -> None:
    shown = "".join(f"<{token.text}>" if token.kind == "iri" else token.text for token in tokens(text))
    assert bare(shown) == bare(text)


def bare(text: str) -> str:
    """Without white space, in capitals: words come so."""
    return "".join(c for c in text if c not in " \t\r\n").upper()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?s", ["variable"]),
        ("$变量1", ["variable"]),
        ("plan:assists", ["name"]),
        (":x", ["name"]),
        ("plan:", ["name"]),
        ("doc:a.b", ["name"]),
        ("doc:a.", ["name", "other"]),
        ("id:Area\\/440104", ["name"]),
        ("<http://example.org/#a>", ["iri"]),
        ("?a<?b", ["variable", "other", "variable"]),
        ("'it\\'s'", ["string"]),
        ('"""a "quoted" word"""', ["string"]),
        ("'open", ["other", "word"]),
        ("# all\nASK", ["word"]),
        ("'a'@en-GB", ["string", "other"]),
        ("1.5e3", ["other"]),
        ("_:b1", ["other"]),
        ("\\u0041", ["other", "word"]),
    ],
)
def test_terminals(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


@pytest.mark.parametrize("escape", ["\\uD800", "\\UFFFFFFFF"])
def test_an_escape_that_is_no_character_is_refused(escape: str) -> None:
    with pytest.raises(QueryRefusedError, match="no character"):
        refuse_unsafe(f"ASK {{ ?s ?p '{escape}' }}", (), PREFIXES)


def test_a_graph_is_known_by_any_of_its_names() -> None:
    graph = "https://w3id.org/plangraph/doc/abc"
    for name in (f"<{graph}>", "doc:abc"):
        refuse_unsafe(f"SELECT * FROM {name} {{ ?s ?p ?o }}", {graph}, PREFIXES)
        refuse_unsafe(f"SELECT * from named {name} {{ ?s ?p ?o }}", {graph}, PREFIXES)
    with pytest.raises(QueryRefusedError):
        refuse_unsafe("SELECT * FROM <https://elsewhere.example/g> { ?s ?p ?o }", {graph}, PREFIXES)
