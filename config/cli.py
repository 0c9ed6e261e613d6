"""The `halle` console command: every management command of the project under one name."""

import os
import sys

WRONG_SETTINGS = 78  # EX_CONFIG of sysexits.h


def main() -> None:
    """Run the management command named on the command line.

    Settings that are refused end it with their sentence alone, not with a traceback.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    chooses_its_own = any(argument.startswith("--settings") for argument in sys.argv)
    try:
        chooses_its_own or settings.DEBUG  # noqa: B018 - reads the settings now
    except ImproperlyConfigured as refusal:
        sys.stderr.write(f"halle: {refusal}\n")
        sys.exit(WRONG_SETTINGS)
    execute_from_command_line(sys.argv)
