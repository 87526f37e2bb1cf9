"""Every real export at once, from its file to the pages that readers get: nothing is lost without a word."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from articles.importers.bringing.choices import Choices
from articles.importers.bringing.looking import look
from articles.importers.bringing.opening import open_export
from articles.importers.bringing.running import bring
from articles.importers.records import CannotRead, Kind, Status
from articles.models import Article, Import, Imported, Page, PublishedArticle

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
# Several files of one site.
TOGETHER = ("wporg-news", "multiple")
# What nobody can read whole; their readers' own tests hold the sentences.
REFUSED = {
    "wordpress_qtranslate_item_modernized.xml", "wordpress_qtranslate_item_raw_export.xml",
    "malformed-simple.xml", "malformed.xml",
}  # fmt: skip
RAW = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)\b|<!-- /?wp:|data-import-")
AGAIN = {"themeunittestdata.wordpress.xml", "ctx.json", "wxr-comprehensive.xml"}


def sites() -> list[tuple[str, ...]]:
    """Return the files of each site, by their paths below the shared folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(SHARED.glob("wxr/**/*.*")) + sorted(SHARED.glob("ghost/**/*.json")):
        if path.suffix in (".xml", ".wxr") or path.parts[-2] == "wp-rest-api" or "ghost-json" in path.parts:
            name = str(path.relative_to(SHARED))
            found.setdefault(path.parent.name if path.parent.name in TOGETHER else name, []).append(name)
    return [tuple(names) for names in found.values()] or [("none",)]


def opened(names):
    system = "ghost" if "ghost-json" in names[0] else "wordpress"
    return system, open_export(system, [SHARED / name for name in names], "https://old.example")


def counted(names) -> Counter[str]:
    """Return what an independent count of the files found: "post/publish" and the like."""
    counts = json.loads((SHARED / "wxr" / "counts.json").read_text())
    found: Counter[str] = Counter()
    for name in names:
        found.update(counts[name.removeprefix("wxr/")]["counts"]["status"])
    return found


def run(system, export) -> Import:
    import_ = Import.objects.create(system=system, choices=Choices(takes_pictures=False).as_json())
    bring(export, import_)
    import_.refresh_from_db()
    return import_


@pytest.mark.parametrize("names", sites(), ids=lambda names: names[-1])
def test_a_site_comes_as_it_was(names, shared_data, client):
    if Path(names[0]).name in REFUSED:
        with pytest.raises(CannotRead, match=re.escape(Path(names[0]).name)):
            opened(names)
        return
    system, export = opened(names)
    entries = [entry for entry in export.entries() if entry.kind != Kind.OTHER]
    plan = look(export, Choices(takes_pictures=False))
    if names[0].startswith("wxr/"):
        the_dry_run_counts_what_others_counted(plan.report.counts, counted(names))
    coming = [entry for entry in entries if entry.status != Status.TRASH]
    assert plan.total == len(coming)
    import_ = run(system, export)
    report = import_.report
    assert (import_.state, import_.done) == ("done", len(coming))
    assert "failed" not in report["lists"] and report["counts"].get("new", 0) == len(coming)
    everything_is_here_in_its_state(coming, report)
    no_page_shows_what_only_the_old_system_read(client)
    if Path(names[-1]).name in AGAIN:
        before = (Article.objects.count(), Page.objects.count(), Imported.objects.count())
        assert run(system, opened(names)[1]).report["counts"].get("same") == len(coming)
        assert (Article.objects.count(), Page.objects.count(), Imported.objects.count()) == before


def the_dry_run_counts_what_others_counted(counts, others):
    for kind, type_name in (("article", "post"), ("page", "page")):
        found = sum(number for name, number in counts.items() if name.startswith(f"{kind}/"))
        assert found == sum(number for name, number in others.items() if name.startswith(f"{type_name}/"))
        trashed = others[f"{type_name}/trash"]
        assert counts[f"{kind}/{Status.TRASH}"] == trashed


def everything_is_here_in_its_state(coming, report):
    rows = {row.key: row for row in Imported.objects.filter(of="entry")}
    articles, pages = Article.objects.in_bulk(), Page.objects.in_bulk()
    public = set(PublishedArticle.objects.values_list("article_id", flat=True))
    excused = {line["key"] for line in report["lists"].get("drafts", ())}
    assert len(articles) == sum(entry.kind == Kind.ARTICLE for entry in coming)
    assert len(pages) == sum(entry.kind == Kind.PAGE for entry in coming)
    for entry in coming:
        number = rows[entry.key].became
        if entry.kind == Kind.PAGE:
            assert pages[number].is_live == (entry.status == Status.PUBLISHED), entry.key
            continue
        state = articles[number].state
        if entry.status == Status.PUBLISHED and entry.key not in excused:
            assert (state, number in public) == (Article.State.PUBLISHED, True), entry.key
        elif entry.status == Status.PENDING:
            assert state == Article.State.IN_REVIEW
        else:
            assert state in (Article.State.DRAFT, Article.State.SCHEDULED), entry.key
            assert entry.status == Status.SCHEDULED or number not in public, entry.key


def no_page_shows_what_only_the_old_system_read(client):
    for one in [*PublishedArticle.objects.live(), *Page.objects.filter(is_live=True)]:
        answer = client.get(one.get_absolute_url())
        assert answer.status_code == 200, one.slug
        assert not (found := RAW.search(answer.content.decode())), (one.slug, found)
