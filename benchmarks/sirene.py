"""The State register: building, look-ups, search, search while a build runs, the night's comparison.

Run: .venv/bin/python -m benchmarks.sirene --units 2000000        (the issue's size: 2 M units, 3 M establishments)
     .venv/bin/python -m benchmarks.sirene --units 29900000 --only build,lookup,search --folder /big   (France)
Everything is measured in one run on generated data; ratios hold from one machine to another, seconds do not.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

STAGES = ("build", "limit", "copy", "lookup", "duckdb", "search", "busy", "night")


def main() -> None:
    """Generate the stock, then run each stage that was asked for."""
    options = _options()
    folder = (options.folder or Path(tempfile.mkdtemp(prefix="halle-sirene-"))).resolve()
    os.environ.update(
        HALLE_DEMO="1",
        HALLE_VAR=str(folder / "var"),
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=f"sqlite:///{folder / 'var' / 'halle.sqlite3'}",
    )
    (folder / "var").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from benchmarks import sirene_stages as stages

    try:
        bench = stages.Bench(folder, options.units, options.format)
        for stage in STAGES:
            if stage in options.only:
                sys.stdout.write(f"-- {stage}\n")
                getattr(stages, f"stage_{stage}")(bench)
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=200_000)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--only", type=lambda text: text.split(","), default=STAGES)
    parser.add_argument(
        "--folder", type=Path, help="where there is room (400 bytes a unit); kept, and what it holds is used again"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
