"""Asking a State service over HTTP: time limits, a budget, a circuit breaker, and nothing but plain troubles."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pybreaker

from halle.sirene.clients.budget import Budget
from halle.sirene.register import RegisterUnavailable, Trouble

logger = logging.getLogger(__name__)
AGENT = "Halle (salle des marches publics; logiciel libre)"
LARGEST = 64 << 20
FAILURES, REST = 5, 60
# A job waits this often, and never longer than this at once, for a service that is over quota or stumbles.
PATIENCE, LONGEST_WAIT = 6, 120.0
STUMBLES = {Trouble.DOWN, Trouble.SLOW, Trouble.MALFORMED}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status that the client knows what to do with, and its JSON."""

    status: int
    data: Any
    location: str = ""


@dataclass(slots=True)
class Transport:
    """One State service. `known` are the statuses that are answers (404: it does not exist)."""

    name: str
    base: str
    budget: Budget
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    seconds: float = 2.0
    known: frozenset[int] = frozenset({200, 301, 404, 414})
    sleep: Callable[[float], None] = time.sleep
    breaker: pybreaker.CircuitBreaker = field(init=False)
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES, reset_timeout=REST, exclude=[_is_no_stumble], throw_new_error_on_trip=False
        )
        self._client = httpx.Client(
            base_url=self.base,
            headers={"User-Agent": AGENT, "Accept": "application/json", **self.headers},
            timeout=httpx.Timeout(self.seconds, connect=min(1.0, self.seconds)),
            follow_redirects=False,
        )

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def ask(
        self, path: str, params: Mapping[str, Any] | None = None, *, patient: bool = False, form: bool = False
    ) -> Answer:
        """One question. `patient`: a job, which waits out a quota and a stumble; a page never waits.

        Raises RegisterUnavailable; never an error of HTTP.
        """
        for attempt in range(PATIENCE):
            try:
                return self._once(path, params or {}, form=form, seconds=30.0 if patient else self.seconds)
            except _Wait as wait:
                if not patient or attempt == PATIENCE - 1:
                    raise wait.trouble from None
                self.sleep(min(wait.seconds or 2.0**attempt, LONGEST_WAIT))
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _once(self, path: str, params: Mapping[str, Any], *, form: bool, seconds: float) -> Answer:
        wait = self.budget.take()
        if wait:
            raise _Wait(self._trouble(Trouble.QUOTA, "own budget"), wait)
        try:
            # Not breaker.call(): it holds a lock for as long as the service takes, and pages would queue behind it.
            with self.breaker.calling():
                answer = self._send(path, params, form=form, seconds=seconds)
        except pybreaker.CircuitBreakerError as error:
            raise _Wait(self._trouble(Trouble.DOWN, "left alone after failures"), REST) from error
        except RegisterUnavailable as trouble:
            if trouble.trouble == Trouble.REFUSED:
                raise
            raise _Wait(trouble, _seconds(trouble.detail)) from trouble
        if answer.status not in self.known:
            raise self._trouble(Trouble.MALFORMED, str(answer.status))
        return answer

    def _send(self, path: str, params: Mapping[str, Any], *, form: bool, seconds: float) -> Answer:
        until = time.monotonic() + seconds
        limit = httpx.Timeout(seconds, connect=min(1.0, seconds))
        try:
            request = self._client.build_request(
                "POST" if form else "GET",
                path,
                params=None if form else dict(params),
                data=dict(params) if form else None,
                timeout=limit,
            )
            reply = self._client.send(request, stream=True)
            try:
                return self._answer(reply, self._read(reply, until))
            finally:
                reply.close()
        except httpx.TimeoutException as error:
            raise self._trouble(Trouble.SLOW) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise self._trouble(Trouble.DOWN, type(error).__name__) from error

    def _read(self, reply: httpx.Response, until: float) -> bytes:
        body = bytearray()
        for part in reply.iter_bytes():
            body += part
            if time.monotonic() > until:
                raise self._trouble(Trouble.SLOW)
            if len(body) > LARGEST:
                raise self._trouble(Trouble.MALFORMED, "endless answer")
        return bytes(body)

    def _answer(self, reply: httpx.Response, body: bytes) -> Answer:
        status = reply.status_code
        if status == 429:
            raise self._trouble(Trouble.QUOTA, reply.headers.get("Retry-After", ""))
        if status in {401, 403}:
            raise self._trouble(Trouble.REFUSED, str(status))
        if status >= 500:
            raise self._trouble(Trouble.DOWN, str(status))
        # What it says of one question (400, 413) is no sign that the service stumbles: refused outside the breaker.
        if status not in self.known and not 400 <= status < 500:
            raise self._trouble(Trouble.MALFORMED, str(status))
        if status != 200:
            return Answer(status, None, reply.headers.get("Location", ""))
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._trouble(Trouble.MALFORMED, "not JSON") from error
        if not isinstance(data, dict):
            raise self._trouble(Trouble.MALFORMED, "not an object")
        return Answer(status, data)

    def _trouble(self, trouble: Trouble, detail: str = "") -> RegisterUnavailable:
        logger.info("%s: %s %s", self.name, trouble, detail)
        return RegisterUnavailable(trouble, self.name, detail)


@contextmanager
def reading(source: str) -> Iterator[None]:
    """For whoever reads an answer: a shape that is not the published one is a malformed answer, not a fault here."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        logger.warning("%s: an answer of another shape", source, exc_info=error)
        raise RegisterUnavailable(Trouble.MALFORMED, source, type(error).__name__) from error


class _Wait(Exception):  # noqa: N818 - an answer, not a fault
    """The question may be put again after so many seconds."""

    def __init__(self, trouble: RegisterUnavailable, seconds: float) -> None:
        super().__init__(str(trouble))
        self.trouble, self.seconds = trouble, seconds


def _is_no_stumble(error: BaseException) -> bool:
    """A quota or a refused key says nothing about whether the service works."""
    return isinstance(error, RegisterUnavailable) and error.trouble not in STUMBLES


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0
