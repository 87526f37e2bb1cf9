"""Pictures of other outlets: a source before it is added, sources that need somebody, a story's page."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Picture, Source, Story

from .camera import Cut, Studio, picture
from .outlet import north_wire
from .people import EDITOR


@picture("sources-preview")
def preview(studio: Studio) -> Cut:
    with north_wire() as outlet:
        page = studio.page("/admin/articles/source/add/", who=EDITOR)
        page.get_by_label("Address").fill(outlet.url("/"))
        page.get_by_role("button", name="See what is there").click()
        expect(page.locator(".desk-card-title").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        studio.rename(page, outlet.url(""), "https://north-wire.example")
    return Cut(page, ".desk-source-address", ".desk-source-found", ".field-is_trusted", margin=(15, 1))


@picture("sources-report")
def report(studio: Studio) -> Cut:
    now = timezone.now()
    usual = {"is_paused": False, "next_fetch_at": now + timedelta(hours=2), "fetched_at": now - timedelta(minutes=20)}
    Source.objects.filter(name="Black Sea Observer").update(
        **usual, failures=7, problem="The server answered with 503: it is overloaded or being repaired."
    )
    Source.objects.filter(name="Danube Ledger").update(
        **usual, succeeded_at=now - timedelta(minutes=20), last_status=200, new_at=now - timedelta(days=16),
        added_at=now - timedelta(days=200),
    )  # fmt: skip
    page = studio.page("/admin/", who=EDITOR)
    return Cut(page, ".desk-source-report")


@picture("sources-story")
def story(studio: Studio) -> Cut:
    shown = Story.objects.get(title="Warning tape, by the kilometre")
    Story.objects.filter(pk=shown.pk).update(
        own_title="Who prints the warning tape", own_picture=Picture.objects.get(title="Fields from the air")
    )
    page = studio.page(f"/admin/articles/story/{shown.pk}/change/", who=EDITOR, scale=1.25)
    return Cut(page, ".desk-story", ".field-own_picture")
