"""What the tutorial shows, screen by screen, with its exact words: the proofs that docs/checklist.md cites."""

import html
import re
from urllib.parse import urljoin

import pytest
from django.core import mail as django_mail
from django.urls import reverse

from conftest import signed_in
from halle.companies.models import Membership, Officer, OfficerKind
from tests import cast
from tests.markup import forms_of

SUCCESS = "Modifications enregistrées avec succès"


def words(response):
    """What one reads on the page, on one line."""
    text = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def title(response):
    """The main title."""
    found = re.search(r"(?s)<h1[^>]*>(.*?)</h1>", response.content.decode())
    return html.unescape(re.sub(r"<[^>]+>", "", found.group(1))).strip()


def in_order(text, *pieces):
    """Whether the pieces are there, each after the one before."""
    place = 0
    for piece in pieces:
        place = text.find(piece, place)
        assert place >= 0, f"« {piece} » is missing, or not in its place"
        place += len(piece)
    return True


def labels(response):
    """The labels of the page's fields, in order, required marks kept."""
    found = re.findall(r"(?s)<(?:label|legend)\b[^>]*>(.*?)</(?:label|legend)>", response.content.decode())
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", label)).split()) for label in found]


@pytest.fixture
def page(company, as_nicolas, bernard):
    """Open a page of the company as Nicolas."""

    def open_page(name, *arguments):
        return as_nicolas.get(reverse(name, args=[company.identifier, *arguments]))

    return open_page


@pytest.fixture
def bernards(company, bernard):
    """Bernard's membership."""
    return Membership.objects.get(user=bernard)


# --- the frame ---


def test_the_socle_frame(page):
    home = words(page("portal:socle_home"))
    assert in_order(
        home, "Bienvenue, M. Nicolas Dupond", "» Déconnexion", "Accueil", "Ma plate-forme", "Mon entreprise"
    )
    assert re.search(r"Accueil (> )?(Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) \d\d? \w+ \d{4}", home)
    assert in_order(home, "© Halle, 2026", "Mentions légales")


def test_the_active_tab_is_marked(page):
    for name, tab in (
        ("portal:socle_home", "Accueil"),
        ("portal:platform", "Ma plate-forme"),
        ("companies:sheet", "Mon entreprise"),
    ):
        marked = re.findall(r'<a [^>]*aria-current="true"[^>]*>([^<]+)</a>', page(name).content.decode())
        assert marked == [tab]


def test_every_socle_page_leads_back(page, bernards):
    for name in (
        "portal:socle_home",
        "companies:sheet",
        "companies:edit",
        "companies:members",
        "companies:establishments",
    ):
        assert "Retour" in words(page(name)), name
    for name in ("companies:member", "companies:member_edit", "companies:member_roles", "companies:member_roles_edit"):
        assert "Retour" in words(page(name, bernards.pk)), name
    assert in_order(words(page("companies:member_roles", bernards.pk)), "Retour à la fiche de l'entreprise", "Retour")


def test_every_form_says_what_is_required(page, bernards):
    for name, arguments in (
        ("companies:edit", ()),
        ("companies:member_create", ()),
        ("companies:member_edit", (bernards.pk,)),
        ("companies:establishment_create", ()),
    ):
        assert "les champs indiqués par * sont obligatoires" in words(page(name, *arguments)), name


# --- the company's sheet ---


def test_the_sheet_shows_every_field_in_order(page, company):
    Officer.objects.create(company=company, civility="m", first_name="Nicolas", last_name="Dupond", function="DG")
    Officer.objects.create(company=company, kind=OfficerKind.LEGAL, legal_name="M. DUPOND NICOLAS")
    sheet = page("companies:sheet")
    assert title(sheet) == "ENTREPRISE TEST 2"
    assert in_order(
        words(sheet),
        *("Coordonnées", "Etablissements", "Utilisateurs"),
        *("Raison sociale", "Sigle de l'entreprise", "SIREN", "732 829 320", "NIC du siège social", "00074"),
        *(
            "Catégorie",
            "Non renseignée",
            "Nature juridique",
            "SARL",
            "Libellé NAF",
            "Culture de céréales",
            "Description",
        ),
        *("Adresse", "15 RUE CLAUDE CHAPPE", "Code postal", "35510", "Ville", "CESSON-SEVIGNE", "Pays", "France"),
        *("Courriel", "Site Internet", "Date de création de l'entreprise", "Non connue", "Responsable"),
        *("Personne physique", "M. DUPOND NICOLAS", "Personne morale", "M. DUPOND NICOLAS"),
    )


def test_the_form_holds_every_field_in_order(page):
    form = page("companies:edit")
    assert title(form) == "Modification des coordonnées de l'entreprise : ENTREPRISE TEST 2"
    assert in_order(
        "\n".join(labels(form)),
        *("Raison social", "*", "Sigle", "SIREN", "NIC du siège social", "Catégorie", "Nature juridique"),
        *(
            "Inscrit aux RM",
            "RCS",
            "Libellé NAF",
            "*",
            "Description",
            "Adresse",
            "*",
            "Code postal",
            "*",
            "Ville",
            "*",
        ),
        *("Canton", "Courriel", "*", "Site Internet", "Etat administratif", "Date de création", "Date de radiation"),
    )
    assert "0111Z - Culture de céréales" in html.unescape(form.content.decode())


def test_the_officers_are_listed_with_their_columns(page, company):
    Officer.objects.create(company=company, first_name="NICOLAS", last_name="DUPOND", function="DG")
    for name in ("companies:sheet", "companies:edit"):
        assert in_order(
            words(page(name)),
            "Liste des dirigeants",
            *("Civilité", "Prénom", "Nom", "Fonction", "Courriel", "Téléphone fixe", "Action"),
            *("NICOLAS", "DUPOND", "DG"),
        )


def test_saving_leads_back_to_the_sheet(page, company, as_nicolas):
    values = forms_of(page("companies:edit").content.decode())
    form = next(form for form in values if "description" in form.kinds).values
    address = reverse("companies:edit", args=[company.identifier])
    answer = as_nicolas.post(address, {**form, "email": "a@b.example", "description": "Céréales"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("companies:sheet", args=[company.identifier])
    assert in_order(words(answer), "ENTREPRISE TEST 2", SUCCESS, "Céréales")


def test_what_the_form_has_the_sheet_has_too(page):
    """The tutorial's own defect (S-061): its sheet loses the SIREN and the NIC that its form has."""
    assert in_order(words(page("companies:sheet")), "SIREN", "732 829 320", "NIC du siège social", "00074")


def test_a_field_of_the_state_is_locked_and_refused(page, company, as_nicolas):
    company.field_sources.create(field="name", source="insee", since="2026-01-05")
    form = next(form for form in forms_of(page("companies:edit").content.decode()) if "description" in form.kinds)
    assert "name" in form.locked
    address = reverse("companies:edit", args=[company.identifier])
    as_nicolas.post(address, {**form.values, "email": "a@b.example", "name": "PIRATE"})
    company.refresh_from_db()
    assert company.name == "ENTREPRISE TEST 2"


# --- users ---


def test_the_list_of_users(page):
    listing = page("companies:members")
    assert title(listing) == "Liste des utilisateurs de l'entreprise"
    text = words(listing)
    assert in_order(text, "Créer un utilisateur", "Imprimer", "Nombre total d'utilisateurs : 2", "RÉSULTAT")
    assert in_order(text, "RÉSULTAT", "Utilisateurs", "Courriel", "Date exp. mot de passe", "Actions")
    assert re.search(r"\b20\d\d-\d\d-\d\d\b", text), "the date is written as in the tutorial"


def test_four_actions_named_after_the_person_and_two_on_oneself(page):
    text = words(page("companies:members"))
    for act in ("Voir", "Modifier", "Désactiver", "Supprimer"):
        assert f"{act} Bernard Dupond" in text
    assert "Voir Nicolas Dupond" in text
    assert "Désactiver Nicolas Dupond" not in text
    assert "Supprimer Nicolas Dupond" not in text


def test_a_disabled_user_can_be_enabled_from_the_list(page, bernards):
    Membership.objects.filter(pk=bernards.pk).update(state="disabled")
    assert "Réactiver Bernard Dupond" in words(page("companies:members"))


def test_a_line_leads_to_the_sheet_and_the_sheet_to_the_form(page, bernards, company):
    sheet = reverse("companies:member", args=[company.identifier, bernards.pk])
    listing = page("companies:members")
    link = re.search(r'<a [^>]*href="([^"]+)"[^>]*>\s*Bernard Dupond', listing.content.decode())
    assert urljoin(listing.wsgi_request.path, link.group(1)) == sheet
    assert in_order(words(page("companies:member", bernards.pk)), "Modifier cet utilisateur", "Coordonnées", "Rôles")


FIELDS = [
    *("Prénom *", "Nom *", "Qualité", "Etablissement", "Fonction", "Adresse *", "Code postal *", "Ville *", "Pays *"),
    *("Canton", "Courriel *", "Téléphone portable", "Téléphone fixe", "Fax", "Préférences de notification"),
]


def test_the_form_of_a_user(page, bernards):
    form = page("companies:member_edit", bernards.pk)
    assert in_order(words(form), "Coordonnées de l'employé", "Identifiant", "bernard.dupond@entreprise-test.example")
    assert in_order("\n".join(labels(form)), *FIELDS)
    assert in_order(words(form), "ENREGISTRER", "RÉINITIALISER")


def test_a_new_user_starts_with_the_tutorials_defaults(page, company):
    form = page("companies:member_create")
    assert title(form) == "Fiche de l'utilisateur"
    assert in_order("\n".join(labels(form)), *FIELDS)
    assert "Identifiant" not in words(form)
    values = next(form for form in forms_of(form.content.decode()) if "last_name" in form.kinds).values
    defaults = {"civility": "", "establishment": str(company.head_office.pk), "country": "FR", "notification": "email"}
    assert {name: values[name] for name in defaults} == defaults
    assert in_order(words(form), "Non renseignée", "ENTREPRISE TEST 2 - Premier établissement", "France", "Courriel")


def test_creating_opens_the_roles_and_saving_them_says_so(page, company, as_nicolas):
    form = next(
        form for form in forms_of(page("companies:member_create").content.decode()) if "last_name" in form.kinds
    )
    typed = {"first_name": "Hélène", "last_name": "Le Goff", "address": "8 RUE", "postcode": "35700", "city": "RENNES"}
    typed |= {"email": "helene@entreprise-test.example"}
    roles = as_nicolas.post(
        reverse("companies:member_create", args=[company.identifier]), {**form.values, **typed}, follow=True
    )
    assert in_order(words(roles), "L'utilisateur a été créé avec succès", "Salle des marchés")
    helene = Membership.objects.get(email="helene@entreprise-test.example")
    assert (helene.room_role, helene.socle_role) == ("employee", "user"), "the minimum of rights (S-082)"
    saved = as_nicolas.post(
        reverse("companies:member_roles_edit", args=[company.identifier, helene.pk]),
        {"room_role": "administrator", "socle_role": "user"},
        follow=True,
    )
    assert in_order(
        words(saved), "Modifier les rôles", "Les rôles sont enregistrés avec succès", "Rôles de l'utilisateur"
    )
    assert django_mail.outbox == [], "mails leave by the worker, not by the request"


def test_the_two_axes_of_roles_and_their_names(page, bernards):
    form = page("companies:member_roles_edit", bernards.pk)
    assert labels(form)[:2] == ["Salle des marchés", "Administration de mon entité"] or in_order(
        "\n".join(labels(form)), "Salle des marchés", "Administration de mon entité"
    )
    options = re.findall(r"<option[^>]*>([^<]+)</option>", form.content.decode())
    expected = ["Administrateur Entreprise", "Employé Entreprise", "Administrateur", "Utilisateur du service"]
    assert [html.unescape(text) for text in options] == expected


@pytest.mark.parametrize(
    ("person", "room", "socle"), [("marc", "Administrateur Entreprise", None), ("lucie", None, "Administrateur")]
)
def test_the_axes_are_independent(world, company, person, room, socle):
    browser = signed_in(world.people[person])
    seat = Membership.objects.get(user=world.people[person])
    assert seat.get_room_role_display() == (room or "Employé Entreprise")
    assert seat.get_socle_role_display() == (socle or "Utilisateur du service")
    listing = browser.get(reverse("companies:members", args=[company.identifier]))
    assert listing.status_code == (200 if socle else 403)


def test_a_single_administrator_is_advised_to_name_a_second(page, bernards):
    assert "Un seul administrateur" in words(page("companies:member_roles", bernards.pk))
    Membership.objects.filter(pk=bernards.pk).update(socle_role="administrator")
    assert "Un seul administrateur" not in words(page("companies:member_roles", bernards.pk))


# --- establishments ---


@pytest.fixture
def megalis(company):
    """A second establishment, without anybody."""
    return company.establishments.create(
        name="Mégalis Bretagne - Etablissement",
        nic="00082",
        address="8 RUE PATIS TATELIN",
        postcode="35700",
        city="RENNES",
    )


def test_the_list_of_establishments(page, megalis):
    listing = page("companies:establishments")
    assert title(listing) == "Liste des établissements de l'entreprise"
    text = words(listing)
    assert in_order(text, "Créer un établissement", "Nombre total d'établissements : 2")
    assert in_order(text, "RÉSULTAT", "Dénomination", "NIC", "Adresse", "Code postal", "Ville", "Courriel")
    assert in_order(text, megalis.name, "00082", "8 RUE PATIS TATELIN", "35700", "RENNES")


def test_an_establishment_has_its_own_sheet_with_its_users(page, company, megalis):
    address = reverse("companies:establishment", args=[company.identifier, megalis.pk])
    assert address in page("companies:establishments").content.decode()
    sheet = page("companies:establishment", megalis.pk)
    assert title(sheet) == megalis.name
    assert in_order(words(sheet), "Modifier les informations", "NIC", "00082", "Utilisateurs (0)")


def test_without_users_an_establishment_is_not_really_active(page, company, megalis):
    assert "Sans utilisateur" in words(page("companies:establishments"))
    assert "des comptes utilisateurs doivent y être affectés" in words(page("companies:establishment", megalis.pk))
    agent = cast.seat(company, "agent@entreprise-test.example", "Agnès", "Agent")
    Membership.objects.filter(user=agent).update(establishment=megalis)
    assert "Sans utilisateur" not in words(page("companies:establishments"))
    assert in_order(words(page("companies:establishment", megalis.pk)), "Utilisateurs (1)", "Agnès Agent")


def test_a_user_moves_from_his_own_sheet(page, company, megalis, bernards, as_nicolas):
    form = next(
        form for form in forms_of(page("companies:member_edit", bernards.pk).content.decode()) if "city" in form.kinds
    )
    address = reverse("companies:member_edit", args=[company.identifier, bernards.pk])
    answer = as_nicolas.post(address, {**form.values, "establishment": megalis.pk}, follow=True)
    assert in_order(words(answer), SUCCESS, megalis.name)
    bernards.refresh_from_db()
    assert bernards.establishment == megalis
