"""« Mes messages »: one's own, unread first, marked as read by a click."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from halle.mail import selectors
from halle.mail import services as mail

INBOX = "/messages/"


def write(user, name="Nicolas", **options):
    return mail.post("essai", to=user, context={"name": name, "link": "https://halle.test/mon-compte/"}, **options)


def text_of(response):
    return response.content.decode()


def test_an_empty_inbox_says_so(as_nicolas):
    assert "Aucun message" in text_of(as_nicolas.get(INBOX))


def test_one_has_to_be_signed_in(client, nicolas):
    message = write(nicolas)
    for address in (INBOX, f"/messages/{message.pk}/"):
        response = client.get(address)
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


def test_the_list_shows_what_is_not_read_first(as_nicolas, nicolas):
    for name in ("Un", "Deux", "Trois"):
        write(nicolas, name)
    mail.mark_read(selectors.inbox_of(nicolas.pk)[0])
    page = text_of(as_nicolas.get(INBOX))
    assert "2 messages non lus" in page
    places = [page.index(f"Bonjour {name}") for name in ("Deux", "Un", "Trois")]
    assert places == sorted(places)


def test_opening_shows_the_words_and_the_button_and_writes_nothing(as_nicolas, nicolas):
    message = write(nicolas, "<i>Nicolas</i>")
    page = text_of(as_nicolas.get(f"/messages/{message.pk}/"))
    assert "Bonjour &lt;i&gt;Nicolas&lt;/i&gt;," in page
    assert "Voici la suite.<br>Et la fin." in page
    assert '<a class="btn" href="https://halle.test/mon-compte/">Ouvrir la page</a>' in page
    assert "Marquer comme lu" in page
    assert selectors.unread_count(nicolas) == 1


def test_a_click_marks_it_as_read_and_shows_it(as_nicolas, nicolas):
    message = write(nicolas)
    response = as_nicolas.post(f"/messages/{message.pk}/", follow=True)
    assert response.redirect_chain == [(f"/messages/{message.pk}/", 302)]
    assert "Voici la suite." in text_of(response)
    assert "Marquer comme lu" not in text_of(response)
    message.refresh_from_db()
    first_time = message.read_at
    as_nicolas.post(f"/messages/{message.pk}/")
    message.refresh_from_db()
    assert message.read_at == first_time
    assert selectors.unread_count(nicolas) == 0


def test_all_may_be_marked_at_once(as_nicolas, nicolas, bernard):
    write(nicolas)
    write(nicolas)
    write(bernard)
    assert "2 messages marqués comme lus" in text_of(as_nicolas.post("/messages/tout-lu/", follow=True))
    assert selectors.unread_count(nicolas) == 0
    assert selectors.unread_count(bernard) == 1
    assert "Tous vos messages étaient déjà lus" in text_of(as_nicolas.post("/messages/tout-lu/", follow=True))


def test_marking_all_is_no_page(as_nicolas):
    assert as_nicolas.get("/messages/tout-lu/").status_code == 405


def test_the_messages_of_others_do_not_exist(as_nicolas, bernard):
    message = write(bernard)
    assert as_nicolas.get(f"/messages/{message.pk}/").status_code == 404
    assert as_nicolas.post(f"/messages/{message.pk}/").status_code == 404
    assert selectors.unread_count(bernard) == 1
    assert "Bonjour" not in text_of(as_nicolas.get(INBOX))


def test_one_time_links_do_not_exist_here(as_nicolas, nicolas):
    message = write(nicolas, secret=True)
    assert as_nicolas.get(f"/messages/{message.pk}/").status_code == 404


@pytest.mark.parametrize(("page", "rows"), [("", 25), ("2", 5), ("99", 5), ("x", 25)])
def test_twenty_five_a_page(as_nicolas, nicolas, page, rows):
    for number in range(30):
        write(nicolas, f"n{number}")
    assert text_of(as_nicolas.get(INBOX, {"page": page})).count("Bonjour n") == rows


def test_the_list_costs_the_same_whatever_its_length(as_nicolas, nicolas):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            as_nicolas.get(INBOX)
        return len(seen)

    write(nicolas)
    few = queries()
    for _turn in range(20):
        write(nicolas)
    assert queries() == few
