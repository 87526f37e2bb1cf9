"""Every address and every form that readers have: an answer to whatever is sent, and never an error of the server."""

from itertools import product
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from patrons.models import Tier
from tests.articles.test_only_live_content import addresses
from tests.fuzz.inputs import OWN, RAW, TIMES, Form, chance, forms, names_asked_for, naughty
from tests.patrons.demo import begin
from tests.patrons.test_support_pages import form as support_form
from tests.patrons.test_you import come_in
from tests.patrons.topical import make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db
NAMES = [
    "q", "page", "before", "limit", "currency", "often", "amount", "tier", "months", "next", "unknown", "year", "from",
]  # fmt: skip


@pytest.fixture
def site(newspaper, shop, settings):
    """A newspaper with everything that readers may open, and somebody who is signed in as a patron."""
    settings.CHECKOUTS_AN_HOUR = settings.CHECKOUTS_AN_HOUR_PER_NETWORK = settings.CHECKOUTS_AN_HOUR_PER_ADDRESS = 10**6
    patron = make_voter(3)
    round = make_round()
    topics = [make_topic(round, title=f"Who profits from imports {number}") for number in range(2)]
    pledge = begin(tier=Tier.objects.first())
    pledge.patron = patron
    pledge.save()
    reader = Client()
    draft = reader.post("/support/begin/", support_form(shop)).headers["Location"]
    own = [
        "/support/", "/support/topics/", f"/support/topics/{topics[0].pk}/", "/support/patrons/", "/support/sign-in/",
        "/support/sign-in/code/", draft, draft.replace("confirm", "change"), f"/support/again/{pledge.public_id}/",
        f"/support/thanks/{pledge.public_id}/", f"/support/back/{pledge.public_id}/", "/support/you/",
        "/support/you/settings/", "/support/you/download/", "/support/you/erase/", "/support/you/topics/",
        "/support/you/topics/propose/", f"/support/you/{pledge.public_id}/amount/",
        f"/support/you/{pledge.public_id}/cancel/", f"/support/you/{pledge.public_id}/pause/",
        f"/support/you/{pledge.public_id}/again/", f"/support/you/{pledge.public_id}/card/",
        f"/support/you/topics/{topics[0].pk}/vote/", "/admin/login/", "/admin/login/forgotten/", "/setup/",
        "/uk/support/", pledge.attempts.get().url.replace("http://127.0.0.1:8000", ""),
    ]  # fmt: skip
    return come_in(patron), [*addresses("live"), *own]


def fine(response, what) -> None:
    # A refusal that says "try again" is 503 at the last button of a payment.
    assert response.status_code < 500 or (response.status_code == 503 and "/support/" in str(what)), what
    assert "Traceback" not in (response.text if not response.streaming else ""), what


def test_addresses(site, shared_data):
    client, pages = site
    words, pick = naughty(shared_data), chance("addresses")
    names = sorted({*NAMES, *names_asked_for()})
    for page in pages:
        for _turn in range(2 * TIMES):
            chosen = pick.sample(names, 6)
            query = [(name, pick.choice(words).encode()) for name in chosen] + [
                (chosen[0], pick.choice(words).encode())
            ]
            fine(client.get(page, QUERY_STRING=urlencode(query)), (page, query))
            raw = "&".join(f"{name}={pick.choice(RAW)}" for name in chosen) + f"&{pick.choice(RAW)}&{chosen[0]}[]=1"
            fine(client.get(page, QUERY_STRING=raw), (page, raw))


def test_each_string_is_searched_for(site, shared_data):
    client, _pages = site
    words = naughty(shared_data)
    for word in [*OWN, *words[len(OWN) :: max(1, 4 // TIMES)]]:
        fine(client.get("/search/", {"q": word}), word)
    for page, name in (("/feed.json", "before"), ("/feed.json", "limit"), ("/support/", "amount"), ("/", "before")):
        for word in OWN:
            fine(client.get(page, {name: word}), (page, name, word))


def patterns() -> list[str]:
    """Addresses with a place to fill, as the resolver has them; of the staff's none."""
    found = []
    for fields in get_resolver().reverse_dict.lists():
        for possibility, *_more in (entry for entry in fields[1]):
            found += [text for text, names in possibility if names]
    return sorted(set(found))


def test_parts_of_addresses(site, shared_data):
    client, _pages = site
    pick, words = chance("parts"), naughty(shared_data)
    known = patterns()
    assert len(known) > 20
    for text in known:
        for _turn in range(4 * TIMES):
            filled = text
            while "%(" in filled:
                start, end = filled.index("%("), filled.index(")s")
                part = pick.choice([
                    quote(pick.choice(words), safe="")[:2000], pick.choice(RAW), "9" * pick.choice([3, 12, 30]), "0",
                    str(uuid4()), "live", "2026", "02", "31",
                ])  # fmt: skip
                filled = filled[:start] + part.replace("%(", "") + filled[end + 2 :]
            path = f"/{filled}".split("?")[0]
            # The client takes bytes as a server would: percent signs undone, Latin-1 of what is left.
            fine(client.get(path if not path.startswith("//") else f"/{path.lstrip('/')}"), path)


def sent(client, form: Form, data) -> None:
    action = form.action.removeprefix("http://127.0.0.1:8000").removeprefix("http://testserver")
    if not action.startswith("/") or "sign-out" in action or "erase" in action:
        return
    response = client.post(action, data) if form.is_post else client.get(action, data)
    fine(response, (action, data))


def test_every_field_of_every_form(site, shared_data):
    client, pages = site
    words, pick = naughty(shared_data), chance("forms")
    seen = set()
    for page in pages:
        response = client.get(page)
        if response.streaming or "html" not in response.headers.get("Content-Type", ""):
            continue
        for form in forms(page, response.text):
            about = (form.action.split("?")[0], frozenset(form.filled))
            if about in seen:
                continue
            seen.add(about)
            for name in form.filled:
                for word in pick.sample(words, 3 * TIMES if name in form.free else TIMES):
                    sent(client, form, form.filled | {name: word})
            for _turn in range(6 * TIMES):
                sent(client, form, {name: pick.choice(words) for name in form.filled} | {"unknown": "1"})
                few = pick.sample(sorted(form.filled), len(form.filled) // 2)
                sent(client, form, {name: [form.filled[name], pick.choice(words)] for name in few})
            name = next(iter(form.filled), "x")
            sent(client, form, {name: SimpleUploadedFile("x.txt", b"\0\xff")} if form.is_post else {})
    assert len(seen) > 12, seen


KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/json",
    "text/plain; charset=nothing", "application/x-www-form-urlencoded; charset=utf-16", "",
)  # fmt: skip


def test_bodies_that_are_none(site):
    client, pages = site
    bodies = [
        b"",
        b"\0",
        b"\xff\xfe",
        b"a=%ED%A0%80&a=%00",
        b"--x\r\n",
        b"[" * 2000,
        b"{}",
        b"null",
        b'"\\ud800"',
        b"&" * 1500,
    ]
    hooks = ["/support/hooks/demo/", "/support/hooks/stripe/", "/support/hooks/patreon/", "/support/hooks/none/"]
    posts = ["/support/begin/", "/support/sign-in/", "/support/you/settings/", "/admin/login/", "/search/", "/"]
    for page, kind in product((*hooks, *posts), KINDS):
        for body in bodies:
            response = client.generic("POST", page, body, content_type=kind)
            # A provider that is not set up is asked to come again.
            assert response.status_code != 500 and "Traceback" not in response.text, (page, kind, body)


def test_a_pledge_begun_with_words_of_any_script_keeps_them(site, client, shop):
    said = {"name": "Ґанна 👩‍🌾 <b>", "message": "\u202eabc\u202c <script>", "visibility": "public"}
    page = client.post("/support/begin/", support_form(shop, **said, email="no address"))
    assert page.status_code == 422
    assert "Ґанна 👩‍🌾 &lt;b&gt;" in page.text and "<script>alert" not in page.text
