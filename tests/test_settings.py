"""Production is the default, and a setting that is missing, unsafe or mistyped stops the start with its sentence."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECRET = "kQ7vN2xR9pLw4TzB8mYc3HsJ6dFg1AaE5uVoXiKtZrWn0PbCqSyM"
PRODUCTION = {
    "HALLE_SECRET_KEY": SECRET,
    "HALLE_BASE_URL": "https://marches.region.example",
    "HALLE_MAIL_FROM": "Halle <halle@region.example>",
}


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings as an environment with just these variables makes them."""
    for name in list(os.environ):
        if name.startswith("HALLE_") or name in {"DATABASE_URL", "CACHE_URL"}:
            monkeypatch.delenv(name)

    def read(**variables):
        for name, value in {"HALLE_VAR": str(tmp_path), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    return read


def test_production_is_the_default_and_is_safe(read):
    values = read(**PRODUCTION)
    assert not values["DEBUG"]
    assert not values["DEMO"]
    assert values["ALLOWED_HOSTS"] == ["marches.region.example"]
    assert values["SECURE_SSL_REDIRECT"]
    assert values["SESSION_COOKIE_SECURE"]
    assert values["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert values["SECOND_FACTOR_FOR_ADMINISTRATORS"]


def test_demonstration_mode_needs_nothing_and_keeps_its_own_secret(read, tmp_path):
    first, second = read(HALLE_DEMO="1"), read(HALLE_DEMO="1")
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == (tmp_path / "secret-key").read_text()
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert first["HALLE_BASE_URL"] == "http://127.0.0.1:8000"
    assert not first["DEBUG"]


def test_port_and_folder_are_the_operators(read, tmp_path):
    values = read(HALLE_DEMO="1", HALLE_PORT="8123")
    assert values["HALLE_BASE_URL"] == "http://127.0.0.1:8123"
    assert values["DATABASES"]["default"]["NAME"] == str(tmp_path / "halle.sqlite3")


def test_one_variable_switches_to_postgresql(read):
    values = read(**PRODUCTION, DATABASE_URL="postgres://halle:secret@db.region.example:5432/halle")
    assert values["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert values["DATABASES"]["default"]["HOST"] == "db.region.example"
    assert "transaction_mode" not in values["DATABASES"]["default"].get("OPTIONS", {})


def test_one_variable_switches_to_a_mail_server(read):
    values = read(**PRODUCTION, HALLE_EMAIL_URL="smtp+tls://user:word@mail.region.example:587")
    assert values["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert values["EMAIL_HOST"] == "mail.region.example"
    assert values["EMAIL_USE_TLS"]


def test_without_a_mail_server_messages_are_files(read, tmp_path):
    values = read(**PRODUCTION)
    assert values["EMAIL_BACKEND"] == "halle.mail.backends.EmlBackend"
    assert values["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    with pytest.raises(ImproperlyConfigured, match="full path of a folder"):
        read(**PRODUCTION, HALLE_EMAIL_URL="filemail://mail")


@pytest.mark.parametrize("missing", PRODUCTION)
def test_what_is_missing_stops_the_start(read, missing):
    with pytest.raises(ImproperlyConfigured, match=f"{missing} (is missing|must be)"):
        read(**{name: value for name, value in PRODUCTION.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HALLE_SECRET_KEY", "short", "HALLE_SECRET_KEY is missing, too short or an example"),
        ("HALLE_SECRET_KEY", "a" * 60, "HALLE_SECRET_KEY is missing, too short or an example"),
        ("HALLE_SECRET_KEY", "changeme-" + SECRET, "HALLE_SECRET_KEY is missing, too short or an example"),
        ("HALLE_SECRET_KEY", "django-insecure-" + SECRET, "HALLE_SECRET_KEY is missing, too short or an example"),
        ("HALLE_BASE_URL", "http://marches.region.example", "must be the public https:// address"),
        ("HALLE_DEBUG", "1", "HALLE_DEBUG=1 is refused outside demonstration mode"),
        ("HALLE_DEBUG", "maybe", "HALLE_DEBUG=maybe is neither 1 nor 0"),
        ("HALLE_DEMO", "please", "HALLE_DEMO=please is neither 1 nor 0"),
        ("HALLE_PORT", "eight", "HALLE_PORT=eight is not a whole number from 1 to 65535"),
        ("HALLE_PORT", "0", "HALLE_PORT=0 is not a whole number from 1 to 65535"),
        ("HALLE_PORT", "99999", "HALLE_PORT=99999 is not a whole number from 1 to 65535"),
        ("HALLE_WORKERS", "-1", "HALLE_WORKERS=-1 is not a whole number from 1 to 64"),
        ("HALLE_NIGHTLY_AT", "25:00", "HALLE_NIGHTLY_AT=25:00 is not a time of day such as 02:00"),
        ("DATABASE_URL", "mysql://root@localhost/halle", "DATABASE_URL must begin with postgres:// or sqlite:///"),
        ("HALLE_EMAIL_URL", "mail.region.example", "HALLE_EMAIL_URL must begin with smtp"),
        (
            "HALLE_TRUSTED_PROXYS",
            "1",
            "HALLE_TRUSTED_PROXYS is not a variable of Halle. Did you mean HALLE_TRUSTED_PROXIES",
        ),
        ("HALLE_COFFEE", "1", "HALLE_COFFEE is not a variable of Halle. docs/operations.md lists them all"),
    ],
)
def test_a_bad_value_stops_the_start_and_says_why(read, name, value, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{**PRODUCTION, name: value})
    assert sentence in str(refusal.value)


def test_a_set_but_empty_variable_counts_as_not_set(read):
    assert read(**PRODUCTION, HALLE_PORT="")["PORT"] == 8000


def test_every_variable_is_in_the_operators_manual():
    sources = sorted((settings.BASE_DIR / "config").glob("*.py"))
    manual = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    read_names = {name for source in sources for name in re.findall(r'env\.\w+\(\s*"(\w+)"', source.read_text())}
    assert len(read_names) > 20
    assert [name for name in sorted(read_names) if f"`{name}`" not in manual] == []


def test_the_command_line_says_the_sentence_and_no_traceback(tmp_path):
    environment = {"PATH": os.environ["PATH"], "HALLE_VAR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 78
    assert ended.stderr.startswith("halle: HALLE_SECRET_KEY is missing")
    assert "Traceback" not in ended.stderr
