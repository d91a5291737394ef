"""Starts the viewer on this machine alone: bound to 127.0.0.1, sending nothing, asking nothing."""

from __future__ import annotations

import socket
import sys
import threading
import time
import webbrowser
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from plangraph.app.wording import Language, Wording

HOST = "127.0.0.1"
FIRST, LAST = 8501, 8600
LIGHT = {
    "primaryColor": "#0072b2",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f4f6f8",
    "textColor": "#1d2127",
}
DARK = {
    "primaryColor": "#56b4e9",
    "backgroundColor": "#14171b",
    "secondaryBackgroundColor": "#1f242a",
    "textColor": "#e8eaed",
}
OPTIONS: dict[str, str] = {
    "server.address": HOST,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "server.allowRunOnSave": "false",
    "server.showEmailPrompt": "false",
    "browser.serverAddress": HOST,
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "logger.hideWelcomeMessage": "true",
    "logger.level": "error",
    "global.developmentMode": "false",
    **{f"theme.light.{name}": value for name, value in LIGHT.items()},
    **{f"theme.dark.{name}": value for name, value in DARK.items()},
}


def launch(workspace: Path, port: int | None, browser: bool, language: Language = "zh", graph: str = "") -> int:
    """Serve the viewer until it is ended. Returns 0, or 2 where no port could be had or nothing was built.

    Without `port` the first free one from 8501 is taken. The address goes to stderr; `browser` opens it.
    `graph`: the address of the Neo4j that the graph is drawn from; its password is in the environment.
    """
    words = Wording("viewer", language)
    if not any(entry.name.endswith(".js") for entry in _assets()):
        sys.stderr.write(words("server.no_bundle") + "\n")
        return 2
    chosen = port if port is not None else next((p for p in range(FIRST, LAST + 1) if _free(p)), None)
    if chosen is None:
        sys.stderr.write(words("server.no_port", first=FIRST, last=LAST) + "\n")
        return 2
    if not _free(chosen):
        sys.stderr.write(words("server.port_taken", port=chosen) + "\n")
        return 2
    threading.Thread(target=_announce, args=(chosen, browser, words), daemon=True).start()
    _serve([str(workspace), language, *([graph] if graph else [])], chosen)
    return 0


def _assets() -> list[Traversable]:
    """The component's built files. A checkout has none before `make setup`; a wheel carries them."""
    folder = files("plangraph") / "assets"
    return list(folder.iterdir()) if folder.is_dir() else []


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _announce(port: int, browser: bool, words: Wording) -> None:
    """Say where the viewer is once it answers, so that nobody opens an address that is not there yet."""
    address = f"http://{HOST}:{port}"
    for _ in range(300):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex((HOST, port)) == 0:
                break
        time.sleep(0.1)
    sys.stderr.write(words("server.address", address=address) + "\n")
    sys.stderr.flush()
    if browser:
        webbrowser.open(address)


def _serve(arguments: list[str], port: int) -> None:
    from streamlit.web import cli

    page = Path(__file__).with_name("main.py")
    command = ["run", str(page), *flags(port), "--", *arguments]
    cli.main(args=command, prog_name="plangraph view", standalone_mode=False)


def flags(port: int) -> list[str]:
    """What Streamlit's command line is told. Other host names are refused, so that no web page can pose as us."""
    single = {**OPTIONS, "server.port": str(port)}
    return [
        *(f"--{name}={value}" for name, value in single.items()),
        *(f"--server.allowedHosts={name}" for name in (HOST, "localhost")),
    ]
