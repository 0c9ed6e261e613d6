"""Resolve requirements/*.in into pinned and hashed requirements/*.txt, valid for every platform and Python ≥ 3.11."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
FLAGS = "--universal --python-version=3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q"


def main() -> None:
    """Base first, then tests; `make requirements` and CONTRIBUTING.md say when."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for kind in ("base", "test"):
        command = ["uv", "pip", "compile", "--upgrade", *FLAGS.split()]
        command += [f"requirements/{kind}.in", "-o", f"requirements/{kind}.txt"]
        subprocess.run([sys.executable, "-m", *command], cwd=FOLDER.parent, check=True)


if __name__ == "__main__":
    main()
