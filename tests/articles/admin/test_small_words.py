"""Small things that the desk says, and does not say."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing, sharing, tagging, workflow
from articles.models import Article, Front, Redirect
from newsroom.accounts import roles
from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import make_article, make_author, make_section, make_tag, make_user

pytestmark = pytest.mark.django_db
CALENDAR = reverse("admin:articles_article_calendar")
REDIRECTS = reverse("admin:articles_redirect_changelist")


def test_the_calendar_paints_each_state_in_its_own_colour(editor):
    today = timezone.localdate()
    drafts = [make_article(planned_for=today) for _number in range(3)]
    workflow.submit_for_review(drafts[1])
    workflow.approve(drafts[2])
    page = editor.get(CALENDAR).text
    for state, words in (("draft", "Draft"), ("in_review", "In review"), ("ready", "Ready")):
        assert f'desk-label-{state}">{words}<' in page


def test_the_length_of_a_text_is_said_at_once(editor):
    article = make_article(headline="Ferry", body="<p>One two three four.</p>")
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert "data-count-words>4<" in page and "data-count-headline>5<" in page and "data-counts hidden" not in page


@pytest.mark.parametrize(("days", "is_said"), [(-1, True), (0, False), (1, False)])
def test_planning_for_a_day_that_has_passed_is_said(editor, days, is_said):
    article, day = make_article(headline="Ferry"), timezone.localdate() + timedelta(days=days)
    address = reverse("admin:articles_article_plan", args=[article.pk])
    data = {"day": f"{day:%Y-%m-%d}", "kind": "planned", "seen": article.revision}
    answer = editor.post(address, data, headers={"Accept": "application/json"})
    assert Article.objects.get().planned_for == day
    assert any("That day has passed." in each for each in answer.json()["sentences"]) is is_said


@pytest.mark.parametrize(("number", "words"), [(1, "1 article was changed."), (2, "2 articles were changed.")])
def test_a_merge_counts_in_words(chief, number, words):
    source, into = make_tag("Sanctions"), make_tag("Embargoes")
    for _number in range(number):
        make_article(tags=["Sanctions"])
    address = reverse("admin:articles_tag_merge", args=[source.pk])
    assert words in chief.post(address, {"into": into.pk}, follow=True).text


def test_only_internal_tags_are_marked(editor):
    make_tag("Energy")
    make_tag("To check", is_internal=True)
    page = editor.get(reverse("admin:articles_tag_changelist")).text
    assert page.count(">internal<") == 1
    assert "icon-no" not in page and "bg-red" not in page.split('id="result_list"')[1].split("</table>")[0]


def test_menus_stand_one_after_the_other(chief):
    site = SiteSettings.load()
    site.save()
    for position, (place, label) in enumerate(
        [("take_part", "Four"), ("sections", "One"), ("follow", "Three"), ("newsroom", "Two"), ("sections", "Then")]
    ):
        MenuItem.objects.create(settings=site, place=place, label=label, url="/", position=position)
    page = chief.get(reverse("admin:site_sitesettings_change", args=[site.pk])).text
    places = [page.index(f'value="{label}"') for label in ("One", "Then", "Two", "Three", "Four")]
    assert places == sorted(places)


def test_the_report_of_dead_links_does_not_call_them_clickable(editor):
    target = make_article(published=True, headline="Gone")
    make_article(published=True, related=[target])
    publishing.withdraw(target)
    page = editor.get(reverse("desk_links")).text
    assert "Gone" in page
    assert "can click" not in page and "a line of related news is left out" in page


def test_a_moved_tag_is_one_line_a_language_among_the_redirects(chief):
    tag = make_tag("Energy")
    tagging.rename(tag, "Power", by=chief.user, changes_address=True)
    Redirect.objects.create(old_path="/old/feed.xml", new_path="/feed.xml", made_by=Redirect.Origin.HAND)
    assert Redirect.objects.count() == 9
    listed = [row.old_path for row in chief.get(REDIRECTS).context["cl"].result_list]
    assert sorted(listed) == ["/old/feed.xml", "/tag/energy/", "/uk/tag/energy/"]
    assert len(chief.get(REDIRECTS, {"feeds": "1"}).context["cl"].result_list) == 9
    assert len(chief.get(REDIRECTS, {"q": "energy/feed.atom"}).context["cl"].result_list) == 2


def test_a_shared_draft_names_the_zone(client, editor):
    address = sharing.address(sharing.make(make_article(), by=editor.user, days=3))
    address = f"/{address.partition('://')[2].partition('/')[2]}"
    page = " ".join(client.get(address).text.split())
    assert "</time> (Europe/Kyiv)." in page


def test_roles_are_ticked_each_in_its_words(signed_in):
    person = make_user("ada@example.com", is_staff=True)
    for who, offered in (("owner", 5), ("chief", 3)):
        page = signed_in(who).get(reverse("admin:accounts_user_change", args=[person.pk])).text
        assert len(re.findall(r'<input type="checkbox" name="groups"', page)) == offered
        assert "<strong>Writer</strong> writes their own drafts" in page
        assert ">Groups" not in page
    assert "<strong>Pledge staff</strong>" not in page


def test_a_ticked_role_is_given(signed_in):
    from django.contrib.auth.models import Group

    person = make_user("ada@example.com")
    group = Group.objects.get(name=roles.EDITOR)
    signed_in("chief").post(reverse("admin:accounts_user_change", args=[person.pk]), {"groups": [group.pk]})
    person.refresh_from_db()
    assert roles.held(person) == {roles.EDITOR} and person.is_staff


def test_the_list_names_authors_in_the_order_of_the_byline(editor):
    zoya, anna = (make_author(name=name) for name in ("Zoya", "Anna"))
    make_article(authors=[zoya, anna])
    assert "Zoya, Anna" in editor.get(reverse("admin:articles_article_changelist")).text


def test_sections_are_named_in_the_readers_language(editor):
    section = make_section(name="Border", slug="border")
    section.translations = {"uk": {"name": "Кордон"}}
    section.save()
    make_article(section=section, assigned_to=editor.user)
    for name in ("admin:articles_article_changelist", "admin:index", "admin:articles_article_board"):
        page = editor.get(reverse(name), headers={"Accept-Language": "uk"})
        assert "Кордон" in page.text, name


def test_sections_are_named_in_the_language_of_the_desk(chief):
    section = make_section(name="Border", slug="border", translations={"uk": {"name": "Кордон"}})
    article = make_article(section=section)
    front = Front.objects.create(language="en", section=section)
    for address in (
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_article_board"),
        reverse("admin:articles_front_changelist"),
        reverse("admin:articles_front_change", args=[front.pk]),
    ):
        page = chief.get(address, HTTP_ACCEPT_LANGUAGE="uk").text
        assert "Кордон" in page and ">Border<" not in page.replace(" ", ""), address
