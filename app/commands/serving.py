"""`plangraph serve`: the workspace as a SPARQL endpoint with a small JSON interface."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from plangraph.app.session import Session
from plangraph.app.spoken import SpokenCommand

PORT = 8610
TIMEOUT = 30.0
ROWS = 100_000


@click.command("serve", cls=SpokenCommand)
@click.option("--host", metavar="HOST", default="127.0.0.1")
@click.option("--port", metavar="PORT", type=click.IntRange(0, 65535), default=PORT)
@click.option("--token-file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True)
@click.option("--allow-origin", "origins", metavar="ORIGIN", multiple=True)
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=TIMEOUT)
@click.option("--rows", metavar="COUNT", type=click.IntRange(min=1), default=ROWS)
@click.pass_obj
def command(
    session: Session,
    host: str,
    port: int,
    token_file: Path | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    timeout: float,
    rows: int,
) -> int:
    """Answer SPARQL and the JSON interface until it is ended."""
    from plangraph.app.service import listening
    from plangraph.app.service.application import application
    from plangraph.app.service.workers import Workers

    rules = listening.rules_for(host, origins, hosts, listening.token_of(token_file))
    _, reader = session.published()
    with closing(listening.bound(host, port)) as bound:
        address = listening.address_of(bound)
        with closing(Workers(session.workspace, timeout, rows)) as workers:
            app = application(reader, workers, rules, session.language)
            listening.run(app, bound, lambda: session.say("serve.address", address=address))
    return 0
