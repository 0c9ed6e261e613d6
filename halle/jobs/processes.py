"""What every long-lived process of ours needs: a name, and an orderly end."""

import os
import secrets
import signal
import socket
from collections.abc import Callable
from types import FrameType


def process_name() -> str:
    """A name unique among all workers of all machines, readable in a list."""
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"


def stop_on_signal(stop: Callable[[], None], *signals: signal.Signals) -> None:
    """Call `stop` at the first of these signals; the second one ends the process at once."""

    def handle(number: int, frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_DFL)
        stop()

    for each in signals:
        signal.signal(each, handle)
