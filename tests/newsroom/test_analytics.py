"""Counting readers: nothing of it while it is off, and only on readers' public pages while it is on."""

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_section, make_user
from tests.newsroom.test_site_admin import typed

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:site_sitesettings_change", args=[1])
HOST = "https://stats.example"
PLAUSIBLE = {
    "analytics_on": True, "analytics_kind": "plausible", "analytics_script": f"{HOST}/js/script.js",
    "analytics_site": "lantern.example",
}  # fmt: skip


def on(**fields):
    SiteSettings(name="The Lantern", **(PLAUSIBLE | fields)).save()


def test_off_is_off(client):
    on(analytics_on=False)
    article = make_article(published=True, section=make_section())
    for path in ("/", "/archive/", article.live_edition.get_absolute_url()):
        answer = client.get(path)
        assert HOST not in answer.text and "stats.example" not in answer["Content-Security-Policy"]
        assert "http" not in answer["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]


def test_on_a_readers_page(client):
    on()
    article = make_article(published=True, section=make_section())
    for path in ("/", "/uk/", article.live_edition.get_absolute_url()):
        answer = client.get(path)
        tag = f'<script defer src="{HOST}/js/script.js" data-domain="lantern.example"></script>'
        assert answer.text.count(tag) == 1
        policy = answer["Content-Security-Policy"]
        assert f"script-src 'self' {HOST};" in policy and f"connect-src 'self' {HOST};" in policy
        assert policy.count(HOST) == 2


@pytest.mark.parametrize(
    "path", ["/lite/", "/uk/lite/", "/no-such-page/", "/admin/login/", "/feed.xml", "{print}", "{lite}"]
)
def test_never_elsewhere(client, path):
    on()
    live = make_article(published=True, section=make_section()).live_edition
    path = path.format(print="/print" + live.get_absolute_url(), lite="/lite" + live.get_absolute_url())
    answer = client.get(path)
    assert HOST not in answer.text
    assert HOST not in answer.headers.get("Content-Security-Policy", "")


def test_never_where_money_is_given(client, rf):
    from newsroom.site.analytics import may_count

    for path, expected in {"/": True, "/support/": False, "/uk/support/thanks/": False, "/desk/x": False}.items():
        request = rf.get(path)
        assert not may_count(request)  # a view that never said it is public: a preview
        request.is_public_page = True
        assert may_count(request) is expected


def test_umami_is_told_to_respect_do_not_track(client):
    on(analytics_kind="umami", analytics_site="0f2", analytics_endpoint="https://gate.example")
    answer = client.get("/")
    assert 'data-do-not-track="true"' in answer.text and 'data-host-url="https://gate.example"' in answer.text
    assert f"connect-src 'self' {HOST} https://gate.example" in answer["Content-Security-Policy"]
    assert f"script-src 'self' {HOST};" in answer["Content-Security-Policy"]


def test_goatcounter(client):
    on(analytics_kind="goatcounter", analytics_endpoint="https://l.goatcounter.com/count")
    answer = client.get("/")
    assert 'data-goatcounter="https://l.goatcounter.com/count"' in answer.text
    assert "img-src 'self' data: https://stats.example https://l.goatcounter.com" in answer["Content-Security-Policy"]


def test_a_script_of_our_own_widens_nothing(client):
    on(analytics_script="/js/count.js")
    answer = client.get("/")
    assert 'src="/js/count.js"' in answer.text and "script-src 'self';" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"analytics_kind": ""}, "Choose who counts"),
        ({"analytics_script": ""}, "Write where the script is"),
        ({"analytics_site": ""}, "Write the name by which"),
        ({"analytics_kind": "goatcounter"}, "GoatCounter needs"),
        ({"analytics_script": "http://stats.example/x.js"}, "is no address of a script"),
        ({"analytics_script": "https://a.example; script-src *"}, "is no address of a script"),
        ({"analytics_script": "//a.example/x.js"}, "is no address of a script"),
    ],
)
def test_half_a_switch(fields, sentence):
    SiteSettings(name="The Lantern").save()
    owner = Client()
    owner.force_login(make_user(is_staff=True, is_superuser=True))
    data = typed(**(PLAUSIBLE | {"analytics_on": "on"} | fields))
    answer = owner.post(ADDRESS, data)
    assert answer.status_code == 200 and sentence in answer.text
    assert not SiteSettings.objects.get().analytics_on
