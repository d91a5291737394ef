"""`plangraph load`: the graph into a database of the user's own. Each kind of database is a command of this group."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from plangraph.app.spoken import SpokenGroup

TARGETS: Mapping[str, str] = {
    "neo4j": "plangraph.app.commands.loading_neo4j",
    "sparql": "plangraph.app.commands.loading_sparql",
}
"""The module of each kind of database."""


@click.group("load", cls=SpokenGroup, modules=TARGETS, no_args_is_help=False, invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Say what there is where no kind of database is named."""
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")
