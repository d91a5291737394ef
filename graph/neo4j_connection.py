"""A Neo4j server that a user names: how it is reached, and what to do where it is not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from neo4j import READ_ACCESS, Driver, GraphDatabase
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
)

from plangraph.graph.errors import QueryWrongError, ServerError

SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""What an address may begin with; `+s` is encrypted, `+ssc` encrypted with a certificate that nobody vouches for."""

USER: Final = "neo4j"
PASSWORD_VARIABLE: Final = "NEO4J_PASSWORD"  # noqa: S105 the name of a variable

PATIENCE: Final = 10.0
"""Seconds that a server may take to answer at all."""


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a server. `database`: '' for the one that the server gives the user by default."""

    uri: str
    password: str = field(repr=False)
    user: str = USER
    database: str = ""


def read_address(uri: str, *, user: str = "", database: str = "") -> Address:
    """An address as a user writes it, still without its password: `neo4j://[USER@]HOST[:PORT][/DATABASE]`.

    Raises QueryWrongError for what is no address of Neo4j, or holds a password.
    """
    try:
        parts = urlsplit(uri)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        raise _no_address(uri) from None
    if parts.password is not None:
        raise QueryWrongError(
            f"地址里不能写密码。请把它放在环境变量 {PASSWORD_VARIABLE} 里，或在提示时输入。",
            f"An address takes no password. Put it into the environment variable {PASSWORD_VARIABLE}, or give it when "
            "you are asked.",
        )
    path = unquote(parts.path.strip("/"))
    if scheme not in SCHEMES or not host or parts.query or parts.fragment or "/" in path:
        raise _no_address(uri)
    place = f"[{host}]" if ":" in host else host
    bare = f"{scheme}://{place}" if port is None else f"{scheme}://{place}:{port:d}"
    return Address(bare, "", user or unquote(parts.username or "") or USER, database or path)


def _no_address(uri: str) -> QueryWrongError:
    known = " ".join(f"{scheme}://" for scheme in SCHEMES)
    return QueryWrongError(
        f"{uri} 不是 Neo4j 的地址。应像 neo4j://127.0.0.1:7687 或 neo4j+s://主机:7687；可用的开头：{known}。",
        f"{uri} is no address of Neo4j. It looks like neo4j://127.0.0.1:7687 or neo4j+s://HOST:7687; "
        f"it may begin with {known}.",
    )


def connect(address: Address) -> Driver:
    """A driver that has spoken to the server once. Raises ServerError; the caller closes it."""
    # What the driver and the server remark goes into errors, not onto a user's screen.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with explained(address):
        driver = GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            connection_timeout=PATIENCE,
            connection_acquisition_timeout=2 * PATIENCE,
            user_agent="plangraph",
            notifications_min_severity="OFF",
        )
        try:
            with driver.session(database=address.database or None, default_access_mode=READ_ACCESS) as session:
                _refuse_other(address, session.run("RETURN 1").consume().server.agent)
        except BaseException:
            driver.close()
            raise
    return driver


def _refuse_other(address: Address, agent: str) -> None:
    """Another product that speaks the same protocol, or a Neo4j before 5, knows other Cypher."""
    name, _, version = agent.partition("/")
    major = version.partition(".")[0]
    if name != "Neo4j" or not major.isdecimal() or int(major) < 5:
        raise ServerError(
            f"{address.uri} 上是 {agent}，不是 Neo4j 5 或更新的版本。请给出 Neo4j 5 的地址。",
            f"{address.uri} is {agent}, not Neo4j 5 or newer. Give the address of a Neo4j 5.",
        )


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Say what to do about a server that cannot be used. Errors of a query itself pass as they are."""
    try:
        yield
    except (AuthError, Forbidden) as error:
        raise _refused(address, error) from error
    except ServiceUnavailable as error:
        raise _unreachable(address, error) from error
    except ClientError as error:
        if "DatabaseNotFound" in (error.code or ""):
            raise _no_database(address) from error
        raise
    except (DriverError, ConfigurationError, OSError) as error:
        raise _unreachable(address, error) from error


def _refused(address: Address, error: Neo4jError) -> ServerError:
    if isinstance(error, Forbidden):
        return ServerError(
            f"{address.uri} 不许用户 {address.user} 这样做：{_first(error)}。请换有权读写和建索引的用户（--user）。",
            f"{address.uri} does not let the user {address.user} do this: {_first(error)}. Use one who may read and "
            "write data and make indexes (--user).",
        )
    if "RateLimit" in (error.code or ""):
        return ServerError(
            f"密码错了太多次，{address.uri} 暂时不再接受。请等半分钟，再用正确的密码。",
            f"Too many wrong passwords: {address.uri} takes none for now. Wait half a minute and give the right one.",
        )
    if "CredentialsExpired" in (error.code or ""):
        return ServerError(
            f"用户 {address.user} 的密码必须先改：在 Neo4j 里运行 ALTER CURRENT USER SET PASSWORD。",
            f"The password of the user {address.user} has to be changed first: run ALTER CURRENT USER SET PASSWORD in "
            "Neo4j.",
        )
    return ServerError(
        f"{address.uri} 不接受用户 {address.user} 的密码。请检查 --user 和环境变量 {PASSWORD_VARIABLE}。",
        f"{address.uri} does not take this password of the user {address.user}. Check --user and the environment "
        f"variable {PASSWORD_VARIABLE}.",
    )


def _no_database(address: Address) -> ServerError:
    return ServerError(
        f"{address.uri} 上没有数据库 {address.database}。不给 --database 即用默认的数据库；SHOW DATABASES 列出全部。",
        f"{address.uri} has no database {address.database}. Without --database the default one is used; SHOW DATABASES "
        "lists them.",
    )


def _unreachable(address: Address, error: Exception) -> ServerError:
    return ServerError(
        f"连不上 {address.uri}：{_first(error)}。请检查主机、端口（Bolt 通常是 7687，不是浏览器用的 7474）、"
        "服务器是否已启动，以及是否要加密（neo4j+s://）。",
        f"{address.uri} cannot be reached: {_first(error)}. Check the host, the port (Bolt is mostly 7687, not 7474, "
        "which is for browsers), that the server runs, and whether it wants encryption (neo4j+s://).",
    )


def _first(error: Exception) -> str:
    """The first line of a complaint, without its full stop."""
    said = getattr(error, "message", None) or str(error)
    return (str(said).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
