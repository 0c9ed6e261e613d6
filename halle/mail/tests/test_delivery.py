"""From the outbox to the mail server: once, patiently, visibly when it fails."""

import socketserver
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.mail import delivery, outbox
from halle.mail import services as mail
from halle.mail.models import Message, MessageState

LINK = "https://halle.test/mon-compte/"


@pytest.fixture
def message(nicolas):
    return mail.post("essai", to=nicolas, context={"name": "<b>Léa</b> & Cie", "link": LINK})


def fail_with(monkeypatch, error):
    def send_messages(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def later(monkeypatch, moment):
    for module in (delivery, outbox):
        monkeypatch.setattr(module, "now", lambda: moment)


def test_text_and_html_leave_with_the_headers_of_an_automatic_message(message, work):
    (sent,) = work()
    assert sent.to == [message.address]
    assert sent.from_email == "Halle <ne-pas-repondre@halle.test>"
    assert sent.extra_headers == {"Message-ID": f"<{message.pk}@halle.test>", "Auto-Submitted": "auto-generated"}
    assert sent.body == f"Bonjour <b>Léa</b> & Cie,\n\nVoici la suite.\nEt la fin.\n\nOuvrir la page :\n{LINK}\n"
    ((html, kind),) = sent.alternatives
    assert kind == "text/html"
    assert '<html lang="fr">' in html
    assert "Bonjour &lt;b&gt;Léa&lt;/b&gt; &amp; Cie," in html
    assert f'<a href="{LINK}"' in html
    assert not any(word in html for word in ("<img", "<script", "<link", "url(", "@import"))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.sent_at


def test_a_message_is_sent_once_however_many_tasks_ask(message):
    assert delivery.deliver(str(message.pk)) == "sent"
    assert delivery.deliver(str(message.pk)) == "nothing to send"
    assert len(django_mail.outbox) == 1


def test_a_message_that_somebody_is_sending_is_left_to_him(message):
    Message.objects.update(state=MessageState.SENDING)
    assert delivery.deliver(str(message.pk)) == "nothing to send"
    assert not django_mail.outbox


def test_failures_are_tried_again_later_and_later_then_given_up(message, monkeypatch):
    fail_with(monkeypatch, ConnectionRefusedError("mail server away"))
    moment, waits = now(), []
    for _attempt in range(6):
        later(monkeypatch, moment)
        Message.objects.update(next_attempt_at=moment)
        assert outbox.sweep() == "1 messages queued again"
        delivery.deliver(str(message.pk))
        message.refresh_from_db()
        waits.append(message.next_attempt_at - moment)
        moment = message.next_attempt_at
    assert waits[:5] == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
    assert (message.state, message.attempts) == (MessageState.FAILED, 6)
    assert message.last_error == "ConnectionRefusedError: mail server away"
    later(monkeypatch, moment + timedelta(days=30))
    assert outbox.sweep() == "0 messages queued again"


def test_nobody_waits_for_an_address_that_will_never_do(message, monkeypatch):
    fail_with(monkeypatch, SMTPRecipientsRefused({message.address: (550, b"No such user")}))
    assert delivery.deliver(str(message.pk)) == "failed"


def test_a_full_mailbox_is_tried_again(message, monkeypatch):
    fail_with(monkeypatch, SMTPRecipientsRefused({message.address: (452, b"Mailbox full")}))
    assert delivery.deliver(str(message.pk)) == "queued"


@pytest.mark.parametrize("state", [MessageState.QUEUED, MessageState.SENDING])
def test_a_lost_task_or_a_killed_worker_loses_no_message(message, work, monkeypatch, state):
    Message.objects.update(state=state, next_attempt_at=now() + timedelta(minutes=5))
    DBTaskResult.objects.all().delete()
    assert outbox.sweep() == "0 messages queued again"
    later(monkeypatch, now() + timedelta(minutes=6))
    assert outbox.sweep() == "1 messages queued again"
    assert outbox.sweep() == "0 messages queued again"
    assert len(work()) == 1


def test_one_time_links_are_wiped_once_sent(nicolas, work):
    ours = mail.post("essai", to=nicolas, context={"name": "Léa", "link": LINK}, secret=True)
    theirs = mail.post_raw("jean@ailleurs.example", "Pour Jean", "x", "<p>x</p>", name="account/email/unknown")
    assert len(work()) == 2
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.body, ours.html, ours.address) == ("", "", nicolas.email)
    assert (theirs.body, theirs.html, theirs.subject) == ("", "", "account/email/unknown")
    assert theirs.address == delivery.ERASED


def test_reading_while_it_is_being_sent_is_not_lost(message, monkeypatch):
    def send_messages(self, messages):
        mail.mark_read(message)
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    delivery.deliver(str(message.pk))
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.read_at


def test_one_time_links_that_could_not_be_sent_are_wiped_when_they_are_stale(nicolas, monkeypatch):
    message = mail.post("essai", to=nicolas, context={"name": "Léa", "link": LINK}, secret=True)
    Message.objects.update(state=MessageState.FAILED)
    assert delivery.wipe_stale_secrets() == "0 unsent one-time links wiped"
    later(monkeypatch, now() + timedelta(days=9))
    assert delivery.wipe_stale_secrets() == "1 unsent one-time links wiped"
    message.refresh_from_db()
    assert message.body == ""
    assert outbox.retry_failed() == 0


def test_the_operator_sees_what_failed_and_tries_again(message, work, monkeypatch, capsys):
    Message.objects.update(state=MessageState.FAILED, attempts=6, last_error="OSError: no route")
    call_command("mail", "status")
    said = capsys.readouterr().out
    assert "failed: 1" in said
    assert f"{message.pk} essai: OSError: no route" in said
    work()
    call_command("mail", "retry")
    assert "1 messages will be tried again; 1 messages queued again." in capsys.readouterr().out
    assert len(work()) == 1
    call_command("mail", "status")
    assert "sent: 1" in capsys.readouterr().out


def test_files_are_readable_messages(message, settings, tmp_path):
    settings.EMAIL_BACKEND = "halle.mail.backends.EmlBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "deep" / "mail")
    assert delivery.deliver(str(message.pk)) == "sent"
    (file,) = (tmp_path / "deep" / "mail").iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    assert "Voici la suite." in file.read_text()
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Subject"] == "Bonjour <b>Léa</b> & Cie"
    assert read["Auto-Submitted"] == "auto-generated"
    (plain, _html) = read.iter_parts()
    assert plain.get_content().startswith("Bonjour <b>Léa</b> & Cie,")


class SmallServer(socketserver.StreamRequestHandler):
    """Just enough SMTP to take one message."""

    received: list[bytes] = []

    def handle(self):
        self.wfile.write(b"220 hello\r\n")
        answers = {
            b"EHLO": b"250 hello",
            b"MAIL": b"250 ok",
            b"RCPT": b"250 ok",
            b"DATA": b"354 go",
            b"QUIT": b"221 bye",
        }
        for line in self.rfile:
            self.wfile.write(answers.get(line[:4].upper(), b"500 what") + b"\r\n")
            if line[:4].upper() == b"QUIT":
                return
            if line[:4].upper() == b"DATA":
                self.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"250 taken\r\n")


def test_a_real_mail_server_takes_it(message, settings):
    with socketserver.TCPServer(("127.0.0.1", 0), SmallServer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        assert delivery.deliver(str(message.pk)) == "sent"
        server.shutdown()
        thread.join()
    read = message_from_bytes(SmallServer.received.pop(), policy=policy.default)
    assert read["To"] == message.address
    assert read["Message-ID"] == f"<{message.pk}@halle.test>"
    assert read.get_content_type() == "multipart/alternative"
