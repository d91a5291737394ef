"""`--reader llm`: which language model is asked, where the text goes, how its proposals fared, in words for users."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

import click

from plangraph.app.session import CallError, Session
from plangraph.ingest.tally import Tally, together
from plangraph.ontology.records import in_language

if TYPE_CHECKING:
    from plangraph.ingest.llm.settings import LanguageModel

READERS = ("rules", "llm")
URL, MODEL = "PLANGRAPH_LLM_URL", "PLANGRAPH_LLM_MODEL"


class Asked(TypedDict):
    """What the options of `reader_options` say."""

    reader: str
    llm_url: str | None
    llm_model: str | None
    llm_timeout: float | None


def reader_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose a reader, for each command that reads reports."""
    for option in (
        click.option("--llm-timeout", metavar="SECONDS", type=click.FloatRange(min=0, min_open=True)),
        click.option("--llm-model", metavar="NAME"),
        click.option("--llm-url", metavar="URL"),
        click.option("--reader", type=click.Choice(READERS), default=READERS[0]),
    ):
        command = option(command)
    return command


def chosen_model(asked: Asked) -> LanguageModel | None:
    """The model to ask, None without `--reader llm`.

    Raises CallError for a model that cannot be asked, and for options of one that is not asked for.
    """
    given = (asked["llm_url"], asked["llm_model"], asked["llm_timeout"])
    if asked["reader"] != "llm":
        if any(value is not None for value in given):
            raise CallError("llm.not-asked", 2)
        return None
    from plangraph.ingest.llm import settings  # nothing of it is loaded unless the user asks for it

    url, name = asked["llm_url"] or os.environ.get(URL, ""), asked["llm_model"] or os.environ.get(MODEL, "")
    if not url.strip() or not name.strip():
        raise CallError("llm.no-model" if url.strip() else "llm.no-url", 2, url=URL, model=MODEL)
    try:
        address = settings.Address.of(url)
    except settings.AddressError as error:
        raise CallError(f"llm.address-{error.reason}", 2, variable=settings.KEY) from error
    try:
        settings.key()
    except ValueError as error:
        raise CallError("llm.key", 2, variable=settings.KEY) from error
    return settings.LanguageModel(address, name.strip(), asked["llm_timeout"] or settings.TIMEOUT)


def tell_host(session: Session, model: LanguageModel | None) -> None:
    """Tell, before anything is sent, to which host the text of reports is about to go; nothing without a model."""
    if model is not None:
        plain = not model.address.secure and not model.address.near
        session.warn("llm.host-plain" if plain else "llm.host", host=model.address.shown, model=model.name)


def tell_tally(session: Session, model: LanguageModel, tallies: Sequence[Tally]) -> None:
    """Tell how the proposals fared, and what the model did not read."""
    tally = together(tallies)
    comma, colon = ("，", "：") if session.language == "zh" else (", ", ": ")
    if tally.failed:
        faults = sorted(tally.faults, key=lambda fault: -fault[1])
        why = in_language(faults[0][0], session.language) if faults else ""
        session.warn("llm.failed", failed=tally.failed, windows=tally.windows, why=why)
    if tally.failed < tally.windows:
        reasons = comma.join(f"{session.words(f'llm.refused.{reason}')} {count}" for reason, count in tally.refused)
        session.say(
            "llm.done",
            models=" ".join(tally.models) or model.name,
            windows=tally.windows - tally.failed,
            proposed=tally.proposed,
            accepted=tally.accepted,
            refused=tally.proposed - tally.accepted,
            reasons=f"{colon}{reasons}" if reasons else "",
        )
