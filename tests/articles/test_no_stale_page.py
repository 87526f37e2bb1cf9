"""Whatever editors do, in whatever order, a stored page is the page that would be made now."""

import os
import random
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from articles import clock, corrections, publishing, tagging, withdrawals
from articles.models import (
    ApprovalRule,
    Article,
    ArticleByline,
    Author,
    Correction,
    Front,
    FrontSlot,
    Page,
    Picture,
    RelatedBan,
    RelatedByRule,
    RelatedLink,
    Section,
    Source,
    Story,
    Tag,
)  # fmt: skip
from articles.related import stories
from articles.transitions import NotReady
from newsroom.pagecache import retiring
from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import (
    approve_by_rule,
    make_article,
    make_author,
    make_outlet,
    make_picture,
    make_section,
    make_story,
    make_tag,
    tag_story,
)  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True)

# Two thousand steps where a submission is judged, fewer at a desk and on the second database.
SEEDS, STEPS = (4, 500) if os.environ.get("CI") and connection.vendor == "sqlite" else (2, 60)
READ_AT_ONCE = 3
WORDS = "harbour council winter bridge school river energy market border rail".split()


class Newsroom:
    """A small newspaper, one who edits it, and readers who come in between."""

    def __init__(self, seed, client, pages, clock):
        self.random = random.Random(seed)
        self.client, self.pages, self.clock = client, pages, clock
        self.log = []
        SiteSettings(name="The Lantern").save()
        for name in ("Politics", "Culture"):
            make_section(name=name, slug=name.lower())
        for name in ("Energy", "Rail", "River"):
            make_tag(name)
        for name in ("Ada", "Bohdan"):
            make_author(name=name, slug=name.lower())
        outlet = make_outlet(name="Courier", is_trusted=True)
        for _story in range(4):
            tag_story(make_story(f"Elsewhere {self.words(4)}", source=outlet, language="en"), self.any(Tag))
        for _picture in range(2):
            make_picture()
        Page.objects.create(slug="about", title="About", body="<p>About.</p>", is_live=True)
        Front.objects.create(language="en")
        for _article in range(6):
            self.publish_new()

    # What readers ask for

    def paths(self):
        found = ["/", "/lite/", "/archive/", "/corrections/", "/feed.xml", "/sitemap-pages.xml", "/about/", "/uk/"]
        for record in (*Section.objects.all(), *Tag.objects.all(), *Author.objects.all()):
            found.append(record.get_absolute_url())
        now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
        found.append(reverse("archive_month", args=[now.year, now.month]))
        for article in Article.objects.all():
            if edition := article.editions.live().first():
                path = edition.get_absolute_url()
                found += [path, f"/lite{path}"] if edition.language == "en" else [path]
        return found

    def read(self):
        for path in self.random.sample(self.paths(), READ_AT_ONCE):
            self.client.get(path)

    def stored_paths(self):
        return self.pages.paths()

    def compare(self):
        compared = 0
        cache.clear()
        for path in self.stored_paths():
            stored = self.pages.get(path)
            if stored is None:
                continue
            with override_settings(PAGE_STORE=""):
                fresh = self.client.get(path)
            assert fresh.status_code == 200, (path, self.log[-5:])
            assert stored.content("") == fresh.content, difference(path, stored, fresh, self.log)
            compared += 1
        return compared

    # What editors do

    def any(self, model, **which):
        found = list(model.objects.filter(**which).order_by("pk"))
        return self.random.choice(found) if found else None

    def words(self, number=3):
        return " ".join(self.random.choices(WORDS, k=number)) + f" {self.random.randrange(10_000)}"

    def an_article(self, live=None):
        found = [
            each for each in Article.objects.order_by("pk") if live is None or each.editions.live().exists() == live
        ]
        return self.random.choice(found) if found else None

    def body(self):
        parts = [f"<p>{self.words(12)}</p>"]
        if other := self.an_article():
            parts.append(f'<p>See <a data-article="{other.pk}">{other.headline}</a>.</p>')
            if self.random.random() < 0.5:
                parts.append(f'<cms-article data-id="{other.pk}"></cms-article>')
        return "".join(parts)

    def publish_new(self):
        article = make_article(
            headline=self.words(), body=self.body(), section=self.any(Section), tags=[self.any(Tag).name],
            authors=[self.any(Author)], lead_picture=self.random.choice([None, self.any(Picture)]),
            language=self.random.choice(["en", "en", "en", "uk"]),
            related=self.random.choice([[], [self.any(Story)], [each for each in [self.an_article()] if each]]),
        )  # fmt: skip
        publishing.publish(article)

    def publish_as_of_yesterday(self):
        publishing.publish(make_article(headline=self.words()), at=timezone.now() - timedelta(days=1))

    def edit(self, **fields):
        article = self.an_article(live=True)
        if article is None:
            return
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
        publishing.publish(article)

    def retitle(self):
        self.edit(headline=self.words())

    def change_address(self):
        self.edit(slug=f"slug-{self.random.randrange(10_000)}")

    def move(self):
        self.edit(section=self.random.choice([None, self.any(Section)]))

    def rewrite(self):
        self.edit(body=self.body(), deck=self.words(6))

    def illustrate(self):
        self.edit(lead_picture=self.any(Picture))

    def change_language(self):
        self.edit(language=self.random.choice(["en", "uk"]))

    def hide_related(self):
        self.edit(shows_related=self.random.random() < 0.5)

    def translate(self):
        one, other = self.an_article(live=True), self.an_article(live=True)
        if one and other and one.language != other.language:
            one.translation_group = other.translation_group
            one.save()
            publishing.publish(one)

    def retag(self):
        if article := self.an_article(live=True):
            article.tags.set(self.random.sample([tag.name for tag in Tag.objects.all()], 2))
            publishing.publish(article)

    def change_byline(self):
        if article := self.an_article(live=True):
            article.bylines.all().delete()
            ArticleByline.objects.create(article=article, author=self.any(Author), position=0)
            publishing.publish(article)

    def relate(self):
        article, target = self.an_article(live=True), self.an_article()
        if article and target and article.pk != target.pk:
            article.related_links.all().delete()
            which = {"target": target} if self.random.random() < 0.5 else {"story": self.any(Story)}
            RelatedLink.objects.create(article=article, position=0, **which)
            publishing.publish(article)

    def approve(self):
        if article := self.an_article(live=True):
            approve_by_rule(article, self.any(Story), name=f"Rule {self.random.randrange(10**9)}")

    def switch_rules(self):
        ApprovalRule.objects.update(is_active=self.random.random() < 0.7)

    def disapprove(self):
        RelatedByRule.objects.all()[:1] and RelatedByRule.objects.filter(pk=self.any(RelatedByRule).pk).delete()

    def ban(self):
        if article := self.an_article(live=True):
            RelatedBan.objects.get_or_create(article=article, story=self.any(Story))

    def correct(self):
        if article := self.an_article(live=True):
            corrections.correct(article, self.words())

    def amend(self):
        if found := self.any(Correction):
            corrections.amend(found, self.words(), kind=found.kind, placement=self.random.choice(["above", "below"]))

    def take_correction_away(self):
        if found := self.any(Correction):
            corrections.remove(found)

    def schedule(self):
        at = timezone.now() + timedelta(minutes=self.random.randrange(1, 90))
        article = self.an_article() if self.random.random() < 0.5 else make_article(headline=self.words())
        if article.state_now in ("draft", "published", "withdrawn"):
            article.headline = self.words()
            article.save()
            publishing.schedule(article, at)

    def unschedule(self):
        if article := self.any(Article, state="scheduled"):
            publishing.unschedule(article)

    def plan_withdrawal(self):
        if article := self.an_article(live=True):
            withdrawals.schedule_withdrawal(article, timezone.now() + timedelta(minutes=self.random.randrange(1, 90)))

    def withdraw(self):
        if article := self.an_article(live=True):
            publishing.withdraw(article)

    def bring_back(self):
        if article := self.any(Article, state="withdrawn"):
            withdrawals.reinstate(article)

    def let_time_pass(self):
        self.clock.moves(minutes=self.random.randrange(1, 60))

    def follow_the_clock(self):
        clock.follow()

    def merge_tags(self):
        if Tag.objects.count() > 3:
            source, into = self.random.sample(list(Tag.objects.order_by("pk")), 2)
            tagging.merge(source, into)
        else:
            make_tag(self.words(1))

    def rename(self):
        record = self.random.choice([self.any(Tag), self.any(Author), self.any(Section)])
        tagging.rename(record, self.words(1), changes_address=self.random.random() < 0.3)

    def describe_picture(self):
        picture = self.any(Picture)
        picture.alt, picture.credit = self.words(), self.words(1)
        picture.save()

    def edit_settings(self):
        settings = SiteSettings.objects.get()
        settings.tagline = self.words()
        settings.shows_outside = self.random.random() < 0.8
        settings.save()

    def edit_menu(self):
        MenuItem.objects.create(
            settings=SiteSettings.objects.get(), place="sections", label=self.words(1), url="/about/"
        )

    def edit_page(self):
        page = self.any(Page)
        page.body = self.body()
        page.save()

    def pin(self):
        if article := self.an_article():
            moment = timezone.now() + timedelta(minutes=self.random.randrange(-30, 60))
            times = self.random.choice([{}, {"shows_from": moment}, {"shows_until": moment}])
            FrontSlot.objects.filter(article=article).delete()
            FrontSlot.objects.create(front=self.any(Front), article=article, place="lead", **times)

    def unpin(self):
        if slot := self.any(FrontSlot):
            slot.delete()

    def take_in(self):
        story = make_story(f"New {self.words(4)}", source=self.any(Source), language="en")
        stories.set_tags(story, [self.any(Tag)])

    def hide_story(self):
        story = self.any(Story)
        (stories.show_again if story.is_hidden else stories.hide)(story)

    def reword_story(self):
        story = self.any(Story)
        story.own_title = self.words(5)
        story.save()

    def trust(self):
        Source.objects.update(is_trusted=self.random.random() < 0.7)

    def tag_section(self):
        self.any(Section).rail_tags.set([self.any(Tag)])

    def play(self, steps):
        """Read, edit and compare, again and again; return how many pages were compared."""
        compared = 0
        for _step in range(steps):
            self.read()
            self.step(VERBS)
            compared += self.compare()
            assert retiring.catch_up(all_of_them=True) == 0
        return compared

    def step(self, verbs):
        verb = self.random.choice(verbs)
        self.log.append(verb)
        try:
            getattr(self, verb)()
        except NotReady as refused:
            self.log.append(str(refused))


NO_VERBS = {"paths", "read", "stored_paths", "compare", "play", "any", "words", "an_article", "body", "edit", "step"}
VERBS = sorted(name for name in vars(Newsroom) if not name.startswith("_") and name not in NO_VERBS)


def difference(path, stored, fresh, log):
    old, new = stored.content("").decode(), fresh.content.decode()
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    window = slice(max(at - 150, 0), at + 200)
    return f"{path} is stale after {log[-6:]}:\n{old[window]}\n--- and would be\n{new[window]}"


@pytest.fixture
def moving(monkeypatch):
    """A clock that the newsroom moves."""

    class Clock:
        ahead = timedelta()

        def moves(self, **later):
            self.ahead += timedelta(**later)

    clock, real = Clock(), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + clock.ahead)
    return clock


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_sequence_of_verbs_leaves_a_stale_page(client, pages, moving, seed):
    assert Newsroom(seed, client, pages, moving).play(STEPS) > STEPS, "hardly anything was stored"
