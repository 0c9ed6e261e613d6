"""Writing a message: in the transaction, to a person or an address, by e-mail or in the application only."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from halle.mail import selectors, words
from halle.mail import services as mail
from halle.mail.links import absolute
from halle.mail.models import Message, MessageState

LINK = "https://halle.test/mon-compte/"


def post(to, **options):
    context = {"name": "Léa & Cie", "link": LINK, **options.pop("context", {})}
    return mail.post("essai", to=to, context=context, **options)


def test_a_person_gets_the_e_mail_and_the_copy(nicolas):
    message = post(nicolas)
    assert (message.user_id, message.address, message.state) == (nicolas.pk, nicolas.email, MessageState.QUEUED)
    assert message.subject == "Bonjour Léa & Cie"
    assert list(selectors.inbox_of(nicolas.pk)) == [message]
    assert DBTaskResult.objects.get().task_result.args == [str(message.pk)]


def test_a_transaction_that_fails_leaves_neither_message_nor_task(nicolas):
    with transaction.atomic():
        post(nicolas)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "options", "state"),
    [
        (True, {}, MessageState.QUEUED),
        (True, {"email": False}, MessageState.IN_APP_ONLY),
        (False, {}, MessageState.IN_APP_ONLY),
        (False, {"essential": True}, MessageState.QUEUED),
        (False, {"secret": True}, MessageState.QUEUED),
    ],
)
def test_who_wants_no_e_mail_gets_only_the_essential_ones(nicolas, wanted, options, state):
    nicolas.mail_notifications = wanted
    message = post(nicolas, **options)
    assert message.state == state
    assert DBTaskResult.objects.count() == (state == MessageState.QUEUED)


def test_a_one_time_link_is_not_shown_in_the_application(nicolas):
    post(nicolas, secret=True)
    assert not selectors.inbox_of(nicolas.pk)
    assert selectors.unread_count(nicolas) == 0


def test_a_stranger_gets_the_e_mail_alone(db):
    message = post("jean@ailleurs.example", email=False)
    assert (message.user, message.in_app, message.state) == (None, False, MessageState.QUEUED)


def test_ready_made_words_are_kept_as_they_are(nicolas):
    message = mail.post_raw(nicolas.email, "Objet", "Texte", "<p>Texte</p>", user=nicolas, name="account/email/x")
    assert (message.body, message.html, message.secret, message.in_app) == ("Texte", "<p>Texte</p>", True, False)
    shown = mail.post_raw(nicolas.email, "Objet", "Texte", user=nicolas, name="account/email/x", secret=False)
    assert list(selectors.inbox_of(nicolas.pk)) == [shown]


@pytest.mark.parametrize("name", ["a\r\nBcc: x@y.example", "a\nb", "a\x0bb", "a\u2028b"])
def test_no_line_break_gets_into_the_subject(nicolas, name):
    assert post(nicolas, context={"name": name}).subject == f"Bonjour {' '.join(name.split())}"


def test_a_long_subject_is_cut(nicolas):
    assert len(post(nicolas, context={"name": "x" * 500}).subject) == 200


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_what_is_no_address_is_refused(db, address):
    with pytest.raises(ValidationError):
        post(address)
    with pytest.raises(ValidationError):
        validate_email(address)
    assert not Message.objects.exists()


def test_words_are_not_escaped_and_buttons_are_found(nicolas):
    blocks = words.blocks_of(post(nicolas).body)
    assert [block.lines for block in blocks] == [
        ("Bonjour Léa & Cie,",),
        ("Voici la suite.", "Et la fin."),
        ("Ouvrir la page",),
    ]
    assert [block.url for block in blocks] == ["", "", LINK]


@pytest.mark.parametrize(
    "typed",
    [
        "-> https://pirate.example/|Votre compte",
        "-> https://halle.test.pirate.example/|Votre compte",
        "-> https://halle.test@pirate.example/|Votre compte",
        "-> javascript:alert(1)|Votre compte",
        "-> /mon-compte/|Votre compte",
        "-> https://halle.test/ x|Votre compte",
    ],
)
def test_what_somebody_typed_is_never_a_button_to_elsewhere(nicolas, typed):
    blocks = words.blocks_of(post(nicolas, context={"quote": f"Bonjour\n\n{typed}"}).body)
    assert [block.url for block in blocks if block.url] == [LINK]
    assert blocks[-1].lines == (typed,)


def test_links_lead_to_the_configured_address():
    assert absolute("/mon-compte/") == LINK
    for wrong in ("//pirate.example/", "https://pirate.example/", "mon-compte/"):
        with pytest.raises(ValueError, match="not a path"):
            absolute(wrong)


def test_forgetting_a_person_deletes_his_messages(nicolas, bernard, work):
    post(nicolas)
    post(nicolas.email.upper())
    kept = post(bernard)
    work()
    mail.forget_person(nicolas)
    assert list(Message.objects.all()) == [kept]


def test_what_is_about_to_be_sent_to_a_forgotten_person_is_sent_then_wiped(nicolas, work):
    message = post(nicolas)
    mail.forget_person(nicolas)
    assert not selectors.inbox_of(nicolas.pk)
    assert [sent.to for sent in work()] == [[nicolas.email]]
    message.refresh_from_db()
    left = " ".join(str(getattr(message, field.attname)) for field in message._meta.concrete_fields)
    assert nicolas.email not in left
    assert "Bonjour" not in left


def test_the_export_holds_all_that_was_written_to_the_person(nicolas, bernard):
    post(nicolas)
    post(bernard)
    (row,) = selectors.export_of(nicolas)
    assert row["objet"] == "Bonjour Léa & Cie"
    assert row["courriel"] == nicolas.email
    assert "Voici la suite." in row["texte"]
