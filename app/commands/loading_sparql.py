"""`plangraph load sparql`: the workspace's graphs into any SPARQL store, by the Graph Store HTTP Protocol."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import click

from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand

TIMEOUT = 300.0


@click.command("sparql", cls=SpokenCommand)
@click.option("--uri", metavar="URL", required=True)
@click.option("--default-graph", "default", is_flag=True)
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=TIMEOUT)
@click.pass_obj
def command(session: Session, uri: str, default: bool, timeout: float) -> None:
    """Write every named graph, and with --default-graph the merged one; say what was written."""
    from plangraph.graph.graph_store import GraphStore
    from plangraph.graph.store_loading import load

    target = GraphStore(uri, timeout=timeout)
    workspace, reader = session.published()
    with ExitStack() as open_bars:

        def started(total: int) -> Callable[[str], None]:
            return open_bars.enter_context(session.progress(total))

        done = load(reader, workspace.identity(), target, default=default, started=started)
    session.say("load.sparql.done", graphs=done.graphs, triples=done.triples, dropped=done.dropped)
    session.say("load.sparql.merged" if done.default else "load.sparql.named", uri=uri)
