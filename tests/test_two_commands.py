"""`make run` and `make test`: what they do before Halle itself is there to be tested."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR


@pytest.fixture
def script(monkeypatch):
    """One of our scripts, as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    return load


def would_run(*arguments: str) -> str:
    """What make would do."""
    return subprocess.run(
        ["make", "--no-print-directory", "-n", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def test_make_run_turns_demonstration_mode_on_and_moves_port_and_folder():
    command = would_run("run", "PORT=8123", "VAR=/some/dir").splitlines()[-1]
    assert 'HALLE_DEMO=1 HALLE_PORT=8123 HALLE_VAR="/some/dir"' in command
    assert command.endswith("halle start")


def test_ci_runs_exactly_make_test():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec make test"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_every_target_explains_itself():
    targets = {line.split()[0] for line in _help().splitlines()}
    assert {"run", "test", "test-fast", "lint", "screenshots", "benchmarks", "requirements", "clean"} <= targets


def _help() -> str:
    return subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_a_python_that_is_too_old_hears_what_to_do(script, monkeypatch):
    install = script("install")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit) as end:
        install.find_python()
    assert "Halle needs Python 3.11 or later; python3 here is 3.9." in str(end.value)
    assert "apt-get install" in str(end.value)


def test_a_newer_python_beside_an_old_one_is_found(script, monkeypatch):
    install = script("install")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr("shutil.which", lambda name: "/opt/python3.12" if name == "python3.12" else None)
    assert install.find_python() == "/opt/python3.12"


@pytest.mark.slow
def test_the_command_builds_a_register_with_processes_of_its_own(script, monkeypatch, tmp_path):
    install = script("install")
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(install, "VENV", str(tmp_path))
    install.add_command()
    command, here = tmp_path / "bin" / "halle", {**os.environ, "HALLE_DEMO": "1", "HALLE_VAR": str(tmp_path / "var")}
    command.write_text(command.read_text().replace(f"#!{tmp_path}/bin/python", f"#!{sys.executable}"))
    generated = ["generate", "--units", "300", "--into", str(tmp_path / "stock")]
    subprocess.run([command, "sirene", *generated], cwd=tmp_path, env=here, check=True, capture_output=True)
    units, places = (
        sorted((tmp_path / "stock").glob("Stock*UniteLegale_*")),
        sorted((tmp_path / "stock").glob("StockEtab*t_*")),
    )
    built = ["build", "--unites-legales", str(units[0]), "--etablissements", str(places[0])]
    ended = subprocess.run(
        [command, "sirene", *built], cwd=tmp_path, env=here, check=False, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "var" / "sirene" / "current").exists()


def test_without_root_the_missing_packages_are_named(script, monkeypatch):
    machine = script("machine")
    monkeypatch.setattr(machine, "has_chromium", lambda: False)
    monkeypatch.setattr(machine, "postgresql_bin", lambda: None)
    monkeypatch.setattr(machine, "_privilege", lambda: None)
    said = machine.install_what_is_missing()
    assert said.startswith("Tests need chromium and postgresql.")
    assert "apt-get install -y --no-install-recommends chromium fonts-dejavu-core postgresql" in said


def test_a_check_that_fails_counts_as_one_failure_and_keeps_its_output(script):
    stages = script("stages")
    result = stages.run(stages.Stage("style", ["sh", "-c", "echo bad line; exit 3"]))
    assert (result.passed, result.failed, result.output) == (0, 1, "bad line")


@pytest.mark.parametrize(
    ("report", "status", "counts"),
    [
        ('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>', 1, (5, 2, 2)),
        ('<testsuites><testsuite tests="9" failures="0" errors="0" skipped="0"/></testsuites>', 0, (9, 0, 0)),
        ('<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>', 5, (0, 1, 0)),
        (None, 0, (0, 1, 0)),
    ],
)
def test_suites_are_counted_from_their_report(script, tmp_path, report, status, counts):
    stages, path = script("stages"), tmp_path / "report.xml"
    if report:
        path.write_text(report)
    result = stages.run(stages.Stage("units", ["sh", "-c", f"exit {status}"], {}, path))
    assert (result.passed, result.failed, result.skipped) == counts


def test_the_last_line_is_the_one_that_ci_reads(script):
    stages = script("stages")
    several = [stages.Result("units", 1.0, 12, 1), stages.Result("style", 1.0, 0, 1)]
    assert stages.closing_line(several) == "12 passed, 2 failed"


def test_what_a_developers_shell_has_set_changes_nothing(script, monkeypatch):
    stages = script("stages")
    monkeypatch.setenv("HALLE_DEMO", "1")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/real-data")
    result = stages.run(stages.Stage("env", ["env"]))
    assert "HALLE_DEMO" not in result.output
    assert "real-data" not in result.output
