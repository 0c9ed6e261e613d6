"""Links in messages: always on the configured address, never on what a request says its host is."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    """The public address of a path of the site."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"{path} is not a path of the site.")
    return f"{settings.HALLE_BASE_URL}{path}"


def is_ours(url: str) -> bool:
    """Whether the address leads to the site."""
    return url.startswith(f"{settings.HALLE_BASE_URL}/") and url.isprintable() and " " not in url


def domain() -> str:
    """The host name that our Message-IDs end in."""
    return urlsplit(settings.HALLE_BASE_URL).hostname or "localhost"
