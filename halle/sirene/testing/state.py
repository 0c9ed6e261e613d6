"""A local server that behaves like API Sirene 3.11 and API Recherche d'entreprises, over real HTTP.

`State.trouble` makes it misbehave: down (503), cut, slow, drip (a byte now and then), html, malformed, list, deep
(JSON nested without end), bad (400). After `State.quota` questions it says 429; a wrong key is 401;
`State.refusing` is one path that is down alone.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from halle.sirene.testing import kinds, shapes

KEY = "une-cle-de-test"
LONGEST_ADDRESS = 2000
WRONG = {
    "html": (200, b"<!DOCTYPE html><title>Maintenance</title>", "text/html"),
    "malformed": (200, b'{"etablissement": 3, "uniteLegale": [], "results": {}}', "application/json"),
    "list": (200, b"[]", "application/json"),
    "deep": (200, b"[" * 200_000, "application/json"),
    "bad": (400, b'{"erreur":"Veuillez indiquer autre chose"}', "application/json"),
    "down": (503, b'{"header":{"statut":503}}', "application/json"),
}
NOTHING = (404, {"header": {"statut": 404, "message": "Aucun élément trouvé"}})
Reply = tuple[int, Any]


@dataclass
class State:
    """What the server knows, what it was asked, and how it misbehaves."""

    units: list[Mapping[str, str]] = field(default_factory=lambda: list(kinds.UNITS))
    places: list[Mapping[str, str]] = field(default_factory=lambda: list(kinds.PLACES))
    successions: list[Mapping[str, Any]] = field(default_factory=lambda: list(kinds.SUCCESSIONS))
    duplicates: dict[str, str] = field(default_factory=lambda: {kinds.DUPLICATE: kinds.COMPANY["siren"]})
    mass_treatment: str = "2026-01-10T00:00:00"
    trouble: str = ""
    refusing: str = ""
    quota: int = 1000
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def unit(self, siren: str) -> Mapping[str, str] | None:
        """One unit's columns."""
        return next((one for one in self.units if one["siren"] == siren), None)

    def places_of(self, siren: str) -> list[Mapping[str, str]]:
        """Its establishments."""
        return [one for one in self.places if one["siren"] == siren]

    def answer(self, path: str, query: Mapping[str, str]) -> Reply:
        """What the real services say to that."""
        fixed = {"/search": self._search, "/informations": self._informations, "/siret/liensSuccession": self._links}
        if path in fixed:
            return fixed[path](query)
        if path in {"/siret", "/siren"}:
            return self._many(path, query)
        kind, _slash, number = path.strip("/").partition("/")
        one = {"siret": self._siret, "siren": self._siren}.get(kind)
        return one(number) if one else (404, None)

    def _search(self, query: Mapping[str, str]) -> Reply:
        return 200, shapes.search(self, query)

    def _informations(self, _query: Mapping[str, str]) -> Reply:
        return 200, shapes.informations(self)

    def _siret(self, siret: str) -> Reply:
        if siret[:9] in self.duplicates:
            return 301, f"{self.url}/siret/{self.duplicates[siret[:9]]}{siret[9:]}"
        place = next((one for one in self.places if one["siret"] == siret), None)
        unit = self.unit(siret[:9])
        return (200, {"etablissement": shapes.place(place, unit)}) if place and unit else NOTHING

    def _siren(self, siren: str) -> Reply:
        if siren in self.duplicates:
            return 301, f"{self.url}/siren/{self.duplicates[siren]}"
        unit = self.unit(siren)
        return (200, {"uniteLegale": shapes.unit(unit)}) if unit else NOTHING

    def _links(self, query: Mapping[str, str]) -> Reply:
        siret = query["q"].partition(":")[2]
        found = [one for one in self.successions if one["siretEtablissementPredecesseur"] == siret]
        return (200, {"liensSuccession": found}) if found else NOTHING

    def _many(self, path: str, query: Mapping[str, str]) -> Reply:
        wanted = [part.partition(":") for part in query["q"].split(" AND ")]
        rows = self.units if path == "/siren" else self.places
        found = [one for one in rows if all(self._fits(one, name, value) for name, _colon, value in wanted)]
        start = int(query.get("curseur", "*").replace("*", "0"))
        size = min(int(query.get("nombre", "20")), 1000)
        page = found[start : start + size]
        if not page and start == 0:
            return NOTHING
        following = str(min(start + size, len(found)))
        cursor = query.get("curseur", "*")
        header = {"statut": 200, "total": len(found), "curseur": cursor, "curseurSuivant": following}
        if not page or len(page) < size:
            header["curseurSuivant"] = cursor
        if path == "/siren":
            return 200, {"header": header, "unitesLegales": [shapes.unit(one) for one in page]}
        places = [shapes.place(one, self.unit(one["siren"]) or {}) for one in page]
        return 200, {"header": header, "etablissements": places}

    def _fits(self, row: Mapping[str, str], name: str, value: str) -> bool:
        said = row.get(name) or (self.unit(row["siren"]) or {}).get(name, "")
        if name == "denominationUniteLegale":
            return any(word.startswith(value.rstrip("*")) for word in said.split())
        return said.startswith(value.rstrip("*"))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: State

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self._serve(address.path, address.query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._serve(urlsplit(self.path).path, self.rfile.read(length).decode())

    def log_message(self, *args: Any) -> None:
        pass

    def _serve(self, path: str, query: str) -> None:
        self.state.asked.append(f"{self.command} {path} {unquote(query)}")
        trouble = "down" if path == self.state.refusing else self.state.trouble
        if trouble and not self._misbehave(trouble):
            return
        if path != "/search" and self.headers.get("X-INSEE-Api-Key-Integration") != KEY:
            self._send(401, b"<html>Unauthorized</html>", "text/html")
        elif len(self.state.asked) > self.state.quota:
            self._send(429, b"Rate limit exceeded ! You reached the limit", "text/plain", {"Retry-After": "7"})
        elif len(self.path) > LONGEST_ADDRESS:
            self._send(414, b"URI Too Long", "text/plain")
        else:
            self._answer(path, {name: found[0] for name, found in parse_qs(query).items()})

    def _answer(self, path: str, query: Mapping[str, str]) -> None:
        status, data = self.state.answer(path, query)
        if status == 301:
            self._send(301, b"", "application/json", {"Location": data})
        else:
            self._send(status, json.dumps(data).encode(), "application/json")

    def _misbehave(self, trouble: str) -> bool:
        """Do it; whether to go on with a right answer afterwards."""
        if trouble == "slow":
            time.sleep(1)
            return True
        self.close_connection = True
        if trouble in {"drip", "cut"}:
            self._begin(b" " if trouble == "drip" else b'{"header":', times=12 if trouble == "drip" else 1)
        else:
            self._send(*WRONG[trouble])
        return False

    def _begin(self, part: bytes, times: int) -> None:
        """Promise more than is sent."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _number in range(times):
            self.wfile.write(part)
            self.wfile.flush()
            time.sleep(0.1)

    def _send(self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        told = {"Connection": "close"} if self.close_connection else {}
        told |= {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """Clients that hang up early are what is being tested."""


@contextmanager
def serving(state: State) -> Iterator[State]:
    """The server on a port of its own, for as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"state": state})
    server = _Server(("127.0.0.1", 0), handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
