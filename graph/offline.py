"""Leaving the network: a process that evaluates the queries of others has nobody to call."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_NEW_USER: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000


def leave_network() -> bool:
    """Give this process a network of its own without any way out. Returns whether the system allowed it.

    Linux alone does, and not everywhere. Call it before the first thread is started.
    """
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    # Without the right to leave it, a user of one's own brings that right; files are still opened as before.
    return bool(library.unshare(_NEW_NETWORK) == 0 or library.unshare(_NEW_USER | _NEW_NETWORK) == 0)
