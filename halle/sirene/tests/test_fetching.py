"""The stock of the month, fetched from a server that behaves like data.gouv.fr, well or badly."""

import fcntl
import hashlib
import shutil
import socket
from collections import namedtuple
from io import StringIO

import httpx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from halle.sirene import downloading
from halle.sirene.errors import Busy, Refused, StockError
from halle.sirene.fetching import fetch
from halle.sirene.tests.data_gouv import served

LIST = "/api/1/datasets/5b7ffc618b4c4169d30727e0/"


@pytest.fixture
def site(monkeypatch):
    """data.gouv.fr with the month's files; nobody waits between two tries."""
    monkeypatch.setattr(downloading, "pause", lambda _seconds: None)
    with served() as storage:
        for name in ("ulh", "eth", "et", "ul", "liens", "doublons"):
            storage.publish(name)
        yield storage


@pytest.fixture
def said():
    return []


@pytest.fixture
def get(site, tmp_path, said):
    """Fetch into an empty folder."""
    return lambda **options: fetch(tmp_path, base_url=site.url, say=said.append, **options)


def contents(files):
    return {name: path.read_bytes() for name, path in files.items()}


def whole(site):
    names = {"unites_legales": "ul", "etablissements": "et", "doublons": "doublons", "successions": "liens"}
    return {name: site.files[key] for name, key in names.items()}


def test_the_four_files_come_and_no_history(get, site, tmp_path):
    files = get()
    assert contents(files) == whole(site)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "StockDoublons_utf8.parquet",
        "StockEtablissementLiensSuccession_utf8.parquet",
        "StockEtablissement_utf8.parquet",
        "StockUniteLegale_utf8.parquet",
        "lock",
    ]


def test_nothing_is_downloaded_twice(get, site, said):
    get()
    asked = len(site.asked)
    assert contents(get()) == whole(site)
    assert [path for path, _span in site.asked[asked:]] == [LIST]
    assert said.count("StockUniteLegale_utf8.parquet: there already.") == 1


def test_a_file_that_was_damaged_on_our_disk_is_fetched_again(get, site):
    path = get()["unites_legales"]
    path.write_bytes(path.read_bytes()[::-1])
    assert contents(get()) == whole(site)
    assert len(site.asked_for("ul")) == 2
    assert len(site.asked_for("et")) == 1


def test_the_next_month_replaces_the_last(get, site):
    get()
    site.files["ul"] = b"December" * 1000
    site.resources.clear()
    for name in ("et", "ul", "liens", "doublons"):
        site.publish(name)
    assert get()["unites_legales"].read_bytes() == b"December" * 1000


def test_a_newer_file_of_the_same_title_is_preferred(get, site):
    site.files["old"] = b"October"
    old = {**site.resources[3], "url": f"{site.url}/storage/old", "latest": f"{site.url}/api/1/datasets/r/old"}
    site.resources.insert(0, {**old, "last_modified": "2026-10-01T06:00:00+00:00"})
    assert contents(get()) == whole(site)


@pytest.mark.parametrize("checksum", ["sha1", "sha256", "md5"])
def test_every_checksum_that_is_told_is_verified(site, tmp_path, checksum):
    site.resources.clear()
    for name in ("ul", "et"):
        site.publish(name, checksum=checksum)
    assert set(fetch(tmp_path, base_url=site.url, say=print)) == {"unites_legales", "etablissements"}
    site.resources[0]["checksum"]["value"] = "0" * len(site.resources[0]["checksum"]["value"])
    with pytest.raises(Refused, match=r"StockUniteLegale_utf8\.parquet is not the file that was announced"):
        fetch(tmp_path, base_url=site.url, say=print)


def test_a_wrong_checksum_leaves_nothing_under_the_files_name(get, site, tmp_path):
    site.files["et"] = b"something else" * 100
    with pytest.raises(Refused, match=r"StockEtablissement_utf8\.parquet is not the file"):
        get()
    assert [path.name for path in tmp_path.iterdir() if "StockEtablissement_" in path.name] == []


def test_without_a_checksum_the_size_is_verified(get, site):
    for line in site.resources:
        line["checksum"] = None
    assert contents(get()) == whole(site)
    asked = len(site.asked)
    get()
    assert len(site.asked) == asked + 1
    site.resources[3]["filesize"] += 1
    with pytest.raises(Refused, match=r"StockUniteLegale_utf8\.parquet is not the file"):
        get()


def test_a_cut_connection_goes_on_from_where_it_was(get, site):
    site.cut["ul"] = 30_000
    assert contents(get()) == whole(site)
    assert site.asked_for("ul") == ["", "bytes=30000-", "bytes=60000-"]


def test_a_server_without_ranges_starts_again(get, site):
    site.cut["ul"], site.ranges = 30_000, False
    with pytest.raises(StockError, match="Run it again"):
        get()
    site.cut.clear()
    assert contents(get()) == whole(site)


def test_a_process_that_was_killed_is_resumed_by_the_next(get, site, tmp_path):
    site.cut["et"] = 1
    with pytest.raises(StockError):
        fetch(tmp_path, base_url=site.url, say=_killed_after(3))
    (part,) = tmp_path.glob("StockEtablissement_utf8.parquet.*.part")
    begun = part.stat().st_size
    assert 0 < begun < len(site.files["et"])
    site.cut.clear()
    assert contents(get()) == whole(site)
    assert site.asked_for("et")[-1] == f"bytes={begun}-"


def _killed_after(tries):
    heard = []

    def say(text):
        heard.append(text)
        if sum("trying again" in one for one in heard) == tries:
            raise StockError("killed")

    return say


def test_what_was_left_damaged_is_fetched_from_the_first_byte(get, site, tmp_path):
    site.cut["et"] = 1
    with pytest.raises(StockError):
        fetch(tmp_path, base_url=site.url, say=_killed_after(3))
    (part,) = tmp_path.glob("StockEtablissement_utf8.parquet.*.part")
    part.write_bytes(b"?" * part.stat().st_size)
    site.cut.clear()
    assert contents(get()) == whole(site)


def test_half_of_last_month_is_never_mixed_with_this_one(get, site, tmp_path):
    stale = tmp_path / "StockUniteLegale_utf8.parquet.0123456789ab.part"
    stale.write_bytes(b"October")
    assert contents(get()) == whole(site)
    assert not stale.exists()
    assert site.asked_for("ul") == [""]


def test_a_needed_file_that_is_not_published_is_named(get, site):
    site.resources = [line for line in site.resources if "StockEtablissement du" not in line["title"]]
    with pytest.raises(Refused, match="publishes no StockEtablissement in parquet"):
        get()
    assert site.asked == [(LIST, "")]


def test_a_useful_file_is_taken_in_the_other_format_or_left_out(get, site, said):
    site.resources = [line for line in site.resources if "Doublons" not in line["title"]]
    site.resources = [line for line in site.resources if "LiensSuccession" not in line["title"]]
    site.publish("doublons", "csv")
    files = get()
    assert files["doublons"].name == "StockDoublons_utf8.zip"
    assert "successions" not in files
    assert "StockEtablissementLiensSuccession: not published, left out." in said


def test_csv_is_taken_when_it_is_asked_for(get, site):
    for name in ("ul", "et"):
        site.publish(name, "csv")
    files = get(format="csv")
    assert files["unites_legales"].name == "StockUniteLegale_utf8.zip"
    assert files["unites_legales"].read_bytes() == site.files["ul"]


def test_a_page_in_place_of_a_file_is_refused(get, site):
    site.answers["/storage/ul"] = (200, "text/html; charset=utf-8", b"<h1>Maintenance</h1>")
    with pytest.raises(Refused, match="a web page instead of the file"):
        get()


def test_a_missing_file_says_so(get, site):
    site.answers["/storage/ul"] = (404, "text/html", b"<h1>Not found</h1>")
    with pytest.raises(StockError, match="the server answers 404"):
        get()


def test_a_server_that_stumbles_is_asked_again_but_not_for_ever(get, site):
    site.answers["/storage/ul"] = (503, "text/html", b"")
    with pytest.raises(StockError, match=r"the server answers 503\. Run it again"):
        get()
    assert len(site.asked_for("ul")) == downloading.TRIES


@pytest.mark.parametrize(
    "answer",
    [
        (200, "text/html", b"<h1>Maintenance</h1>"),
        (200, "application/json", b'{"resources": [{"title": 3}]}'),
        (200, "application/json", b"[]"),
        (200, "application/json", b'{"resources": null}'),
    ],
)
def test_a_description_that_changed_is_one_clear_line(get, site, answer):
    site.answers[LIST] = answer
    with pytest.raises(Refused, match="does not describe the dataset"):
        get()


def test_a_service_that_is_down_is_one_clear_line(get, site, tmp_path):
    site.answers[LIST] = (500, "text/html", b"")
    with pytest.raises(StockError, match="answers 500"):
        get()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(StockError, match="does not answer"):
        fetch(tmp_path, base_url=nowhere, say=print)


@pytest.mark.parametrize("elsewhere", ["http://example.invalid/ul", "ftp://127.0.0.1/ul", "file:///etc/passwd"])
def test_no_redirect_leaves_https(get, site, elsewhere):
    site.redirects["ul"] = elsewhere
    with pytest.raises(Refused, match="not a safe address"):
        get()


def test_no_redirect_goes_back_from_https_to_this_machine():
    away = httpx.MockTransport(lambda _request: httpx.Response(302, headers={"Location": "http://127.0.0.1/ul"}))
    with httpx.Client(transport=away) as http, pytest.raises(Refused, match="without https"):
        downloading.opened(http, "https://data.gouv.example/ul", {})


def test_the_service_itself_must_be_asked_over_https(tmp_path):
    with pytest.raises(Refused, match="not a safe address"):
        fetch(tmp_path, base_url="http://data.gouv.example", say=print)


def test_redirects_end(get, site):
    site.redirects["ul"] = "/api/1/datasets/r/ul"
    with pytest.raises(StockError, match="redirects without end"):
        get()


def test_a_disk_without_room_is_said_before_anything_is_fetched(get, site, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10, 10, 1_000_000))
    with pytest.raises(StockError, match="Not enough room"):
        get()
    assert site.asked == [(LIST, "")]


def test_two_downloads_into_one_folder_do_not_meet(get, tmp_path):
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            get()


def test_the_command_fetches_and_says_why_not(site, tmp_path, settings):
    settings.DATA_GOUV_URL = site.url
    call_command("sirene", "fetch", into=tmp_path, stdout=StringIO())
    found = (tmp_path / "StockUniteLegale_utf8.parquet").read_bytes()
    assert hashlib.sha1(found).hexdigest() == site.resources[3]["checksum"]["value"]  # noqa: S324 - INSEE's checksum
    site.resources.clear()
    with pytest.raises(CommandError, match="publishes no StockUniteLegale"):
        call_command("sirene", "fetch", into=tmp_path)
