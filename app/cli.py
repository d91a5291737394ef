"""The command line: `plangraph COMMAND`. Each command is a module of `commands`, loaded only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from io import StringIO, TextIOWrapper
from pathlib import Path

import click

from plangraph import __version__
from plangraph.app.session import CallError, Session
from plangraph.app.spoken import SpokenGroup, explain
from plangraph.app.wording import Wording, choose_language
from plangraph.graph.errors import GraphError, QueryRefusedError, QueryWrongError

COMMANDS: Mapping[str, str] = {
    name: f"plangraph.app.commands.{module}"
    for name, module in {
        "ingest": "ingesting",
        "list": "listing",
        "show": "showing",
        "explain": "explaining",
        "query": "querying",
        "questions": "questioning",
        "related": "relating",
        "path": "connecting",
        "central": "weighing",
        "communities": "grouping",
        "problems": "problems",
        "judge": "judging",
        "view": "viewing",
        "serve": "serving",
        "export": "exporting",
        "load": "loading",
        "remove": "removing",
        "extract": "extracting",
        "evaluate": "evaluating",
    }.items()
}
DONE, NOTHING, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        sys.stdout.write(f"plangraph {__version__}\n")
        context.exit()


@click.group(cls=SpokenGroup, modules=COMMANDS, no_args_is_help=False, invoke_without_command=True)
@click.option(
    "--workspace", metavar="DIR", type=click.Path(path_type=Path, readable=False), envvar="PLANGRAPH_WORKSPACE"
)
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option("--verbose", is_flag=True)
@click.option("--quiet", is_flag=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
@click.pass_context
def program(context: click.Context, workspace: Path | None, lang: str | None, verbose: bool, quiet: bool) -> None:  # noqa: ARG001 `lang` is chosen before click runs, so that its own errors speak it too
    """Set the session up for the command that follows."""
    session = context.ensure_object(Session)
    session.workspace = workspace or Path("plangraph-data")
    session.verbose, session.quiet = verbose, quiet
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call and return its exit code: 0 done, 1 nothing found or read, 2 wrong call, 130 interrupted."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    session = Session(Path("plangraph-data"), Wording("commands", choose_language(given)))
    sys.stdout = sys.stdout or StringIO()  # closed by the caller: `>&-`
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(session, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has had enough (`| head`): nothing to say, and nothing left to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def _run(session: Session, arguments: Sequence[str] | None) -> int:
    try:
        result = program.main(arguments, prog_name="plangraph", standalone_mode=False, obj=session)
    except click.Abort:
        return _fail(session, "errors.interrupted", INTERRUPTED)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "plangraph"
        sys.stderr.write(explain(error, session.words) + "\n")
        return _fail(session, "errors.see-help", WRONG_CALL, command=command)
    except CallError as error:
        return _fail(session, error.key, error.code, **error.values)
    except GraphError as error:
        sys.stderr.write((error.zh if session.language == "zh" else error.en) + "\n")
        return WRONG_CALL if isinstance(error, QueryRefusedError | QueryWrongError) else NOTHING
    except BrokenPipeError:
        raise
    except OSError as error:
        if session.verbose:
            raise
        return _fail(session, "errors.system", NOTHING, file=error.filename or "", why=error.strerror or str(error))
    return result if isinstance(result, int) else DONE


def _fail(session: Session, key: str, code: int, **values: object) -> int:
    sys.stderr.write(session.words(key, **values) + "\n")
    return code
