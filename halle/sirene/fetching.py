"""INSEE's stock of the month through data.gouv.fr: found by title and format, downloaded, verified."""

import fcntl
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from halle.sirene.downloading import DIGESTS, Wanted, client, download, opened
from halle.sirene.errors import Busy, Refused, StockError

DATASET = "5b7ffc618b4c4169d30727e0"
NEEDED = {"unites_legales": "StockUniteLegale", "etablissements": "StockEtablissement"}
USEFUL = {"doublons": "StockDoublons", "successions": "StockEtablissementLiensSuccession"}
SUFFIXES = {"parquet": ".parquet", "csv": ".zip"}
LARGEST_LIST = 16 << 20
MARGIN = 64 << 20

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the dataset, as data.gouv.fr describes it."""

    title: str
    kind: str
    url: str
    digest: tuple[str, str] | None
    size: int | None
    modified: str

    def wanted(self, path: Path) -> Wanted:
        """The same, to be downloaded there."""
        version = f"{self.digest} {self.modified} {self.size}"
        return Wanted(url=self.url, path=path, version=version, digest=self.digest, size=self.size)


def fetch(into: Path, *, format: str = "parquet", base_url: str, say: Say) -> dict[str, Path]:  # noqa: A002 - the option
    """Download the stock; what is there already is kept. Raises StockError with one sentence.

    Companies and establishments must be published in that format; duplicates and successions are taken in the other
    one, or left out, when they are not.
    """
    into.mkdir(parents=True, exist_ok=True)
    with _alone(into), client() as http:
        resources = _resources(http, base_url)
        chosen = _chosen(resources, format, say)
        wanted = {name: found.wanted(into / _file_name(name, found.kind)) for name, found in chosen.items()}
        missing = {name: each for name, each in wanted.items() if not _is_there(each, chosen[name])}
        _require_room(into, missing.values())
        for name, each in wanted.items():
            if name in missing:
                say(f"{each.path.name}: fetching « {chosen[name].title} » ({_megabytes(each.size)}).")
                download(each, http, say=say)
            else:
                say(f"{each.path.name}: there already.")
    return {name: each.path for name, each in wanted.items()}


def _resources(http: httpx.Client, base_url: str) -> list[Resource]:
    address = f"{base_url.rstrip('/')}/api/1/datasets/{DATASET}/"
    try:
        reply = opened(http, address, {"Accept": "application/json"})
        try:
            body = _body(reply)
        finally:
            reply.close()
    except httpx.HTTPError as error:
        raise StockError(f"data.gouv.fr does not answer ({type(error).__name__}). Try again later.") from error
    if reply.status_code != httpx.codes.OK:
        raise StockError(f"data.gouv.fr answers {reply.status_code} about the dataset {DATASET}.")
    try:
        data = httpx.Response(200, content=body).json()
        return [_resource(line) for line in data["resources"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("data.gouv.fr does not describe the dataset the way it did: nothing was fetched.") from error


def _body(reply: httpx.Response) -> bytes:
    body = bytearray()
    for part in reply.iter_bytes():
        body += part
        if len(body) > LARGEST_LIST:
            raise Refused("data.gouv.fr sends a list of files without end.")
    return bytes(body)


def _resource(line: dict[str, Any]) -> Resource:
    url = str(line.get("latest") or line["url"])
    words = f"{line.get('format') or ''} {line['title']} {line['url']}".lower()
    size = line.get("filesize")
    return Resource(
        title=str(line["title"]),
        kind="parquet" if "parquet" in words else "csv" if "zip" in words or "csv" in words else "",
        url=url,
        digest=_digest_of(line),
        size=size if isinstance(size, int) and size > 0 else None,
        modified=str(line.get("last_modified") or ""),
    )


def _digest_of(line: dict[str, Any]) -> tuple[str, str] | None:
    told = line.get("checksum") or {}
    kind, value = str(told.get("type") or "").lower().replace("-", ""), str(told.get("value") or "")
    return (kind, value) if kind in DIGESTS and value else None


def _chosen(resources: list[Resource], kind: str, say: Say) -> dict[str, Resource]:
    other = "csv" if kind == "parquet" else "parquet"
    chosen = {}
    for name, title in NEEDED.items():
        found = _newest(resources, title, kind)
        if found is None:
            raise Refused(f"data.gouv.fr publishes no {title} in {kind}: nothing was fetched.")
        chosen[name] = found
    for name, title in USEFUL.items():
        found = _newest(resources, title, kind) or _newest(resources, title, other)
        if found is None:
            say(f"{title}: not published, left out.")
        else:
            chosen[name] = found
    return chosen


def _newest(resources: list[Resource], title: str, kind: str) -> Resource | None:
    """The title carries the month: only the file's own word counts, and not as the beginning of a longer one."""
    word = re.compile(rf"\b{title}(_utf8)?\b", re.IGNORECASE)
    found = [resource for resource in resources if resource.kind == kind and word.search(resource.title)]
    return max(found, key=lambda resource: resource.modified, default=None)


def _file_name(name: str, kind: str) -> str:
    return f"{(NEEDED | USEFUL)[name]}_utf8{SUFFIXES[kind]}"


def _is_there(wanted: Wanted, resource: Resource) -> bool:
    """By its checksum; where none is told, by its size and by having been fetched after the last change."""
    if not wanted.path.exists() or not wanted.fits(wanted.path):
        return False
    if wanted.digest is not None:
        return True
    try:
        changed = datetime.fromisoformat(resource.modified)
    except ValueError:
        return False
    return wanted.size is not None and wanted.path.stat().st_mtime > changed.timestamp()


def _require_room(into: Path, missing: Any) -> None:
    needed = sum(max((each.size or 0) - each.begun, 0) for each in missing)
    free = shutil.disk_usage(into).free
    if needed and needed + MARGIN > free:
        raise StockError(
            f"Not enough room in {into}: {_megabytes(needed)} to fetch, {_megabytes(free)} free. Nothing was fetched."
        )


def _megabytes(size: int | None) -> str:
    return "size unknown" if size is None else f"{size / 1e6:,.0f} MB"


@contextmanager
def _alone(into: Path) -> Iterator[None]:
    """One download at a time in a folder; the lock dies with its process."""
    with (into / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(f"Another download into {into} is running.") from error
        yield
