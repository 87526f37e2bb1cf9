"""Who may do what with one article. Admin, choosers, previews, boards and bulk actions all ask here.

Django's rights say it of the whole room: `view_article` reads every working copy, `change_article`
writes them. Who only may add articles is a writer: of the ones that are theirs they read all, and
write those that are drafts. What waits for review lies on an editor's table and holds still.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from .models import Article, ArticleByline
from .querysets import ArticleQuerySet

State = Article.State
# What asks for the right of the whole room; the rest is said in `may`.
VERBS = {
    "publish": "articles.publish_article",
    "schedule": "articles.publish_article",
    "schedule_anew": "articles.publish_article",
    "unschedule": "articles.publish_article",
    "reschedule": "articles.publish_article",
    "correct": "articles.publish_article",
    "withdraw": "articles.withdraw_article",
    "schedule_withdrawal": "articles.withdraw_article",
    "cancel_withdrawal": "articles.withdraw_article",
    "change_notice": "articles.withdraw_article",
    "reinstate": "articles.withdraw_article",
    "approve": "articles.publish_article",
    "send_back": "articles.publish_article",
    "assign": "articles.change_article",
    "plan": "articles.change_article",
    "delete": "articles.delete_article",
}
# Of a withdrawn article these undo the withdrawal: they are for who may withdraw.
MAKES_PUBLIC = ("schedule", "schedule_anew", "reschedule")


def opens_the_room(user: Any) -> bool:
    """Say whether there is any article that `user` may work with: for the pages that list them."""
    return _at_the_desk(user) and any(user.has_perm(f"articles.{verb}_article") for verb in ("view", "change", "add"))


def sees_all(user: Any) -> bool:
    """Say whether `user` may read every working copy."""
    return _at_the_desk(user) and (user.has_perm("articles.view_article") or user.has_perm("articles.change_article"))


def may_see(user: Any, article: Article) -> bool:
    """Say whether `user` may read the working copy of `article`."""
    return sees_all(user) or (opens_the_room(user) and is_own(user, article))


def may_write(user: Any, article: Article) -> bool:
    """Say whether `user` may change the working copy of `article` now."""
    if not _at_the_desk(user) or article.trashed_at is not None:
        return False
    if user.has_perm("articles.change_article"):
        return True
    is_writer = user.has_perm("articles.add_article")
    return is_writer and article.state_now == State.DRAFT and is_own(user, article)


def may(user: Any, verb: str, article: Article) -> bool:
    """Say whether `user` may call `verb` on `article`, by the verb's name as in `workflow` and `publishing`.

    Whether the article's state allows it is the verb's own question.
    """
    if not may_see(user, article):
        return False
    if verb in VERBS:
        if verb in MAKES_PUBLIC and is_withdrawn(article) and not user.has_perm(VERBS["reinstate"]):
            return False
        return user.has_perm(VERBS[verb])
    if verb in ("submit_for_review", "choose_related"):
        return may_write(user, article)
    if verb == "take_back":
        return user.has_perm("articles.change_article") or is_own(user, article)
    if verb == "throw_away":
        return may_write(user, article)
    if verb == "bring_back":
        own = is_own(user, article) and article.state_now == State.DRAFT
        return user.has_perm("articles.change_article") or own
    raise ValueError(f"No verb is called {verb!r}.")


def is_withdrawn(article: Article) -> bool:
    """Say whether readers had `article` and have it no more; it may be set to come back."""
    if article.state_now not in (State.WITHDRAWN, State.SCHEDULED) or article.live_edition is not None:
        return False
    return article.editions.filter(live_until__lte=timezone.now()).exists()


def is_own(user: Any, article: Article) -> bool:
    """Say whether `article` is theirs: begun by them, assigned to them, or with their name in the byline."""
    if user.pk is None:
        return False
    if user.pk in (article.created_by_id, article.assigned_to_id):
        return True
    return article.bylines.filter(author__account=user.pk).exists()


def visible_to(user: Any, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Return those of `articles` whose working copy `user` may read."""
    if sees_all(user):
        return articles
    return articles.filter(own(user)) if opens_the_room(user) else articles.none()


def own(user: Any) -> Q:
    """Return what makes an article theirs, see `is_own`."""
    signed = ArticleByline.objects.filter(author__account=user.pk).values("article")
    return Q(created_by=user.pk) | Q(assigned_to=user.pk) | Q(pk__in=signed)


def _at_the_desk(user: Any) -> bool:
    return user.is_active and user.is_staff
