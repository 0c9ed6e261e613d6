"""A local server that behaves like data.gouv.fr and its storage, over real HTTP; tests make it misbehave."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from halle.sirene.fetching import DATASET

TITLES = {
    "ul": "StockUniteLegale",
    "et": "StockEtablissement",
    "ulh": "StockUniteLegaleHistorique",
    "eth": "StockEtablissementHistorique",
    "liens": "StockEtablissementLiensSuccession",
    "doublons": "StockDoublons",
}


@dataclass
class Storage:
    """What is published, what was asked, and how it misbehaves: `cut` maps a file to how many bytes pass at once."""

    files: dict[str, bytes]
    url: str = ""
    resources: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)
    ranges: bool = True
    answers: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)

    def publish(self, name: str, kind: str = "parquet", *, checksum: str = "sha1", **values: Any) -> dict[str, Any]:
        """Announce a file of the month, as data.gouv.fr does."""
        content = self.files.setdefault(name, (name * 40_000).encode())
        told = {"type": checksum, "value": hashlib.new(checksum, content).hexdigest()} if checksum else None
        line = {
            "title": f"Sirene : Fichier {TITLES[name]} du 01 Novembre 2026 (format {kind})",
            "format": "zip" if kind == "csv" else kind,
            "url": f"{self.url}/storage/{name}",
            "latest": f"{self.url}/api/1/datasets/r/{name}",
            "checksum": told,
            "filesize": len(content),
            "last_modified": "2026-11-01T06:00:00+00:00",
            **values,
        }
        self.resources.append(line)
        return line

    def asked_for(self, name: str) -> list[str]:
        """The Range of each question to the storage about that file."""
        return [span for path, span in self.asked if path == f"/storage/{name}"]


class _Handler(BaseHTTPRequestHandler):
    storage: Storage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        storage, span = self.storage, self.headers.get("Range", "")
        storage.asked.append((self.path, span))
        name = self.path.rstrip("/").rpartition("/")[2]
        if self.path in storage.answers:
            self._send(*storage.answers[self.path])
        elif self.path == f"/api/1/datasets/{DATASET}/":
            body = json.dumps({"id": DATASET, "resources": storage.resources}).encode()
            self._send(200, "application/json", body)
        elif self.path.startswith("/api/1/datasets/r/"):
            self._send(302, "text/html", b"", Location=storage.redirects.get(name, f"/storage/{name}"))
        elif name in storage.files:
            self._file(name, span)
        else:
            self._send(404, "text/html", b"<h1>Not found</h1>")

    def _file(self, name: str, span: str) -> None:
        content = self.storage.files[name]
        start = int(span.removeprefix("bytes=").rstrip("-")) if span and self.storage.ranges else 0
        if start and start >= len(content):
            self._send(416, "text/plain", b"")
            return
        more = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        self._head(206 if start else 200, "application/octet-stream", len(content) - start, **more)
        passes = self.storage.cut.get(name)
        self.wfile.write(content[start : start + passes if passes else None])
        if passes and start + passes < len(content):
            self.close_connection = True

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self._head(status, kind, len(body), **headers)
        self.wfile.write(body)

    def _head(self, status: int, kind: str, length: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def served() -> Iterator[Storage]:
    """A server of one's own, on a free port."""
    storage = Storage({})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"storage": storage}))
    storage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield storage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
