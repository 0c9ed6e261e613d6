"""Every check of the project, one after the other or two at a time: what `make test` and CI run.

`--only lint` runs the checks that run no test. The last line is « N passed, N failed »: tests of all suites together;
a check that failed without counting (style, types…) adds one to the failed. All checks run, even after one failed.
"""

import argparse
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import machine
import stages
from stages import Result, Stage


def main() -> int:
    """Run everything; the exit status says whether all went well."""
    parser = argparse.ArgumentParser(description="Run every check of the project.")
    parser.add_argument("--only", choices=["lint"], help="run only these checks")
    only = parser.parse_args().only
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="halle-tests-", ignore_cleanup_errors=True) as folder:
        results = run_side_by_side(stages.lint()) if only else run_everything(Path(folder))
    return conclude(results, time.monotonic() - started)


def run_everything(folder: Path) -> list[Result]:
    """Lint and unit suites share the cores; browser journeys run alone, so that nothing slows them."""
    missing = machine.install_what_is_missing()
    if missing:
        return [Result("machine", failed=1, output=missing, seconds=0.0)]
    try:
        with machine.postgresql() as database_url:
            units = [stages.units_on_postgresql(folder, database_url), stages.units_on_sqlite(folder)]
            results = run_side_by_side([*stages.lint(), stages.package(), *units])
    except machine.NotReady as problem:
        return [Result("PostgreSQL", failed=1, output=str(problem), seconds=0.0)]
    return [*results, run_and_tell(stages.journeys(folder))]


def run_side_by_side(several: list[Stage]) -> list[Result]:
    """Two at a time, in order."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(run_and_tell, several))


def run_and_tell(stage: Stage) -> Result:
    """Run one check and print its line."""
    result = stages.run(stage)
    print(result.line, flush=True)
    return result


def conclude(results: list[Result], seconds: float) -> int:
    """The output of what failed, then the line that CI reads; the exit status."""
    failures = [result for result in results if result.failed]
    for result in failures:
        print(f"\n{'=' * 20} {result.name} {'=' * 20}\n{result.output}")
    print(f"\n{len(results)} checks in {seconds:.0f} s: {', '.join(result.name for result in results)}")
    if failures:
        print(f"Failed: {', '.join(result.name for result in failures)}")
    print(stages.closing_line(results), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
