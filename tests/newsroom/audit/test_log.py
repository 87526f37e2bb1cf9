"""What the log keeps, who reads it, and that nobody rewrites it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from articles import tagging
from newsroom.accounts import roles
from newsroom.audit.log import record
from newsroom.audit.models import Event
from newsroom.audit.words import in_words
from tests.factories import make_picture, make_tag, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:audit_event_changelist")


def signed_in(**fields):
    client = Client()
    client.user = make_user(**fields)
    client.force_login(client.user)
    return client


@pytest.fixture
def owner():
    return signed_in(is_staff=True, is_superuser=True, name="Olena Owner")


@pytest.fixture
def chief():
    client = signed_in(name="Bohdan Chief")
    roles.give_role(client.user, roles.CHIEF_EDITOR)
    return client


def test_a_change_of_a_setting_is_kept_with_before_and_after(owner):
    tag = make_tag("Energy")
    sent = {"name": "Power", "slug": tag.slug, "shows_outside": "on"}
    owner.post(reverse("admin:articles_tag_change", args=[tag.pk]), sent)
    event = Event.objects.get(verb="tag.changed")
    assert (event.actor, event.subject, event.details["changed"]) == (
        "Olena Owner",
        "Power",
        {"name": ["Energy", "Power"]},
    )
    page = owner.get(LIST).text
    assert "Tag changed" in page and "Energy → Power" in page
    assert reverse("admin:articles_tag_change", args=[tag.pk]) in page


def test_nobody_edits_or_deletes_it(owner):
    event = record("tag.made", make_tag())
    for attempt in (
        lambda: event.save(),
        lambda: event.delete(),
        lambda: Event.objects.update(actor="Nobody"),
        lambda: Event.objects.all().delete(),
    ):
        with pytest.raises(TypeError):
            attempt()
    for name in ("change", "delete"):
        address = reverse(f"admin:audit_event_{name}", args=[event.pk])
        assert owner.post(address, {"actor": "Nobody", "post": "yes"}).status_code == 403
    assert owner.get(reverse("admin:audit_event_add")).status_code == 403
    assert owner.get(reverse("admin:audit_event_change", args=[event.pk])).status_code == 200
    assert Event.objects.get().actor == ""


def test_the_database_refuses_a_change_too():
    record("tag.made", make_tag())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor = 'Nobody'")
    assert Event.objects.get().actor == ""


def test_searching_and_filtering(chief):
    ada = make_user(name="Ada")
    record("tag.made", make_tag("Energy"), by=ada)
    record("tag.deleted", make_tag("Snow"), by=ada)
    listed = [event.subject for event in chief.get(LIST, {"q": "energy"}).context["cl"].result_list]
    assert listed == ["Energy"]
    listed = [event.verb for event in chief.get(LIST, {"verb": "tag.deleted"}).context["cl"].result_list]
    assert listed == ["tag.deleted"]
    assert in_words("tag.deleted") == "Tag deleted"


def test_html_in_what_people_wrote_stays_text(chief):
    record("article.sent_back", None, by=make_user(name="<i>Ada</i>"), reason="<script>alert(1)</script>")
    page = chief.get(LIST).text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_roles_and_accounts_are_kept_and_no_password_is(owner):
    ada = make_user("ada@example.com", name="Ada", is_staff=True)
    roles.give_role(ada, roles.WRITER, by=owner.user)
    address = reverse("admin:accounts_user_change", args=[ada.pk])
    owner.post(address, {"email": "ada@example.com", "name": "Ada Lovelace", "is_staff": "on", "groups": []})
    owner.post(
        reverse("admin:auth_user_password_change", args=[ada.pk]),
        {"usable_password": "true", "password1": "correct horse battery", "password2": "correct horse battery"},
    )
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert verbs == {
        "role.given", "role.taken", "account.deactivated", "account.changed", "account.password_changed",
    }  # fmt: skip
    assert "horse" not in str(list(Event.objects.values_list("details", flat=True)))


def test_a_chief_gives_some_roles_and_cannot_climb(chief, owner):
    ada, pledges = make_user(name="Ada"), make_user(name="Pavlo")
    roles.give_role(pledges, roles.PLEDGE_STAFF)
    groups = {group.name: group.pk for group in roles.Group.objects.all()}

    def give(user, *names, **more):
        address = reverse("admin:accounts_user_change", args=[user.pk])
        return chief.post(address, {"groups": [groups[name] for name in names], **more})

    assert give(ada, roles.WRITER, is_superuser="on", email="taken@example.com").status_code == 302
    ada.refresh_from_db()
    assert (roles.held(ada), ada.is_staff, ada.is_superuser) == ({roles.WRITER}, True, False)
    assert ada.email != "taken@example.com"
    give(pledges, roles.EDITOR)
    assert roles.held(pledges) == {roles.PLEDGE_STAFF, roles.EDITOR}
    assert give(ada, roles.CHIEF_EDITOR).status_code == 200
    assert roles.held(ada) == {roles.WRITER}
    for user in (chief.user, owner.user):
        assert give(user, roles.EDITOR).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[ada.pk])
    assert chief.post(password, {"password1": "x" * 20, "password2": "x" * 20}).status_code == 403
    assert set(Event.objects.filter(actor="Bohdan Chief").values_list("verb", flat=True)) == {"role.given"}
    give(ada)
    ada.refresh_from_db()
    assert not ada.is_staff


def test_a_merge_is_found_by_the_name_that_is_gone(chief):
    source, into = make_tag("Sanctions"), make_tag("Economic sanctions policy")
    tagging.merge(source, make_tag("Embargoes"), by=chief.user)
    tagging.add_alias(into, "Заборони", by=chief.user)
    record("tag.made", make_tag("Snow"))

    def found(words):
        return [event.verb for event in chief.get(LIST, {"q": words}).context["cl"].result_list]

    assert found("Sanctions")[-1] == "tag.merged"
    assert found("sanctions merged") == ["tag.merged"]
    assert found("Заборони") == ["tag.alias_added"]


@pytest.mark.parametrize("words", ['"', "%", "'", "\\", "]", "\u2028"])
def test_any_word_may_be_looked_for(chief, words):
    record("tag.merged", make_tag(), merged="100 % 'real'")
    assert chief.get(LIST, {"q": words}).status_code == 200


def test_a_picture_whose_name_the_log_does_not_keep_is_shown_with_its_name_of_now(chief):
    picture = make_picture(title="river_bank", file_says={"name": "river_bank"})
    record("picture.changed", picture, called=f"Picture {picture.pk}")
    page = chief.get(LIST).text
    assert f"Picture {picture.pk} · river_bank</a>" in page
    assert Event.objects.get(verb="picture.changed").subject == f"Picture {picture.pk}"
    picture.delete()
    assert "river_bank" not in chief.get(LIST).text
