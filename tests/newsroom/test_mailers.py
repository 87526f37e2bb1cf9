"""One variable says how mail goes out: a real server of mail, or a company's interface, and both get what was meant."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.mail import EmailMultiAlternatives

from newsroom import mailing
from newsroom.mailers import COMPANIES, mailer
from newsroom.work.jobs import enqueue
from tests.newsroom.smtp_server import MailServer


@pytest.fixture
def smtp():
    server = MailServer("me@lantern", "p/w:1")
    yield server
    server.close()


def use(settings, said):
    settings.MAILERS = {"default": mailer(said)}


def send(to="reader@example.com"):
    message = EmailMultiAlternatives("Тема", "Words.\n.\nMore.", "The Lantern <news@lantern.example>", [to])
    message.attach_alternative("<p>Words.</p>", "text/html")
    return message.send(using="default")


def test_a_server_of_mail_gets_it(settings, smtp):
    use(settings, f"smtp://me%40lantern:p%2Fw%3A1@127.0.0.1:{smtp.port}?tls=0")
    assert send() == 1
    [(sender, to, mail)] = smtp.mails
    assert "<news@lantern.example>" in sender and to == ["reader@example.com"] and mail["Subject"] == "Тема"
    assert mail.get_body(("plain",)).get_content().split() == ["Words.", ".", "More."]
    assert "<p>Words.</p>" in mail.get_body(("html",)).get_content()


LETTER = {
    "name": "sign_in", "to": "reader@example.com", "subject": "Hello", "text": "Words.", "html": "<p>Words.</p>",
    "message_id": "<1@lantern.example>",
}  # fmt: skip


def test_the_sites_own_mail_goes_that_way(settings, smtp):
    use(settings, f"smtp://me%40lantern:p%2Fw%3A1@127.0.0.1:{smtp.port}?tls=0")
    mailing.deliver.call(**LETTER)
    assert smtp.mails[0][2]["Subject"] == "Hello" and smtp.mails[0][2]["Message-ID"] == LETTER["message_id"]


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["smtp://me:wrong@127.0.0.1:{port}?tls=0", "smtp://127.0.0.1:9?timeout=1"])
def test_what_cannot_be_sent_breaks_nothing_and_names_nobody(
    settings, smtp, caplog, said, django_capture_on_commit_callbacks
):
    use(settings, said.format(port=smtp.port))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(mailing.deliver, **LETTER)
    assert "newsroom.mailing.deliver failed" in caplog.text and "reader@" not in caplog.text and not smtp.mails


def test_a_password_goes_out_encrypted_unless_somebody_said_otherwise(settings, smtp):
    assert mailer("smtp://me:pw@host")["OPTIONS"]["use_tls"] is True
    use(settings, f"smtp://me:pw@127.0.0.1:{smtp.port}")
    with pytest.raises(Exception, match="STARTTLS"):
        send()


class Company(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), body))
        answer = json.dumps({"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "reader@example.com"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def company():
    server = HTTPServer(("127.0.0.1", 0), Company)
    server.heard = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_companys_interface_gets_it(settings, company):
    use(settings, f"postmark://Tok-En1?api_url=http://127.0.0.1:{company.server_port}/")
    assert send() == 1
    [(path, headers, body)] = company.heard
    said = json.loads(body)
    assert path == "/email" and headers["X-Postmark-Server-Token"] == "Tok-En1"
    assert (said["Subject"], said["To"]) == ("Тема", "reader@example.com") and said["HtmlBody"] == "<p>Words.</p>"


@pytest.mark.parametrize(
    "said",
    [
        *(f"{name}://KeY@mail.lantern.example" if COMPANIES[name][2] else f"{name}://KeY" for name in COMPANIES),
        "mailjet://KEY:SECRET", "ses://KEY:SECRET@eu-central-1", "ses://eu-central-1",
    ],
)  # fmt: skip
def test_each_company_takes_what_it_is_given(settings, said):
    from django.core.mail import mailers

    if "ses" in said:
        pytest.importorskip("boto3")
    use(settings, said)
    assert mailers["default"].esp_name


def test_addresses_are_read():
    options = mailer("smtps://me:pw@mail.example")["OPTIONS"]
    assert (options["port"], options["use_ssl"], options["use_tls"], options["timeout"]) == (465, True, False, 15)
    assert mailer("smtp://mail.example")["OPTIONS"]["port"] == 25
    assert mailer("mailgun://KEY@m.example?region=eu")["OPTIONS"] == {
        "api_key": "KEY", "sender_domain": "m.example", "api_url": "https://api.eu.mailgun.net/v3",
    }  # fmt: skip
    assert mailer("")["BACKEND"].endswith("console.EmailBackend") == mailer("console://")["BACKEND"].endswith(
        "console.EmailBackend"
    )
    assert mailer("file:///tmp/mail")["OPTIONS"] == {"file_path": "/tmp/mail"}
    assert mailer("BACKEND=django.core.mail.backends.dummy.EmailBackend") == {
        "BACKEND": "django.core.mail.backends.dummy.EmailBackend"
    }


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("nonsense", "is no address with :// in it"),
        ("BACKEND=", "names no class"),
        ("BACKEND=a b", "names no class"),
        ("pigeon://KEY", "begins with “pigeon://”"),
        ("smtp://", "names no server"),
        ("smtp://me@host", "a name without a password"),
        ("smtp://me:SECRET@host?tls=2", "tls"),
        ("smtp://me:SECRET@host?starttls=1", "asks for “starttls”"),
        ("smtps://me:SECRET@host?tls=1", "takes no tls=1"),
        ("smtp://me:SECRET@host:port", "is no address"),
        ("postmark://", "has no key"),
        ("mailgun://SECRET", "has no key"),
        ("mailjet://SECRET", "has no key and secret"),
        ("ses://", "names no region"),
        ("postmark://SECRET?api_url=here", "api_url"),
        ("file://", "names no folder"),
    ],
)
def test_what_is_no_mailer_is_a_sentence(said, problem):
    with pytest.raises(ValueError, match=problem) as caught:
        mailer(said)
    sentence = str(caught.value)
    assert sentence.startswith("MAILER ") and "MAILER=" in sentence
    assert "me:SECRET" not in sentence.partition(": write")[0]
