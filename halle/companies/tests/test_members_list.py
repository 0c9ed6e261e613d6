"""« Liste des utilisateurs de l'entreprise » at size: pages, order, filters, paper, file (S-070 to S-075)."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from conftest import signed_in
from halle.audit.selectors import journal_of
from halle.companies.models import MembershipState, RoomRole
from halle.companies.selectors import actor_of
from halle.companies.services import members
from tests import cast


@pytest.fixture
def crowd(company, nicolas, bernard):
    """Thirty people more, one of them invited and one disabled."""
    for number in range(30):
        state = {3: MembershipState.INVITED, 4: MembershipState.DISABLED}.get(number, MembershipState.ACTIVE)
        cast.seat(company, f"p{number:02d}@entreprise-test.example", "Anne", f"Zola{number:02d}", state=state)
    return company


def listing(client, company, **query):
    answer = client.get(reverse("companies:members", args=[company.identifier]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page)


def test_a_page_holds_25_people_and_the_next_one_the_rest(as_nicolas, crowd):
    first, second = listing(as_nicolas, crowd), listing(as_nicolas, crowd, page="2")
    assert "Nombre total d&#x27;utilisateurs : 32" in first or "Nombre total d'utilisateurs : 32" in first
    assert len(names(first)) == 25
    assert len(names(second)) == 7
    assert not set(names(first)) & set(names(second))


def test_the_order_can_be_turned_round(as_nicolas, crowd):
    assert names(listing(as_nicolas, crowd))[0] == "Bernard Dupond"
    assert names(listing(as_nicolas, crowd, tri="-nom"))[0] == "Anne Zola29"


def test_filters_and_words_narrow_the_list(as_nicolas, crowd):
    assert names(listing(as_nicolas, crowd, etat="invite")) == ["Anne Zola03"]
    assert names(listing(as_nicolas, crowd, etat="desactive")) == ["Anne Zola04"]
    assert names(listing(as_nicolas, crowd, role="administrateur")) == ["Nicolas Dupond"]
    assert names(listing(as_nicolas, crowd, q="anne zola1", tri="nom"))[0] == "Anne Zola10"
    assert "Aucun utilisateur ne correspond" in listing(as_nicolas, crowd, q="personne de ce nom")


def test_a_disabled_person_can_be_enabled_and_another_disabled(as_nicolas, crowd):
    assert "Réactiver Anne Zola04" in listing(as_nicolas, crowd, q="zola04").replace("</span>", "")
    assert "Désactiver Anne Zola05" in listing(as_nicolas, crowd, q="zola05").replace("</span>", "")


def test_names_are_escaped_wherever_a_row_writes_them(as_nicolas, company, nicolas):
    cast.seat(company, "p@entreprise-test.example", "<b>Anne</b>", '100 % "Zola" %(id)s')
    page = listing(as_nicolas, company)
    assert "<b>Anne" not in page
    assert "&lt;b&gt;Anne&lt;/b&gt; 100 % &quot;Zola&quot; %(id)s" in page


def test_the_print_page_holds_everybody_who_matches(as_nicolas, crowd):
    page = as_nicolas.get(reverse("companies:members_print", args=[crowd.identifier])).content.decode()
    assert page.count('<th scope="row">') == 32


def test_the_file_is_safe_for_spreadsheets_and_leaves_its_line_in_the_journal(as_nicolas, crowd):
    cast.seat(crowd, "p@entreprise-test.example", "=1+1", "Formule")
    answer = as_nicolas.post(reverse("companies:members_csv", args=[crowd.identifier]) + "?q=formule")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeffNom;Prénom;Courriel;Date exp. mot de passe")
    assert lines[1].startswith("Formule;'=1+1;p@entreprise-test.example;")
    assert len(lines) == 2
    assert journal_of(crowd.pk)[0].event == "export.made"


def test_disabling_ends_the_persons_sessions_at_once(company, nicolas, as_bernard, bernard):
    own = company.memberships.get(user=bernard)
    assert as_bernard.get(reverse("companies:member", args=[company.identifier, own.pk])).status_code == 200
    members.disable_member(own, actor=actor_of(nicolas))
    assert not Session.objects.filter(session_key=as_bernard.session.session_key).exists()
    assert as_bernard.get(reverse("portal:account")).status_code == 302


def test_the_second_of_two_editors_is_told_and_loses_nothing(company, as_nicolas, nicolas, bernard):
    cast.seat(company, "lucie@entreprise-test.example", "Lucie", "Robin", **cast.BOTH)
    as_lucie = signed_in(company.memberships.get(email__startswith="lucie").user)
    page = reverse("companies:member_edit", args=[company.identifier, company.memberships.get(user=bernard).pk])
    shown = as_lucie.get(page).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    mine = as_nicolas.get(page).context["form"]
    as_nicolas.post(page, {**{n: mine[n].value() or "" for n in mine.fields}, "function": "Chef"})

    answer = as_lucie.post(page, {**typed, "phone": "02 99 00 00 01"})
    again = answer.context["form"]

    assert answer.status_code == 200
    assert "Fonction" in answer.content.decode()
    assert "Chef" in answer.content.decode()
    assert again["phone"].value() == "02 99 00 00 01"
    assert company.memberships.get(user=bernard).phone == ""
    as_lucie.post(page, {name: again[name].value() or "" for name in again.fields})
    saved = company.memberships.get(user=bernard)
    assert (saved.function, saved.phone) == ("Chef", "02 99 00 00 01")


def test_a_plain_user_reads_his_own_sheet_and_not_the_list(company, nicolas, as_bernard, bernard):
    refused = as_bernard.get(reverse("companies:members", args=[company.identifier]))
    assert refused.status_code == 403
    assert "Seul un administrateur de l’entreprise peut gérer les utilisateurs." in refused.content.decode()
    own = company.memberships.get(user=bernard)
    assert as_bernard.get(reverse("companies:member", args=[company.identifier, own.pk])).status_code == 200
    assert own.room_role == RoomRole.EMPLOYEE
