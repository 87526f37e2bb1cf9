"""In by a mailed link or code: used up by a button, never by opening; nobody learns who is a patron."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from patrons import signing_in
from patrons.models import Patron, SignIn
from patrons.signing_in import NotLetIn

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def olha(db):
    return Patron.objects.create(email="olha@example.com", name="Olha")


@pytest.fixture
def mailed(django_capture_on_commit_callbacks, mailoutbox):
    def ask(email="olha@example.com", **said):
        with django_capture_on_commit_callbacks(execute=True):
            signing_in.ask(email, **said)
        if not mailoutbox:
            return None
        text = mailoutbox[-1].body
        return re.search(r"sign-in/([\w-]+)/", text)[1], re.search(r"^(\d{6})$", text, re.MULTILINE)[1]

    return ask


def test_a_link_signs_in_once(olha, mailed):
    link, _code = mailed(" OLHA@example.com ")
    assert signing_in.find(link).patron == olha
    assert signing_in.find(link) is not None, "looking uses nothing up"
    assert signing_in.by_link(link) == olha
    olha.refresh_from_db()
    assert olha.verified_at is not None
    for again in (link, "nonsense", ""):
        with pytest.raises(NotLetIn, match="ask for another one"):
            signing_in.by_link(again)


def test_a_code_signs_in_as_well_however_it_is_typed(olha, mailed):
    link, code = mailed()
    assert signing_in.by_code("Olha@Example.com", f" {code[:3]}-{code[3:]} ") == olha
    with pytest.raises(NotLetIn):
        signing_in.by_link(link)


def test_five_wrong_codes_close_it(olha, mailed):
    _link, code = mailed()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _try in range(signing_in.TRIES_AT_MOST):
        with pytest.raises(NotLetIn, match="not the one"):
            signing_in.by_code("olha@example.com", wrong)
    with pytest.raises(NotLetIn, match="Too many"):
        signing_in.by_code("olha@example.com", code)


def test_only_the_last_code_counts_and_not_for_long(olha, mailed):
    _link, first = mailed()
    link, second = mailed()
    if first != second:
        with pytest.raises(NotLetIn):
            signing_in.by_code("olha@example.com", first)
    SignIn.objects.update(asked_at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(NotLetIn):
        signing_in.by_code("olha@example.com", second)
    assert signing_in.find(link) is None


def test_a_stranger_gets_no_mail_and_no_other_answer(olha, mailed, mailoutbox):
    assert mailed("nobody@example.com") is None and mailoutbox == []
    Patron.objects.filter(pk=olha.pk).update(erased_at=timezone.now())
    assert mailed() is None
    with pytest.raises(NotLetIn, match="not the one"):
        signing_in.by_code("nobody@example.com", "123456")


def test_nobodys_box_is_filled_and_no_network_tries_addresses_out(olha, mailed, mailoutbox):
    for _number in range(signing_in.MAILS_AN_HOUR + 3):
        mailed()
    assert len(mailoutbox) == signing_in.MAILS_AN_HOUR
    for number in range(signing_in.ASKED_AN_HOUR_PER_NETWORK):
        signing_in.ask(f"r{number}@example.com", network="net")
    with pytest.raises(NotLetIn, match="many requests"):
        signing_in.ask("olha@example.com", network="net")


def test_neither_link_nor_code_is_kept(olha, mailed):
    link, code = mailed()
    kept = " ".join(str(value) for value in SignIn.objects.values_list().get())
    assert link not in kept and code not in re.findall(r"\b\d{6}\b", kept)


def test_the_mail_speaks_the_readers_language(olha, mailed, mailoutbox):
    mailed(language="uk")
    assert "/uk/support/sign-in/" in mailoutbox[0].body
    html = mailoutbox[0].alternatives[0].content
    assert 'lang="uk"' in html and "<script" not in html and "<img" not in html


def test_a_code_whose_link_was_used_says_so_and_other_codes_do_not(olha, mailed):
    link, code = mailed()
    signing_in.by_link(link)
    with pytest.raises(NotLetIn, match="in the same letter, was used"):
        signing_in.by_code("olha@example.com", code)
    other = f"{(int(code) + 1) % 10**6:06}"
    for _each in range(5):
        with pytest.raises(NotLetIn, match="not the one"):
            signing_in.by_code("olha@example.com", other)
    # Nobody finds it by trying.
    with pytest.raises(NotLetIn, match="not the one"):
        signing_in.by_code("olha@example.com", code)
