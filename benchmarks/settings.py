"""The site's own settings, plus the pages that it is compared with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
