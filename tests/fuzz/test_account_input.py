"""Signing in, one's own account, people and roles: whatever is typed is answered, and no password is shown back."""

import html as markup
import json

import pytest

from newsroom.accounts.models import Attempt, User
from tests.articles.admin.test_permission_matrix import World
from tests.factories import make_user
from tests.fuzz.inputs import OWN, TIMES, chance, forms, naughty

pytestmark = pytest.mark.django_db
OUTSIDE = ("/admin/login/", "/admin/login/forgotten/", "/admin/login/second/")
INSIDE = (
    "/admin/account/", "/admin/account/second/", "/admin/account/second/app/", "/admin/account/second/passkey/",
    "/admin/account/second/codes/", "/admin/password_change/", "/admin/language/",
)  # fmt: skip
BY_SCRIPT = (
    "/admin/login/passkey/", "/admin/login/passkey/options/", "/admin/account/second/passkey/options/",
    "/admin/account/second/passkey/", "/admin/account/confirm/options/",
)  # fmt: skip
BODIES = [
    "", "null", "[]", "{", "1", '"', '{"id": []}', '{"credential": "x"}', '{"credential": {"id": 1}}',
    '{"credential": {"id": "\\u0000", "rawId": "a", "response": {}, "type": "public-key"}}', "\ufffd" * 20,
    json.dumps({"credential": json.dumps({"id": "a", "rawId": "a", "response": {"clientDataJSON": "e30"}})}),
]  # fmt: skip
TRIES = 12


def everything(form):
    """The fields that somebody may fill in: passwords too."""
    return [name for name in form.filled if name != "csrfmiddlewaretoken"]


def tried(client, address, form, typed):
    answer = client.post(form.action or address, form.filled | typed)
    assert answer.status_code < 500, (address, typed)
    text = "" if answer.streaming else markup.unescape(answer.text)
    assert "Traceback" not in text
    return answer, text


@pytest.mark.parametrize("address", OUTSIDE)
def test_before_the_door(client, shared_data, address):
    words, pick = naughty(shared_data), chance(address)
    for turn in range(TRIES * TIMES):
        # Limits have tests of their own; here every try reaches the form.
        Attempt.objects.all().delete()
        for form in forms(address, client.get(address).text):
            typed = {name: pick.choice(words if turn % 2 else OWN) for name in everything(form)}
            answer, text = tried(client, address, form, typed)
            secret = typed.get("password", "")
            if len(secret) > 12 and secret.isprintable():
                assert answer.status_code == 422, (address, typed)
                assert secret not in text, address


@pytest.mark.parametrize("address", INSIDE)
def test_ones_own_account(signed_in, shared_data, address):
    words, pick = naughty(shared_data), chance(address)
    client = signed_in("owner")
    for turn in range(TRIES * TIMES):
        answer = client.get(address)
        if answer.status_code != 200:
            # Signed out, or sent to confirm who it is.
            client = signed_in("owner")
            continue
        for form in forms(address, answer.text):
            if not form.is_post or "logout" in form.action:
                continue
            tried(client, address, form, {name: pick.choice(words if turn % 2 else OWN) for name in everything(form)})


@pytest.mark.parametrize("address", BY_SCRIPT)
@pytest.mark.parametrize("who", ["owner", "nobody"])
def test_what_scripts_send(signed_in, address, who):
    client = signed_in(who)
    for body in BODIES:
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = client.post(address, body, content_type=kind)
            assert answer.status_code < 500, (address, body, kind)
        for name in ("credential", "code", "name"):
            answer = client.post(address, {name: body})
            assert answer.status_code < 500, (address, body, name)


@pytest.mark.parametrize("model", ["accounts/user", "auth/group"])
def test_people_and_roles(signed_in, shared_data, model):
    words, pick = naughty(shared_data), chance(model)
    client, world = signed_in("owner"), World(make_user(is_staff=True))
    before = User.objects.count()
    for address in (f"/admin/{model}/add/", f"/admin/{model}/{world.records[model]}/change/"):
        for turn in range(TRIES * TIMES):
            for form in forms(address, client.get(address).text):
                if "csrfmiddlewaretoken" not in form.filled or not form.free:
                    continue
                typed = {name: pick.choice(words if turn % 2 else OWN) for name in form.free}
                answer, text = tried(client, address, form, typed)
                if answer.status_code == 200 and "adminform" in (answer.context or {}):
                    errors = answer.context["adminform"].form.errors
                    short = (said for name, said in typed.items() if name in errors and len(said) < 200)
                    lost = [said for said in short if said.strip() and said.isprintable() and said not in text]
                    assert not lost, (address, lost)
    assert User.objects.count() >= before
