"""The project's own files, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
APPS = sorted(path.parent.name for path in (ROOT / "halle").glob("*/__init__.py"))


def python_files() -> list[Path]:
    """Every Python file we wrote, migrations left out."""
    folders = [ROOT / name for name in ("halle", "config", "tests", "benchmarks", "scripts")]
    found = [path for folder in folders for path in folder.rglob("*.py")]
    return sorted([ROOT / "conftest.py", *(path for path in found if "migrations" not in path.parts)])


def product_files() -> list[Path]:
    """The Python files of the product itself, without tests."""
    return [path for path in python_files() if path.is_relative_to(ROOT / "halle") and "tests" not in path.parts]


def templates() -> list[Path]:
    """Every template, of pages and of mails."""
    return sorted(path for path in (ROOT / "halle").rglob("templates/**/*") if path.is_file())


def pages() -> list[Path]:
    """The HTML templates."""
    return [path for path in templates() if path.suffix == ".html"]


@cache
def text_of(path: Path) -> str:
    """The file's text."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text_of(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of the file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> Iterator[str]:
    """The dotted names that the file imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def place(path: Path, line: int | None = None) -> str:
    """The file, and the line, as one clicks on them."""
    short = str(path.relative_to(ROOT))
    return f"{short}:{line}" if line else short
