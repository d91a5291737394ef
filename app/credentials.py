"""The password of a Neo4j: from the environment, or as it is typed unseen; never from the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from plangraph.app.session import CallError, Session

if TYPE_CHECKING:
    from plangraph.graph.neo4j_connection import Address


def with_password(session: Session, address: Address) -> Address:
    """The address with its password. Raises CallError where there is none and nobody can be asked."""
    from plangraph.graph.neo4j_connection import PASSWORD_VARIABLE

    given = os.environ.get(PASSWORD_VARIABLE)
    if given is None:
        if not sys.stdin.isatty():
            raise CallError("load.neo4j.no-password", 2, variable=PASSWORD_VARIABLE)
        asked = session.words("load.neo4j.password", user=address.user, uri=address.uri)
        given = str(click.prompt(asked, hide_input=True, default="", show_default=False, err=True))
    return replace(address, password=given)
