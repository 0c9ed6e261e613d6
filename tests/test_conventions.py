"""What the architecture promises about the code itself, read from the code itself."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

from tests.sources import (
    ROOT,
    functions,
    imports,
    pages,
    place,
    product_files,
    python_files,
    templates,
    text_of,
    tree_of,
)

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
MARKUP_BY_HAND = re.compile(r"\bmark_safe\(|\bSafeString\(|\|safe\b|autoescape off|__html__")
# file -> why it may produce markup that is not escaped by a template
MARKUP_REVIEWED = {
    "halle/ui/rows.py": "a template rendered once and filled with escaped values: a list has a hundred links",
    "halle/ui/pagination.py": "built from escaped pieces: one page of links, cheaper than an include a link",
    "halle/ui/templates/ui/field_notes.html": "constants of the code; Django and allauth write markup in help texts",
}
# file -> why it may load an object by its key alone
KEY_REVIEWED = {"halle/audit/chain.py": "the head of a chain has no parent: it is named by the chain"}
# templates that other packages ask for by name
ASKED_BY_OTHERS = re.compile(
    r"^(account|mfa|usersessions|allauth|admin|django)/|^(400|403|403_csrf|404|429|500)\.html$"
)
# mail programs know no style sheet: the HTML part of mails carries its own styles
MAILS = {"mail/mail.html"}
HOSTS = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|proxy\.golang|deb\.debian\.org|crates\.io", re.IGNORECASE)


def test_no_file_is_long():
    long = [place(path, len(text_of(path).splitlines())) for path in python_files()]
    assert [entry for entry in long if int(entry.rpartition(":")[2] if ":" in entry else 0) > LONGEST_FILE] == []


def test_no_function_is_long():
    long = [
        f"{place(path, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python_files()
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_public_functions_say_what_names_do_not():
    silent = []
    for path in product_files():
        for node in tree_of(path).body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if is_public and not ast.get_docstring(node):
                silent.append(f"{place(path, node.lineno)} {node.name}")
    assert silent == []


def test_every_file_says_what_it_is_for():
    assert [
        place(path) for path in product_files() if text_of(path).strip() and not ast.get_docstring(tree_of(path))
    ] == []


def test_views_and_forms_stay_in_their_app():
    strangers = []
    for path in python_files():
        app = path.relative_to(ROOT).parts[1] if path.is_relative_to(ROOT / "halle") else ""
        for name in imports(path):
            parts = name.split(".")
            foreign = len(parts) > 2 and parts[0] == "halle" and parts[1] not in {app, "ui"}
            if app and foreign and parts[2] in {"views", "forms"}:
                strangers.append(f"{place(path)} imports {name}")
    assert strangers == []


def test_services_take_keywords_and_name_who_acts():
    loose = []
    for path in product_files():
        if "services" in path.parts or path.name == "services.py":
            loose += [f"{place(path, node.lineno)} {node.name}" for node in tree_of(path).body if is_loose(node)]
    assert loose == []


def is_loose(node: ast.stmt) -> bool:
    """A public act that takes `actor`, but not by keyword."""
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
        return False
    positional = [argument.arg for argument in node.args.args]
    return "actor" in positional and len(positional) > 1


def test_policies_ask_no_query():
    asking = re.compile(r"\.objects\b|\.filter\(|\.exists\(|\.count\(|\.select_related\(|\.all\(\)")
    found = [
        place(path, number)
        for path in product_files()
        if "policies" in path.parts or path.name == "policies.py"
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if asking.search(line)
    ]
    assert found == []


def test_objects_are_loaded_through_their_parent():
    by_key = re.compile(r"objects(\.\w+\([^)]*\))*\.get\(\s*(pk|id|uuid)=|get_object_or_404\(\s*[A-Z]\w+\s*[,.)]")
    found = [
        f"{place(path, number)}: {line.strip()}"
        for path in product_files()
        if place(path) not in KEY_REVIEWED
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if by_key.search(line) and not is_locking_again(line)
    ]
    assert found == []


def is_locking_again(line: str) -> bool:
    """A service that locks the row of an object which its caller was already allowed to hold."""
    return "select_for_update" in line and bool(re.search(r"\.get\(pk=\w+\.(pk|user_id|company_id)\)", line))


def test_markup_is_escaped_by_templates():
    files = [*product_files(), *pages()]
    found = {place(path) for path in files if MARKUP_BY_HAND.search(text_of(path))}
    assert found - MARKUP_REVIEWED.keys() == set(), "markup by hand must be reviewed and listed"
    assert MARKUP_REVIEWED.keys() - found == set(), "listed, but no longer there"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline style", r"<style\b|\sstyle\s*="),
        ("an inline script", r"<script(?![^>]*\bsrc=)[^>]*>"),
        ("an event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("a javascript: address", r"javascript:"),
        ("an address of another site", r"(?:src|href|action)=[\"'](?:https?:)?//"),
        ("a positive tabindex", r"tabindex=[\"'][1-9]"),
        ("a picture without alternative", r"<img\b(?![^>]*\balt=)"),
        ("a target without reason", r"target=[\"']_blank"),
    ],
)
def test_pages_have_no(what, pattern):
    found = [
        f"{place(path, text_of(path)[: match.start()].count(chr(10)) + 1)}: {match.group(0)[:80]}"
        for path in pages()
        if name_of(path) not in MAILS
        for match in re.finditer(pattern, text_of(path), re.IGNORECASE)
    ]
    assert found == [], what


def test_every_template_is_used():
    sources = "\n".join(text_of(path) for path in [*product_files(), *templates(), *(ROOT / "config").glob("*.py")])
    families = families_of(sources)
    unused = [name for name in map(name_of, templates()) if not is_used(name, sources, families)]
    assert unused == []


def name_of(path: Path) -> str:
    """The name by which the template is loaded."""
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def families_of(sources: str) -> "re.Pattern[str]":
    """Templates that the code names by f-strings: f"companies/members/{act}.html"."""
    written = re.findall(r"f\"((?:\w+/)+[^\"\s]*\{[^\"\s]*)\"", sources)
    patterns = [re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(text)) for text in written]
    return re.compile("|".join(f"^{pattern}$" for pattern in patterns) or r"^$")


def is_used(name: str, sources: str, families: "re.Pattern[str]") -> bool:
    """Whether the sources name it, or another package does. Mails are named without their endings."""
    if ASKED_BY_OTHERS.search(name) or families.search(name) or families.search(mail_name(name)):
        return True
    return any(f"{quote}{form}{quote}" in sources for form in (name, mail_name(name)) for quote in "\"'")


def mail_name(name: str) -> str:
    """« companies/mail/invitation » for its subject and its text."""
    return re.sub(r"(\.subject)?\.txt$", "", name)


@pytest.mark.parametrize("path", pages(), ids=place)
def test_every_template_compiles(path):
    get_template(name_of(path))


def test_forms_in_pages_are_protected():
    form = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
    bare = [
        place(path)
        for path in pages()
        for match in form.finditer(text_of(path))
        if "csrf_token" not in match.group(1) and "{% include" not in match.group(1)
    ]
    assert bare == []


def test_nothing_names_a_registry():
    files = [*python_files(), *templates(), ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / ".ci" / "run"]
    files += [*(ROOT / "requirements").glob("*"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    found = [place(path) for path in files if path.exists() and HOSTS.search(text_of(path))]
    assert [name for name in found if name != "tests/test_conventions.py"] == []


def test_nothing_is_left_to_do():
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|pytest\.mark\.(skip|xfail)|pytest\.skip\(")
    found = [
        place(path, number)
        for path in [*python_files(), *templates()]
        if path.name != "test_conventions.py"
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if left.search(line)
    ]
    assert found == []


def test_text_is_empty_rather_than_null():
    """Two ways to say « nothing » are one too many; a unique or constrained number may be null."""
    allowed = {"Application.digest", "Company.siren", "Establishment.nic", "EstablishmentProposal.nic"}
    found = {
        f"{model.__name__}.{field.name}"
        for config in apps.get_app_configs()
        if config.name.startswith("halle.")
        for model in config.get_models()
        for field in model._meta.concrete_fields
        if field.null and field.get_internal_type() in {"CharField", "TextField", "EmailField", "URLField"}
    }
    assert found <= allowed


def test_every_model_names_itself():
    mute = [
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("halle.")
        for model in config.get_models()
        if "__str__" not in {name for base in model.__mro__[:2] for name in vars(base)}
        and not model._meta.auto_created
    ]
    assert mute == []


def test_no_value_is_frozen_at_import():
    frozen = re.compile(r"default=\w*\.?(now|today|uuid4|localdate)\(\)|default=(\[\]|\{\})")
    found = [place(path) for path in product_files() if frozen.search(text_of(path))]
    assert found == []


def test_ids_that_people_see_cannot_be_guessed():
    guessable = re.compile(r"<(int|slug|str):(?!token|key|identifier)")
    allauth = ROOT / "halle/accounts/urls.py"  # allauth's own numbers, each looked for among one's own things only
    files = [path for path in product_files() if "urls" in str(path) and path != allauth]
    found = [place(path) for path in files if guessable.search(text_of(path))]
    assert found == []
