"""Every form of the desk, for each kind of record: what is typed is saved, or refused with all that was typed."""

import html as markup

import pytest

from tests.articles.admin.permission_rows import MODELS, ROWS
from tests.articles.admin.test_permission_matrix import World
from tests.factories import make_user
from tests.fuzz.inputs import OWN, RAW, TIMES, Form, chance, forms, names_asked_for, naughty

pytestmark = pytest.mark.django_db
# Changing them would end the sign-in that asks.
NOT_HERE = {"auth/group", "accounts/user"}
TRIES = 2


@pytest.fixture
def desk(signed_in):
    client = signed_in("owner")
    return client, World(make_user(is_staff=True))


def main_form(address: str, text: str) -> Form | None:
    """The form of a record: of all on its page the one with most to fill in."""
    found = [form for form in forms(address, text) if form.is_post and "csrfmiddlewaretoken" in form.filled]
    return max(found, key=lambda form: len(form.filled), default=None)


@pytest.mark.parametrize("model", sorted(set(MODELS) - NOT_HERE))
def test_text_fields(desk, shared_data, model):
    client, world = desk
    words, pick = naughty(shared_data), chance(model)
    for address in (f"/admin/{model}/add/", f"/admin/{model}/{world.records[model]}/change/"):
        page = client.get(address)
        form = main_form(address, page.text) if page.status_code == 200 else None
        if form is None or not form.free:
            continue
        for turn in range(TRIES * TIMES):
            # All at once first; then one, so that no other field's refusal hides what it does.
            chosen = form.free if turn < 2 else [form.free[turn % len(form.free)]]
            typed = {name: pick.choice(words if turn % 2 else OWN) for name in chosen}
            said = {"_save": "", "_continue": ""} | form.filled | typed
            answer = client.post(address, said, follow=False)
            assert answer.status_code < 500, (address, typed)
            assert "Traceback" not in answer.text
            if answer.status_code == 200:
                shown = markup.unescape(answer.text)
                lost = [
                    text for name, text in typed.items()
                    if len(text) < 300 and text.isprintable() and text.strip() and text not in shown
                    and f'name="{name}"' in answer.text and name in answer.context["adminform"].form.errors
                ]  # fmt: skip
                assert not lost, (address, lost)


def test_questions_in_addresses(desk, shared_data):
    client, world = desk
    words, pick = naughty(shared_data), chance("desk")
    names = [
        *names_asked_for(), "p", "o", "e", "all", "q", "_changelist_filters", "_popup", "_to_field", "id__exact",
        "pk__in", "state", "state__exact", "section__id__exact", "created_at__gte", "date", "day", "month", "none__x",
    ]  # fmt: skip
    pages = [f"/admin/{model}/" for model in MODELS]
    pages += [f"/admin/{model}/{world.records[model]}/{what}/" for model in MODELS for what in ("change", "history")]
    pages += [world.fill(address) for address, row in ROWS.items() if row.get]
    for page in pages:
        for turn in range(2 * TIMES):
            name = pick.choice(names)
            if turn % 2:
                answer = client.get(page, {name: pick.choice(words), pick.choice(names): pick.choice(OWN)})
            else:
                answer = client.get(page, QUERY_STRING=f"{name}={pick.choice(RAW)}&{name}={pick.choice(RAW)}")
            assert answer.status_code < 500, (page, answer.request["QUERY_STRING"])


def test_what_the_desk_takes_from_scripts(desk, shared_data):
    client, world = desk
    words, pick = naughty(shared_data), chance("verbs")
    bodies = [
        "",
        "null",
        "[]",
        "{",
        '{"article": []}',
        '{"article": "\\u0000", "form": 1}',
        '{"form": [["a"]]}',
        "\ufffd",
        "1",
    ]
    for address, row in ROWS.items():
        if not row.post or "password" in address or "account" in address:
            continue
        page = world.fill(address)
        data = world.data(row)
        for name in [*data, "text", "reason", "note", "unknown"]:
            answer = client.post(page, data | {name: pick.choice(words)})
            assert answer.status_code < 500, (page, name)
        for body in bodies:
            answer = client.post(page, body, content_type="application/json")
            assert answer.status_code < 500, (page, body)
