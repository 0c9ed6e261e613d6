"""Typed readers of environment variables: a value that cannot be meant stops the start and says why."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off", ""})
PREFIX = "HALLE_"


class Environment:
    """Reads variables, and remembers which ones exist so that a misspelt one can be refused."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._known: set[str] = set()

    def text(self, name: str, *, default: str = "") -> str:
        """The value without surrounding spaces; a variable that is set but empty counts as not set."""
        self._known.add(name)
        return self._values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        """1 or 0, yes or no, true or false, on or off."""
        value = self.text(name, default=str(default)).lower()
        if value not in YES | NO:
            raise ImproperlyConfigured(f"{name}={value} is neither 1 nor 0.")
        return value in YES

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self.text(name, default=str(default))
        if not re.fullmatch(r"-?[0-9]{1,15}", value) or not least <= int(value) <= most:
            raise ImproperlyConfigured(f"{name}={value} is not a whole number from {least} to {most}.")
        return int(value)

    def words(self, name: str, *, default: list[str]) -> list[str]:
        """Values separated by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or default

    def hour(self, name: str, *, default: str) -> str:
        """A time of day, as 02:00."""
        value = self.text(name, default=default)
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
            raise ImproperlyConfigured(f"{name}={value} is not a time of day such as 02:00.")
        return value

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """A SQLite or PostgreSQL address."""
        url = self.text(name, default=default)
        if not re.match(r"(sqlite|postgres|postgresql)://.", url):
            raise ImproperlyConfigured(f"{name} must begin with postgres:// or sqlite:///.")
        return dict(environ.Env.db_url_config(url))

    def cache(self, name: str, *, default: dict[str, Any]) -> dict[str, Any]:
        """A cache address (redis://…), or the default."""
        url = self.text(name)
        return dict(environ.Env.cache_url_config(url)) if url else default

    def mail(self, name: str, *, default: str) -> dict[str, Any]:
        """Where mail goes: smtp://, smtp+tls://, smtp+ssl://, filemail://, consolemail://."""
        url = self.text(name, default=default)
        scheme = url.partition("://")[0]
        if scheme not in environ.Env.EMAIL_SCHEMES:
            raise ImproperlyConfigured(f"{name} must begin with smtp+tls://, smtp+ssl://, smtp:// or filemail://.")
        if scheme == "filemail":  # environ would lose the first slash of the folder
            folder = url.partition("://")[2]
            if not folder.startswith("/"):
                raise ImproperlyConfigured(f"{name}=filemail:// must go on with the full path of a folder.")
            return {"EMAIL_BACKEND": "halle.mail.backends.EmlBackend", "EMAIL_FILE_PATH": folder}
        return dict(environ.Env.email_url_config(url))

    def refuse_unknown(self) -> None:
        """Refuse a HALLE_ variable that no reader asked for: it is a typing error that would go unnoticed."""
        for name in sorted(set(self._values) - self._known):
            if name.startswith(PREFIX):
                close = difflib.get_close_matches(name, self._known, n=1, cutoff=0.8)
                hint = f" Did you mean {close[0]}?" if close else " docs/operations.md lists them all."
                raise ImproperlyConfigured(f"{name} is not a variable of Halle.{hint}")
