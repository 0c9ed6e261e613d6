"""An undefined variable in one of our templates fails the test.

Django hides undefined variables; `string_if_invalid` is the one hook it leaves. `{% if x %}`, `{% for x in y %}` and
`{{ x|default:… }}` may meet a missing variable: that is how a component says « optional ». Templates of other
packages (allauth, Django's admin) keep Django's own behaviour.
"""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.template import Node, engines
from django.template.base import FilterExpression

OURS = Path(__file__).resolve().parents[2] / "halle"
MARK = "⟦indéfini⟧"
OPTIONAL = ("default", "default_if_none", "or_unknown")


class Undefined(str):
    """What stands for a missing variable: it fails in our templates, and is empty in other people's."""

    __slots__ = ()

    def __mod__(self, variable: Any) -> str:
        frame: FrameType = sys._getframe(1)
        expression = frame.f_locals.get("self")
        node = node_of(frame)
        if is_ours(node) and not is_optional(expression):
            pytest.fail(f"Undefined variable « {variable} » in {place_of(node)}", pytrace=True)
        return self._as_django_does(expression, frame)

    def _as_django_does(self, expression: Any, frame: FrameType) -> str:
        if not isinstance(expression, FilterExpression):
            return ""
        engine = engines["django"].engine  # type: ignore[attr-defined]
        engine.string_if_invalid = ""
        try:
            return expression.resolve(frame.f_locals["context"])
        finally:
            engine.string_if_invalid = self


def node_of(frame: FrameType | None) -> Node | None:
    """The template node that asked for the variable: the nearest one up the stack."""
    while frame is not None:
        candidate = frame.f_locals.get("self")
        if isinstance(candidate, Node) and getattr(candidate, "origin", None):
            return candidate
        frame = frame.f_back
    return None


def is_ours(node: Node | None) -> bool:
    """Whether the node was written in this project (or in a test's own template string)."""
    if node is None:
        return False
    name = str(node.origin.name)  # type: ignore[attr-defined]
    return name.startswith(str(OURS)) or name == "<unknown source>"


def is_optional(expression: Any) -> bool:
    """Whether the first filter is one that gives a value to what is missing."""
    filters = getattr(expression, "filters", [])
    return bool(filters) and getattr(filters[0][0], "_filter_name", "") in OPTIONAL


def place_of(node: Node | None) -> str:
    """File and line, for the failure."""
    token = getattr(node, "token", None)
    line = getattr(token, "lineno", "?")
    return f"{node.origin.name}:{line}" if node else "?"  # type: ignore[attr-defined]


def refuse_undefined() -> None:
    """Turn the trap on, once for the whole run."""
    engines["django"].engine.string_if_invalid = Undefined(f"%s{MARK}")  # type: ignore[attr-defined]
