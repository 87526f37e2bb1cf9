"""Who may do what with one article. Admin, choosers, previews and bulk actions all ask here."""

from typing import Any

from .models import Article


def may_see(user: Any, article: Article) -> bool:
    """Say whether `user` may read the working copy of `article`."""
    return user.is_active and user.is_staff and (user.has_perm("articles.view_article") or may_write(user, article))


def may_write(user: Any, article: Article) -> bool:
    """Say whether `user` may change the working copy of `article`."""
    return user.is_active and user.is_staff and user.has_perm("articles.change_article")
