"""Settings of the test suite: demonstration mode off, cheap password hashes, no file outside a temporary folder."""

import atexit
import os
import shutil
import tempfile

if "HALLE_VAR" not in os.environ:
    os.environ["HALLE_VAR"] = tempfile.mkdtemp(prefix="halle-test-")
    atexit.register(shutil.rmtree, os.environ["HALLE_VAR"], ignore_errors=True)
os.environ.setdefault("HALLE_SECRET_KEY", "TXq2w8Jr5uKz9mVb4nYc7eHd1fLg6pSa3tRoUiWjZxNvBkMqPy0Q")
os.environ.setdefault("HALLE_BASE_URL", "https://halle.test")
os.environ.setdefault("HALLE_MAIL_FROM", "Halle <ne-pas-repondre@halle.test>")

from config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns about a missing folder
ALLOWED_HOSTS = ["testserver", "halle.test", "127.0.0.1", "localhost"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
SECOND_FACTOR_FOR_ADMINISTRATORS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
REGISTER_SOURCES = ["local"]
