"""One large file over HTTP: streamed, resumed after a cut, verified before it takes its name."""

import errno
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from halle.sirene.errors import Refused, StockError

AGENT = "Halle (salle des marches publics; logiciel libre)"
REDIRECTS, TRIES = 5, 6
DIGESTS = {"sha1", "sha256", "md5"}
LOCAL = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as its publisher announces it; `digest` and `size` when he tells them, `version` names this edition."""

    url: str
    path: Path
    version: str
    digest: tuple[str, str] | None = None
    size: int | None = None

    @property
    def part(self) -> Path:
        """Where it grows; another edition grows elsewhere, so that two are never mixed."""
        key = hashlib.sha256(self.version.encode()).hexdigest()[:12]
        return self.path.with_name(f"{self.path.name}.{key}.part")

    @property
    def begun(self) -> int:
        """How many bytes are there already."""
        return self.part.stat().st_size if self.part.exists() else 0

    def fits(self, path: Path) -> bool:
        """Whether that file is the one announced, as far as the publisher told."""
        if self.size is not None and path.stat().st_size != self.size:
            return False
        return self.digest is None or _digest(path, self.digest[0]) == self.digest[1].lower()


def pause(seconds: float) -> None:
    """Leave a server that stumbles alone for a while."""
    time.sleep(seconds)


def client() -> httpx.Client:
    """Follows no redirect by itself: `opened` looks at each."""
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    return httpx.Client(headers=headers, timeout=httpx.Timeout(30.0, connect=10.0), follow_redirects=False)


def safe(url: str) -> str:
    """The address itself when it is fit to be asked: https, or this machine. Raises Refused."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == LOCAL):
        return url
    raise Refused(f"{parts.scheme}://{parts.netloc} is not a safe address (https): nothing is fetched from there.")


def opened(http: httpx.Client, url: str, headers: dict[str, str]) -> httpx.Response:
    """The answer after its redirects, its body not read yet."""
    for _hop in range(REDIRECTS):
        reply = http.send(http.build_request("GET", safe(url), headers=headers), stream=True)
        if not reply.has_redirect_location:
            return reply
        reply.close()
        onward = urljoin(url, reply.headers["Location"])
        if url.startswith("https:") and not onward.startswith("https:"):
            raise Refused(f"{urlsplit(url).netloc} redirects to an address without https: nothing is fetched.")
        url = onward
    raise StockError(f"{urlsplit(url).netloc} redirects without end.")


def download(wanted: Wanted, http: httpx.Client, *, say: Callable[[str], object]) -> Path:
    """Fetch the file, from where an earlier run was cut; raises StockError with one sentence."""
    for stale in wanted.path.parent.glob(f"{wanted.path.name}.*.part"):
        if stale != wanted.part:
            stale.unlink()
    resumed = wanted.begun > 0
    _complete(wanted, http, say)
    whole = wanted.fits(wanted.part)
    if resumed and not whole:
        # What an earlier run had left may be damaged: once more, from the first byte.
        wanted.part.unlink()
        _complete(wanted, http, say)
        whole = wanted.fits(wanted.part)
    if not whole:
        wanted.part.unlink()
        raise Refused(f"{wanted.path.name} is not the file that was announced (checksum or size); it was thrown away.")
    wanted.part.replace(wanted.path)
    return wanted.path


def _complete(wanted: Wanted, http: httpx.Client, say: Callable[[str], object]) -> None:
    """Read until the last byte; after a cut, go on from where it was. Tries that bring something do not count."""
    failed = 0
    while True:
        before = wanted.begun
        try:
            _read(wanted, http)
        except _Cut as cut:
            failed = 1 if wanted.begun > before else failed + 1
            if failed >= TRIES:
                raise StockError(f"{wanted.path.name}: {cut}. Run it again: it goes on from there.") from cut
            say(f"{wanted.path.name}: {cut}, trying again.")
            pause(2.0**failed)
        else:
            return


def _read(wanted: Wanted, http: httpx.Client) -> None:
    start = wanted.begun
    if start and start == wanted.size:
        return
    try:
        reply = opened(http, wanted.url, {"Range": f"bytes={start}-"} if start else {})
        try:
            _write(wanted, reply, start)
        finally:
            reply.close()
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise _Cut(f"connection lost ({type(error).__name__})") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StockError(f"The disk is full: {wanted.part.parent} holds what came so far.") from error
        raise


def _write(wanted: Wanted, reply: httpx.Response, start: int) -> None:
    name, status = wanted.path.name, reply.status_code
    if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and start:
        wanted.part.unlink()
        raise _Cut("the server has no such range")
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
        raise _Cut(f"the server answers {status}")
    if status not in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
        raise StockError(f"{name}: the server answers {status}.")
    if reply.headers.get("Content-Type", "").startswith("text/html"):
        raise Refused(f"{name}: the server sends a web page instead of the file.")
    goes_on = status == httpx.codes.PARTIAL_CONTENT
    if goes_on and not reply.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
        raise StockError(f"{name}: the server sends another range than the one asked for.")
    with wanted.part.open("ab" if goes_on else "wb") as file:
        # As it comes: bigger blocks would be lost with the connection.
        for block in reply.iter_raw():
            file.write(block)


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


class _Cut(Exception):  # noqa: N818 - an answer, not a fault
    """The connection broke or the server stumbled: worth another try."""
