"""Pictures of what is kept in order: pictures, tags, where things are used, dead links."""

from playwright.sync_api import expect

from articles import publishing, tagging
from articles.models import Picture, Tag
from articles.withdrawals import withdraw

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, PICTURE_EDITOR, article, person, rewrite


@picture("pictures-wall")
def wall(studio: Studio) -> Cut:
    page = studio.page("/admin/articles/picture/", who=PICTURE_EDITOR, scale=1)
    expect(page.locator(".desk-upload")).to_be_visible()
    return Cut(page, ".desk-upload", "#result_list, .result-list, #changelist-form", height=822)


@picture("pictures-words")
def words(studio: Studio) -> Cut:
    chosen = Picture.objects.filter(title__in=("Wind farm", "Radio mast")).order_by("pk")
    Picture.objects.filter(title="Radio mast").update(alt="", credit="")
    ids = ",".join(str(each.pk) for each in chosen)
    page = studio.page(f"/admin/articles/picture/words/?ids={ids}", who=PICTURE_EDITOR, scale=1.25)
    return Cut(page, ".desk-words-title", "form.desk-words")


@picture("links-used-in")
def used_in(studio: Studio) -> Cut:
    shown = Picture.objects.get(title="Seven pylons")
    page = studio.page(f"/admin/articles/picture/{shown.pk}/change/", who=EDITOR)
    return Cut(page, ".desk-used-in")


@picture("links-dead")
def dead_links(studio: Studio) -> Cut:
    chief = person(CHIEF)
    withdraw(article("air-raid-app-explained"), by=chief, note="The app has changed.")
    typed = '<p>The minutes are <a href="/2019/05/minutes-of-the-board/">in the archive</a>.</p>'
    for slug in ("who-sells-emergency-power",):
        rewrite(slug, EDITOR, body=article(slug).body + typed)
        publishing.publish(article(slug), by=chief)
    page = studio.page("/desk/links/", who=EDITOR, scale=1.25)
    return Cut(page, ".desk-tabs", ".desk-panel", height=760)


@picture("tags-form")
def tag_form(studio: Studio) -> Cut:
    tag = Tag.objects.get(name="Railways")
    for word in ("Trains", "Rail"):
        tagging.add_alias(tag, word, by=person(CHIEF))
    page = studio.page(f"/admin/articles/tag/{tag.pk}/change/", who=CHIEF, scale=1.25)
    return Cut(page, ".field-name", ".desk-used-in", ".desk-aliases")
