"""The web server, Granian, as Halle uses it."""

import os
import socket
import sys
from urllib.parse import urlsplit

from django.conf import settings


def command(host: str, port: int) -> list[str]:
    """The command line that serves the site.

    Threads are few because Python runs one at a time; they are kept for long because each holds its own database
    connection. `backpressure` counts connections, idle and slow ones too, so it stays far above the threads.
    """
    os.environ["HALLE_VAR"] = str(settings.VAR)  # its default depends on the folder one starts from
    module, _dot, name = settings.WSGI_APPLICATION.rpartition(".")
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "http": "1",
        "workers": settings.WORKERS,
        "blocking-threads": settings.THREADS,
        "blocking-threads-idle-timeout": 600,
        "backlog": 1024,
        "backpressure": 512,
        "http1-header-read-timeout": 10_000,
        "workers-kill-timeout": 10,
        "log-level": "warning",
        "working-dir": settings.BASE_DIR,
    }
    flags = [f"--{option}={value}" for option, value in options.items()]
    return [sys.executable, "-m", "granian", *flags, "--respawn-failed-workers", f"{module}:{name}"]


def is_port_free(host: str, port: int) -> bool:
    """Whether the server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether something answers HTTP there."""
    name = urlsplit(settings.HALLE_BASE_URL).hostname
    request = f"HEAD {settings.STATIC_URL}ui/halle.css HTTP/1.0\r\nHost: {name}\r\n\r\n".encode()
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    try:
        with socket.create_connection((reachable, port), timeout=5) as connection:
            connection.sendall(request)
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False
