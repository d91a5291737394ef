"""Commands whose help and errors speak the user's language: click's own words give way to `texts/commands.toml`."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping
from typing import Any

import click

from plangraph.app.session import CallError, Session
from plangraph.app.wording import Wording


class SpokenCommand(click.Command):
    """A command whose help stands in the texts: `help`, `examples`, and one text for each argument and option."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, words_of(ctx)("headings.usage") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, and its examples."""
        words, key = words_of(ctx), text_key(self, ctx)
        formatter.write_paragraph()
        formatter.write(words(f"{key}.help") + "\n")
        with formatter.section(words("headings.examples")):
            for line in words(f"{key}.examples").splitlines():
                formatter.write(" " * formatter.current_indent + line + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments and options, each with its text."""
        rows = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            name = record[0] if record else parameter.make_metavar(ctx)
            rows.append((name, option_text(self, parameter, ctx)))
        with formatter.section(words_of(ctx)("headings.options")):
            formatter.write_dl(rows)


class SpokenGroup(SpokenCommand, click.Group):
    """A group that loads a command's module only when it is called. `modules`: command name -> module."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 click's own
        super().__init__(*args, **kwargs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """The commands in the order in which the help shows them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 click's signature
        """The command of a name, loaded now, or None."""
        if cmd_name not in self.modules:
            return None
        command = importlib.import_module(self.modules[cmd_name]).command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises CallError with the nearest names for one that is not there."""
        if args and args[0] not in self.modules and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.modules, n=2, cutoff=0.5)
            key = "errors.command-near" if near else "errors.command"
            raise CallError(key, 2, name=args[0], near=" / ".join(near), path=ctx.command_path)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, without loading them, and the global options."""
        words, key = words_of(ctx), text_key(self, ctx)
        within = "" if ctx.parent is None else f"{key}."
        with formatter.section(words("headings.commands")):
            formatter.write_dl([(name, words(f"{within}{name}.short")) for name in self.modules])
        super().format_options(ctx, formatter)


def words_of(context: click.Context) -> Wording:
    """The texts of the call that a context belongs to."""
    session = context.find_object(Session)
    return session.words if session else Wording("commands", "zh")


def text_key(command: click.Command, context: click.Context) -> str:
    """The table of the texts that speaks of a command: `export`, `load.neo4j`, or `plangraph` for the program."""
    names = [str(command.name)]
    parent = context.parent
    while parent is not None and parent.parent is not None:
        names.append(str(parent.command.name))
        parent = parent.parent
    return "plangraph" if context.parent is None else ".".join(reversed(names))


def option_text(command: click.Command, parameter: click.Parameter, context: click.Context) -> str:
    """The text of an argument or option: the command's own, else the one that several commands share."""
    words = words_of(context)
    option = isinstance(parameter, click.Option)
    name = parameter.opts[0].lstrip("-").replace("-", "_") if option else parameter.name
    return words.find(f"{text_key(command, context)}.options.{name}") or words(f"options.{name}")


def explain(error: click.UsageError, words: Wording) -> str:
    """What is wrong with a call, in the user's language."""
    if isinstance(error, click.NoSuchOption):
        if error.ctx is not None and error.ctx.parent is not None and _is_global(error.option_name, error.ctx):
            return words("errors.option-before", name=error.option_name, command=error.ctx.info_name)
        near = " / ".join(error.possibilities or ())
        return words("errors.option-near" if near else "errors.option", name=error.option_name, near=near)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _explain_parameter(error, error.param, words)
    if error.message.startswith("Got unexpected extra"):
        return words("errors.extra", message=error.message.rpartition("(")[2].rstrip(")"))
    return words("errors.usage", message=error.message)


def _explain_parameter(error: click.BadParameter, parameter: click.Parameter, words: Wording) -> str:
    option = isinstance(parameter, click.Option)
    name = parameter.opts[0] if option else parameter.metavar or str(parameter.name)
    if isinstance(error, click.MissingParameter):
        return words("errors.missing", name=name)
    if isinstance(parameter.type, click.Choice):
        return words("errors.choice", name=name, choices=" | ".join(str(c) for c in parameter.type.choices))
    if isinstance(parameter.type, click.IntRange | click.FloatRange):
        return words("errors.number", name=name, range=_range(parameter.type))
    return words("errors.value", name=name, message=error.message)


def _is_global(option: str, context: click.Context) -> bool:
    return any(option in parameter.opts for parameter in context.find_root().command.params)


def _range(numbers: click.IntRange | click.FloatRange) -> str:
    low = [] if numbers.min is None else [f"{'>' if numbers.min_open else '≥'} {numbers.min}"]
    high = [] if numbers.max is None else [f"{'<' if numbers.max_open else '≤'} {numbers.max}"]
    return ", ".join(low + high)
