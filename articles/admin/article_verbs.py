"""The verbs that the desk's buttons call, and what is said when they are done. Rights are asked before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing, rights, trash, workflow
from articles.models import Article
from articles.transitions import words_of
from articles.working_copy import ChangedSince

from .article_form import VERBS

# What needs no field: verb of `rights`, function, what is said.
STEPS: dict[str, tuple[Callable[..., None], Any]] = {
    "take_back": (workflow.take_back, gettext_lazy("It is a draft again.")),
    "throw_away": (trash.throw_away, gettext_lazy("“%(headline)s” lies in the trash.")),
    "bring_back": (trash.bring_back, gettext_lazy("“%(headline)s” is back from the trash.")),
}


def refusals(error: Exception) -> list[str]:
    """Return the sentences of a verb's refusal."""
    return list(error.sentences) if isinstance(error, publishing.NotReady) else [str(error)]


REFUSED = (publishing.NotReady, ChangedSince)


def may_press(user: Any, button: str, article: Article) -> bool:
    """Say whether `user` may press a button of the form, by the button's name."""
    return rights.may(user, VERBS[button], article)


def run(button: str | None, article: Article, cleaned: dict[str, Any], by: Any) -> str:
    """Call the verb of a button with what its panel holds; return what to say about it, or nothing.

    Raises:
        NotReady: the verb's own refusal.
    """
    if button is None:
        return ""
    substantial = cleaned.get("substantial", False)
    leaves, note = cleaned.get("withdraw_leaves"), cleaned.get("withdraw_note") or ""
    says_so = leaves != "nothing"
    notice: dict[str, Any] = {"says_so": says_so, "note": note, "names": leaves != "unnamed"}
    if button == "_publish":
        edition = publishing.publish(article, by=by, substantial=substantial)
        said = format_html('{} <a href="{}">{}</a>', _("Published:"), edition.get_absolute_url(), edition.headline)
        return format_html("{} {}", said, _ends(article)) if article.withdraws_at else said
    if button == "_schedule":
        publishing.schedule(article, cleaned["schedule_at"], by=by, substantial=substantial)
        return f"{_('Scheduled.')} {_ends(article)}".strip()
    if button == "_schedule_anew":
        publishing.schedule_anew(article, by=by)
        sentence = _("Scheduled as it is now, for %(moment)s.") % {
            "moment": words_of(cast("datetime", article.goes_live_at))
        }
        return f"{sentence} {_ends(article)}".strip()
    if button == "_unschedule":
        publishing.unschedule(article, by=by)
        return _("No longer scheduled.")
    if button == "_correct":
        words = {"kind": cleaned["correction_kind"], "placement": cleaned["correction_placement"]}
        publishing.correct(article, cleaned["correction_text"], by=by, **words)
        return _("The correction stands on the article's page.")
    if button == "_withdraw":
        publishing.withdraw(article, by=by, **notice)
        return _("Withdrawn: its address now says so.") if says_so else _("Withdrawn: nothing is there now.")
    if button == "_schedule_withdrawal":
        publishing.schedule_withdrawal(article, cleaned["withdraw_at"], by=by, **notice)
        return _ends(article)
    if button == "_cancel_withdrawal":
        publishing.cancel_withdrawal(article, by=by)
        return _("It stays.")
    if button == "_change_notice":
        publishing.change_notice(article, by=by, **notice)
        return _("Its address says so in these words now.") if says_so else _("Nothing is there now.")
    if button == "_reinstate":
        edition = publishing.reinstate(article, by=by)
        return format_html('{} <a href="{}">{}</a>', _("Back:"), edition.get_absolute_url(), edition.headline)
    if button == "_submit":
        workflow.submit_for_review(article, by=by)
        return _("Submitted for review.")
    if button == "_approve":
        workflow.approve(article, by=by)
        return _("Ready to be published.")
    if button == "_send_back":
        workflow.send_back(article, cleaned["send_back_reason"], by=by)
        return _("Sent back: it is a draft again, with your words above it.")
    raise ValueError(f"No button is called {button!r}.")


def _ends(article: Article) -> str:
    return (
        _("It will be withdrawn on %(moment)s.") % {"moment": words_of(article.withdraws_at)}
        if article.withdraws_at
        else ""
    )
