"""The site's secret key: given by the operator, or generated once for a demonstration."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.readers import Environment

MINIMUM_LENGTH = 50
EXAMPLES = ("example", "exemple", "changeme", "change-me", "secret", "insecure")


def read_secret_key(env: Environment, *, demo: bool, var: Path) -> str:
    """HALLE_SECRET_KEY, or in demonstration mode a key generated in `var`.

    Raises ImproperlyConfigured when it is missing, short, or looks like an example of a manual.
    """
    key = env.text("HALLE_SECRET_KEY")
    if not key and demo:
        return _generated(var / "secret-key")
    if len(key) < MINIMUM_LENGTH or len(set(key)) < 10 or any(word in key.lower() for word in EXAMPLES):
        raise ImproperlyConfigured(
            "HALLE_SECRET_KEY is missing, too short or an example. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key


def _generated(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()
