"""What somebody typed in the four steps so far: kept in the session, so that nothing is lost on the way back."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from halle.core.countries import FRANCE

KEY = "signup"
STEPS = ("siret", "company", "place", "account")


@dataclass(slots=True)
class Draft:
    """Plain values only: a session is stored as JSON.

    `told` and `told_place` are what the State says of the company and of its chosen establishment; empty when it does
    not know them, when it could not answer (`trouble` is then the sentence that says so) and for foreign companies.
    """

    words: dict[str, str] = field(default_factory=dict)
    found: list[dict[str, str]] = field(default_factory=list)
    siren: str = ""
    siret: str = ""
    country: str = FRANCE
    foreign_identifier: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    told_place: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    company: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    account: dict[str, str] = field(default_factory=dict)
    company_done: bool = False
    place_done: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether the first step is done."""
        return bool(self.siren or self.foreign_identifier)

    @property
    def is_foreign(self) -> bool:
        """Named by another country's identifier."""
        return bool(self.foreign_identifier)

    @property
    def done(self) -> int:
        """How many steps are behind."""
        return (self.is_chosen, self.is_chosen and self.company_done, self.place_done, False).index(False)

    @property
    def company_name(self) -> str:
        """As the State says it, else as typed."""
        return str(self.told.get("name") or self.company.get("name", ""))

    def choose(self, *, siren: str = "", siret: str = "", country: str = FRANCE, foreign_identifier: str = "") -> None:
        """Go on with that company; what was typed about another one is forgotten."""
        if (siren, foreign_identifier, country) != (self.siren, self.foreign_identifier, self.country):
            self.company, self.place = {}, {}
            self.company_done = self.place_done = False
        elif siret != self.siret:
            self.place, self.place_done = {}, False
        self.siren, self.siret, self.country, self.foreign_identifier = siren, siret, country, foreign_identifier
        self.told, self.told_place, self.trouble = {}, {}, ""


def read_draft(session: Any) -> Draft:
    """The draft of that session, an empty one at first."""
    kept = session.get(KEY, {})
    known = {one.name for one in fields(Draft)}
    return Draft(**{name: value for name, value in kept.items() if name in known})


def keep_draft(session: Any, draft: Draft) -> None:
    """Store it for the next page."""
    session[KEY] = asdict(draft)
