"""What a Cypher query asks for is known by its terminals, before anything is evaluated."""

from __future__ import annotations

import contextlib

import kglite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.graph.cypher_words import PROCEDURES, refuse_unsafe, tokens
from plangraph.graph.errors import QueryRefusedError

REFUSED = (
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "LOAD"),
    ("load csv with headers from '/etc/passwd' as row return row", "LOAD"),
    ("LOAD // as if\n CSV FROM '/etc/passwd' AS row RETURN row", "LOAD"),
    ("LOAD FROM '/etc/passwd' RETURN *", "LOAD"),
    ("MATCH (n) WITH n LOAD CSV FROM n.name AS row RETURN row", "LOAD"),
    ("CREATE (:Area {name: 'x'})", "CREATE"),
    ("MERGE (n:Area {name: 'x'}) RETURN n", "MERGE"),
    ("MATCH (n) SET n.name = 'x'", "SET"),
    ("MATCH (n) SET n:Place", "SET"),
    ("MATCH (n) REMOVE n.name", "REMOVE"),
    ("MATCH (n) DETACH DELETE n", "DETACH"),
    ("MATCH (n) // 'quote\nDELETE n", "DELETE"),
    ("RETURN 'a\\\\' CREATE (:A) //'", "CREATE"),
    ("RETURN \"a'\" CREATE (:A) //'", "CREATE"),
    ("RETURN 1.CREATE", "CREATE"),
    ("MATCH (a)-[*1..CREATE]->(b) RETURN a", "CREATE"),
    ("FOREACH (x IN [1] | SET x.a = 1)", "FOREACH"),
    ("INSERT (:Area)", "INSERT"),
    ("DROP INDEX x", "DROP"),
    ("MATCH (n) RETURN n FORMAT CSV", "FORMAT"),
    ("EXPLAIN MATCH (n) RETURN n", "EXPLAIN"),
    ("MATCH (n) RETURN n; MATCH (m) RETURN m", ";"),
    ("CALL db.cdc.enable()", "DB.CDC.ENABLE"),
    ("CALL apoc.load.json({url: 'file:///etc/passwd'})", "APOC.LOAD.JSON"),
    ("CALL `apoc`.`load`.`json`({url: 'x'}) YIELD value RETURN value", "apoc.load.json"),
    ("MATCH (n) CALL db.node_embeddings.drop({}) RETURN n", "DB.NODE_EMBEDDINGS.DROP"),
    ("MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n", "SET"),
    ("CALL", "CALL"),
)

ALLOWED = (
    "MATCH (n:Area {name: 'LOAD CSV FROM x'}) RETURN n.name",
    'MATCH (n) WHERE n.name = "CREATE (:A)" RETURN n',
    "MATCH (n:Load)-[r:SET|DELETE]->(m) RETURN n.set, n . create, $merge",
    "MATCH (n) RETURN n.name AS `create` ORDER BY `create`",
    "MATCH (n) RETURN n // DELETE n",
    "MATCH (n) RETURN 'it\\'s DELETE' AS x;",
    "MATCH (n) CALL { WITH n MATCH (n)-->(m) RETURN count(m) AS c } RETURN n.name, c",
    "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS c } RETURN n.name, c",
    "CALL pagerank() YIELD node, score RETURN node.name, score",
    "CALL db . labels() YIELD label RETURN label",
    "UNWIND range(1, 3) AS x RETURN x",
    "MATCH (a)-[*1..3]->(b) RETURN a, b",
)


@pytest.mark.parametrize(("query", "word"), REFUSED)
def test_changes_files_and_foreign_procedures_are_refused(query: str, word: str) -> None:
    with pytest.raises(QueryRefusedError) as refused:
        refuse_unsafe(query)
    if word != ";":
        assert word in refused.value.zh
        assert word in refused.value.en


@pytest.mark.parametrize("query", ALLOWED)
def test_words_in_strings_comments_and_names_are_no_keywords(query: str) -> None:
    refuse_unsafe(query)


@given(st.text(st.sampled_from("'\"`\\/*\n a;CREATE{}")))
def test_every_character_but_space_and_comment_is_in_a_terminal(query: str) -> None:
    found = "".join(token.text for token in tokens(query))
    assert len(found) <= len(query)
    if "/" not in query:
        assert len(found) == len("".join(query.split())) or any(quote in query for quote in "'\"`")


@given(st.text(st.sampled_from("'\"`\\/ \n\r\t*.:|$;(){}[]0aN"), max_size=12))
def test_the_engine_sees_no_keyword_that_the_lexer_took_for_something_else(wrapping: str) -> None:
    """Whatever stands around it: a change that passes the lexer must not be one for the engine."""
    query = f"RETURN 1 AS x {wrapping} CREATE (:Made) {wrapping[::-1]}"
    try:
        refuse_unsafe(query)
    except QueryRefusedError:
        return
    graph = kglite.KnowledgeGraph()
    with contextlib.suppress(kglite.KgError):
        graph.cypher(query)
    assert graph.node_types == []


def test_the_procedures_that_may_be_called_only_read() -> None:
    known = {row["name"].upper(): row["mode"] for row in kglite.KnowledgeGraph().cypher("SHOW PROCEDURES").to_list()}
    assert {name: known.get(name) for name in PROCEDURES} == dict.fromkeys(PROCEDURES, "READ")
