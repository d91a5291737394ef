"""Where the system allows it, the process that evaluates queries has no network at all."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from plangraph.graph.query_worker import QueryWorker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lets a process leave the network")

CALL = """
import socket, sys
from plangraph.graph.offline import leave_network
left = leave_network()
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
    print(left, True)
except OSError:
    print(left, False)
"""


def allowed() -> bool:
    """Whether this system lets its users leave the network, as another program tells."""
    try:
        return any(
            subprocess.run(["unshare", option, "true"], capture_output=True).returncode == 0 for option in ("-n", "-rn")
        )
    except FileNotFoundError:
        return False


def test_who_has_left_reaches_nobody_not_even_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", CALL, str(server.getsockname()[1])]
        said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout.split()
    assert said == (["True", "False"] if allowed() else ["False", "True"])


def test_the_worker_has_left_and_answers_all_the_same(reported: Path) -> None:
    with QueryWorker(reported) as worker:
        assert worker.query("ASK { ?a plan:assists ?b }").truth is True
        mine = psutil.Process().children()
        networks = {
            Path(f"/proc/{child.pid}/ns/net").readlink() for child in mine if "query_process" in str(child.cmdline())
        }
    own = Path("/proc/self/ns/net").readlink()
    assert networks
    assert (own not in networks) is allowed()
