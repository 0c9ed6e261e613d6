"""API Sirene 3.11 of INSEE: a key, 30 questions a minute on the public plan.

Shapes and statuses: INSEE's OpenAPI description of version 3.11; 301 a duplicate, 404 nothing (also for an empty
list), 414 an address too long (then asked by POST).
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from halle.core.clock import today
from halle.sirene.clients.budget import Budget
from halle.sirene.clients.transport import Answer, Transport, reading
from halle.sirene.normalise import flatten_place, flatten_unit, place_from, unit_from
from halle.sirene.records import Change, Dossier, Entry, Informations, Place, Succession, Unit
from halle.sirene.register import RegisterUnavailable, Trouble
from halle.sirene.tokens import words_in

KEY = "X-INSEE-Api-Key-Integration"
A_MINUTE = 30
PAGE = 1000
# A page waits for this many establishments of one company, not for La Poste's forty thousand.
MOST_PAGES = 5
HOPS = 3
KINDS = {
    "unit": ("/siren", "unitesLegales", "dateDernierTraitementUniteLegale"),
    "place": ("/siret", "etablissements", "dateDernierTraitementEtablissement"),
}


class ApiSirene:
    """The register as INSEE's API tells it."""

    def __init__(self, base: str, key: str, *, transport: Transport | None = None) -> None:
        budget = Budget("insee", A_MINUTE, 60)
        self._transport = transport or Transport("insee", base, budget, headers={KEY: key})

    @property
    def name(self) -> str:
        """Its name for people."""
        return _("INSEE, API Sirene")

    def lookup(self, siret: str) -> Entry | None:
        """One establishment with its unit; the API does not say how many there are."""
        answer, kept = self._follow("siret", siret)
        if answer.status != 200:
            return None
        with reading("insee"):
            told = self._part(answer, "etablissement")
            place = place_from(flatten_place(told))
            if place.siret != kept:
                raise ValueError(kept)
            return Entry(self._unit_of(told), place)

    def company(self, siren: str) -> Dossier | None:
        """One unit with all its establishments; a duplicate is followed to the unit that INSEE keeps."""
        answer, kept = self._follow("siren", siren)
        if answer.status != 200:
            return None
        with reading("insee"):
            unit = unit_from(flatten_unit(self._part(answer, "uniteLegale")))
            if unit.siren != kept:
                raise ValueError(kept)
            places, complete = self._places_of(unit)
        return Dossier(
            unit,
            places,
            places_complete=complete,
            duplicate_of=siren if kept != siren else "",
            source=self.name,
            as_of=today(),
        )

    def _places_of(self, unit: Unit) -> tuple[tuple[Place, ...], bool]:
        """Its establishments, the head office among them, and whether these are all."""
        places: list[Place] = []
        for number, page in enumerate(self._pages("place", f"siren:{unit.siren}", patient=False)):
            if number == MOST_PAGES:
                break
            places += [place_from(flatten_place(one)) for one in page]
        else:
            return tuple(places), True
        if unit.head_office_siret not in {"", *(place.siret for place in places)}:
            entry = self.lookup(unit.head_office_siret)
            places += [entry.place] if entry and entry.place else []
        return tuple(places), False

    def _follow(self, kind: str, number: str) -> tuple[Answer, str]:
        """The answer for that number, or for the one that INSEE kept of two (301)."""
        for _hop in range(HOPS):
            answer = self._transport.ask(f"/{kind}/{number}")
            if answer.status != 301:
                return answer, number
            kept = answer.location.rstrip("/").rpartition("/")[2]
            if not kept.isdecimal() or len(kept) != len(number):
                break
            number = kept
        raise RegisterUnavailable(Trouble.MALFORMED, "insee", "redirection")

    def search(self, words: str, *, postcode: str = "", department: str = "", limit: int = 10) -> list[Entry]:
        """Head offices whose company's name holds the words, each as a beginning."""
        asked = words_in(words)
        if not asked:
            return []
        wanted = [f"denominationUniteLegale:{word}*" for word in asked]
        wanted += [f"codePostalEtablissement:{postcode}"] if postcode else []
        wanted += [f"codeCommuneEtablissement:{department}*"] if department else []
        question = " AND ".join([*wanted, "etablissementSiege:true"])
        answer = self._ask_many("/siret", {"q": question, "nombre": limit})
        if answer.status != 200:
            return []
        with reading("insee"):
            found = self._list(answer, "etablissements")
            entries = [Entry(self._unit_of(one), place_from(flatten_place(one))) for one in found]
        return [one for one in entries if one.unit.diffusible]

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """Day after day from that moment's day on, units then establishments; waits out the quota."""
        last = self.informations().processed
        day, end = since.date(), last.date() if last else today()
        while day <= end:
            for kind in KINDS:
                yield from self._changes_of(kind, day)
            day += timedelta(days=1)

    def _changes_of(self, kind: str, day: date) -> Iterator[list[Change]]:
        _path, _name, moment = KINDS[kind]
        flatten = flatten_unit if kind == "unit" else flatten_place
        for page in self._pages(kind, f"{moment}:{day.isoformat()}", patient=True):
            with reading("insee"):
                lines = [line for line in map(flatten, page) if line.get(moment)]
                changes = [Change(kind, line, datetime.fromisoformat(line[moment])) for line in lines]
            yield changes

    def successors(self, siret: str) -> tuple[Succession, ...]:
        """Who carries on an establishment, the latest first."""
        answer = self._transport.ask(
            "/siret/liensSuccession", {"q": f"siretEtablissementPredecesseur:{siret}", "tri": "successeur"}
        )
        if answer.status != 200:
            return ()
        with reading("insee"):
            found = [_succession(link) for link in self._list(answer, "liensSuccession")]
        return tuple(sorted(found, key=lambda link: link.on or date.min, reverse=True))

    def informations(self) -> Informations:
        """How far INSEE's service is: the latest treatment over its two collections."""
        answer = self._transport.ask("/informations", patient=True)
        with reading("insee"):
            told = self._list(answer, "datesDernieresMisesAJourDesDonnees")
            return Informations(
                available=_latest(told, "dateDerniereMiseADisposition"),
                processed=_latest(told, "dateDernierTraitementMaximum"),
                mass_treatment=_latest(told, "dateDernierTraitementDeMasse"),
            )

    def close(self) -> None:
        """Let go of its connections."""
        self._transport.close()

    def check(self) -> None:
        """Ask one small question; raises RegisterUnavailable when it is not answered."""
        self._transport.ask("/informations")

    def _pages(self, kind: str, question: str, *, patient: bool) -> Iterator[list[Mapping[str, Any]]]:
        """Every page of an answer, by cursor: the last one says the same cursor again."""
        path, name, _moment = KINDS[kind]
        cursor = "*"
        seen: set[str] = set()
        while cursor not in seen:
            seen.add(cursor)
            params = {"q": question, "nombre": PAGE, "curseur": cursor}
            answer = self._ask_many(path, params, patient=patient)
            if answer.status != 200:
                return
            yield self._list(answer, name)
            with reading("insee"):
                cursor = str(answer.data["header"].get("curseurSuivant") or cursor)

    def _ask_many(self, path: str, params: Mapping[str, Any], *, patient: bool = False) -> Answer:
        """By address; by form when the address is too long."""
        answer = self._transport.ask(path, params, patient=patient)
        return self._transport.ask(path, params, patient=patient, form=True) if answer.status == 414 else answer

    def _unit_of(self, place: Mapping[str, Any]) -> Unit:
        unit = place.get("uniteLegale")
        if not isinstance(unit, dict):
            raise RegisterUnavailable(Trouble.MALFORMED, "insee", "uniteLegale")
        return unit_from(flatten_unit({**unit, "siren": place.get("siren")}))

    def _part(self, answer: Answer, name: str) -> Mapping[str, Any]:
        part = (answer.data or {}).get(name)
        if not isinstance(part, dict):
            raise RegisterUnavailable(Trouble.MALFORMED, "insee", name)
        return part

    def _list(self, answer: Answer, name: str) -> list[Mapping[str, Any]]:
        part = (answer.data or {}).get(name)
        if not isinstance(part, list):
            raise RegisterUnavailable(Trouble.MALFORMED, "insee", name)
        return part


def _latest(told: list[Mapping[str, Any]], name: str) -> datetime | None:
    return max((datetime.fromisoformat(one[name]) for one in told if one.get(name)), default=None)


def _succession(link: Mapping[str, Any]) -> Succession:
    day = link.get("dateLienSuccession")
    return Succession(
        str(link["siretEtablissementPredecesseur"]),
        str(link["siretEtablissementSuccesseur"]),
        date.fromisoformat(day[:10]) if day else None,
        bool(link.get("transfertSiege")),
        bool(link.get("continuiteEconomique")),
    )
