"""Forms as a browser reads them: from the page, not from the code."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT = {"text", "email", "url", "tel", "search", "date", "number", "textarea"}


@dataclass
class Form:
    """One form of a page: its method, where it goes, and what it would send as it stands."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)

    @property
    def text_fields(self) -> list[str]:
        """Where one can type."""
        return [name for name, kind in self.kinds.items() if kind in TEXT and name not in self.locked]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self.current: Form | None = None
        self.select = self.textarea = ""
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "form":
            self.current = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.current)
        elif self.current is not None and tag == "button" and given.get("name"):
            self.current.values.setdefault(given["name"], given.get("value", ""))
            self.current.kinds[given["name"]] = "hidden"
        elif self.current is not None and tag in {"input", "select", "textarea", "option"}:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name, kind = self.current, given.get("name", ""), given.get("type", "text")
        assert form is not None
        if tag == "option":
            if self.select and ("selected" in given or self.select not in form.values):
                form.values[self.select] = given.get("value", "")
            return
        if not name:
            return
        form.kinds[name] = kind if tag == "input" else tag
        if given.keys() & {"readonly", "disabled", "hidden"} or given.get("autocomplete") == "username":
            form.locked.add(name)
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea, self.written = name, []
        elif kind not in {"checkbox", "radio"} or "checked" in given:
            form.values[name] = given.get("value", "on" if kind in {"checkbox", "radio"} else "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.written.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.textarea:
            assert self.current is not None
            text = "".join(self.written)
            self.current.values[self.textarea] = text.removeprefix("\r").removeprefix("\n")
            self.textarea = ""


def forms_of(page: str) -> list[Form]:
    """Every form of the page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def ids_of(page: str) -> list[str]:
    """Every id of the page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.ids
