"""The checks themselves: what each one runs, and how its end is read."""

import os
import secrets
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LONGEST = 45 * 60
TIMED_OUT = 124
LINES_SHOWN = 400
# What a developer's shell or CI may have set must not change what is tested.
FOREIGN = ("HALLE_", "DATABASE_URL", "CACHE_URL", "DJANGO_", "PYTEST_", "PYTHONPATH")


@dataclass(frozen=True)
class Stage:
    """One check: a command, and for suites the report that holds its counts."""

    name: str
    command: list[str]
    variables: dict[str, str] = field(default_factory=dict)
    report: Path | None = None


@dataclass(frozen=True)
class Result:
    """How a check went."""

    name: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: str = ""

    @property
    def line(self) -> str:
        """« ok     types   12.3 s »."""
        counts = closing_line([self]) if self.passed else ""
        return f"{'FAILED' if self.failed else 'ok    '} {self.name:<20} {self.seconds:6.1f} s  {counts}".rstrip()


def run(stage: Stage) -> Result:
    """Run the check; one that does not end in time is ended and has failed."""
    started = time.monotonic()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    with subprocess.Popen(
        stage.command,
        cwd=ROOT,
        env={**kept, "PYTHONDONTWRITEBYTECODE": "1", **stage.variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            output, status = process.communicate(timeout=LONGEST)[0], process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, status = process.communicate()[0] + f"\nended after {LONGEST} s", TIMED_OUT
    passed, failed, skipped = _counts(stage.report)
    if status and not failed:
        failed = 1
    shown = "\n".join(output.splitlines()[-LINES_SHOWN:])
    return Result(stage.name, time.monotonic() - started, passed, failed, skipped, shown)


def closing_line(results: list[Result]) -> str:
    """« N passed, N failed », and the skipped when there are any, which our rules forbid."""
    passed, failed, skipped = (
        sum(counts) for counts in zip(*((each.passed, each.failed, each.skipped) for each in results), strict=True)
    )
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def _counts(report: Path | None) -> tuple[int, int, int]:
    """Passed, failed and skipped in a JUnit report; a suite that left none, or ran nothing, has failed."""
    if report is None:
        return 0, 0, 0
    if not report.exists():
        return 0, 1, 0
    suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it
    total, failed, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites for name in names)
        for names in (["tests"], ["failures", "errors"], ["skipped"])
    )
    return max(0, total - failed - skipped), failed, skipped


def lint() -> list[Stage]:
    """Style, types, contracts, migrations, production settings."""
    manage = [sys.executable, "manage.py"]
    under_test = {"DJANGO_SETTINGS_MODULE": "config.settings_test"}
    return [
        Stage("types", [str(BIN / "mypy"), "--no-incremental"]),
        Stage("style", [str(BIN / "ruff"), "check", "--no-cache", "."]),
        Stage("format", [str(BIN / "ruff"), "format", "--check", "--no-cache", "."]),
        Stage("templates", [str(BIN / "djlint"), "--lint", "--quiet", "halle"]),
        Stage("imports", [str(BIN / "lint-imports"), "--no-cache"]),
        Stage("migrations", [*manage, "makemigrations", "--check", "--dry-run"], under_test),
        Stage("deployment", [*manage, "check", "--deploy", "--fail-level=WARNING"], production()),
    ]


def production() -> dict[str, str]:
    """What an operator would set at least."""
    return {
        "HALLE_SECRET_KEY": secrets.token_urlsafe(64),
        "HALLE_BASE_URL": "https://marches.region.test",
        "HALLE_MAIL_FROM": "Halle <halle@region.test>",
    }


def package() -> Stage:
    """`pip install .` in an empty place."""
    return Stage("package", [sys.executable, "scripts/package_smoke.py"], production())


def units_on_sqlite(folder: Path) -> Stage:
    """Everything but the browser, on SQLite."""
    return _suite("units on SQLite", folder / "sqlite.xml", "not browser", {})


def units_on_postgresql(folder: Path, database_url: str) -> Stage:
    """The same tests on PostgreSQL; but those of the register, a file of its own that knows no database."""
    variables = {"DATABASE_URL": database_url}
    return _suite("units on PostgreSQL", folder / "postgresql.xml", "not browser", variables, "--ignore=halle/sirene")


def journeys(folder: Path) -> Stage:
    """Real Chromium."""
    return _suite("browser journeys", folder / "browser.xml", "browser", {}, "-n=2")


def _suite(name: str, report: Path, marks: str, variables: dict[str, str], *flags: str) -> Stage:
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", marks, f"--junitxml={report}"]
    return Stage(name, [*pytest, *flags], variables, report)
