"""Every request of every test client passes here: GET never writes, nobody sees company B."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.harness import canary, templates, writes

_request = Client.request


def body_of(request: dict[str, Any]) -> bytes:
    """What is being posted, read without taking it away."""
    payload = request.get("wsgi.input")
    if payload is None or not hasattr(payload, "_FakePayload__content"):
        return b""
    content = payload._FakePayload__content
    place = content.tell()
    content.seek(0)
    body: bytes = content.read()
    content.seek(place)
    return body


def guarded_request(self: Any, **request: Any) -> Any:
    """Client.request with the checks around it."""
    known: set[str] = self.__dict__.setdefault("_words_typed", set())
    known |= canary.words_typed(request, body_of(request))
    with writes.refuse_writes(request.get("REQUEST_METHOD", "GET"), request.get("PATH_INFO", "/")) as guard:
        response = _request(self, **request)
    guard.judge(response.status_code)
    if not response.streaming and templates.MARK.encode() in response.content:
        raise AssertionError(f"An undefined value is shown on {request.get('PATH_INFO')}")
    canary.check_response(response, known)
    return response


def guard_clients(patch: Callable[[Any, str, Any], None]) -> None:
    """Turn the checks on for every client of the run."""
    patch(Client, "request", guarded_request)
