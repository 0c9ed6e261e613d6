"""`pip install .` into an empty folder: does the installed package carry everything and start?"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = {"templates", "static", "data", "locale"}
LEFT_OUT = (".*", "var", "build", "dist", "*.egg-info", "__pycache__")


def main() -> None:
    """Build, install, compare, start."""
    with tempfile.TemporaryDirectory(prefix="halle-package-") as name:
        folder = Path(name)
        installed = install(folder)
        missing = data_files(ROOT) - data_files(installed)
        if missing:
            sys.exit("The package lacks:\n" + "\n".join(sorted(missing)))
        if any(installed.glob("halle/**/tests")):
            sys.exit("The package carries tests.")
        start(folder, installed)


def install(folder: Path) -> Path:
    """Install the package alone; its dependencies are those of this environment."""
    installed = folder / "installed"
    source = folder / "source"
    # From a copy, so that building leaves nothing in the tree and takes nothing that an earlier build left.
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*LEFT_OUT))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, f"--target={installed}", str(source)], check=True)
    return installed


def data_files(root: Path) -> set[str]:
    """Templates, static files and code tables of the apps."""
    found = (path.relative_to(root) for path in root.glob("halle/**/*") if path.is_file())
    return {str(path) for path in found if DATA & set(path.parts) and path.suffix != ".pyc"}


def start(folder: Path, installed: Path) -> None:
    """Run the installed command in a folder of its own, far from the source tree."""
    variables = {**os.environ, "PYTHONPATH": str(installed), "HALLE_VAR": str(folder / "var")}
    (folder / "var").mkdir()
    for command in (
        ["check"],
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--no-input", "--verbosity=0"],
        ["tasks"],
    ):
        subprocess.run(
            [sys.executable, str(installed / "bin" / "halle"), *command], cwd=folder, env=variables, check=True
        )


if __name__ == "__main__":
    main()
