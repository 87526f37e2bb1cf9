"""An unpublished article for somebody without an account. No session, no cookie: the address is the key."""

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import sharing
from articles.manuscript import stored
from articles.models import ShareLink
from articles.previewing import preview
from newsroom.proxies import sender

from .previews import page_html, unlisted

# A page that lies open for a day still takes its comment.
FORM_LIVES = 24 * 3600
SALT = "articles.shared.comment"
AN_HOUR = 3600
A_VISIT = 30 * 60
COMMENTS_AN_HOUR = {"link": 20, "address": 10}


class CommentForm(forms.Form):
    """`website` is a trap: people do not see it, programs fill it in. `ticket` says that we made the form."""

    name = forms.CharField(label=_("Your name"), max_length=80, error_messages={"required": _("Write your name.")})
    text = forms.CharField(
        label=_("Your comment"),
        max_length=sharing.COMMENT_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write what you want to say.")},
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)


# No cookie to steal a form with: the form carries a signed ticket of its own.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, signed: str) -> HttpResponse:
    """The draft with a line on top that says what it is; a POST leaves a comment, where the link allows it."""
    link = sharing.find(signed)
    if link is None:
        # Of a link of ours that has ended, the article's language; of any other, the browser's wish.
        language = sharing.language_of(signed) or translation.get_language_from_request(request)
        with translation.override(language):
            response = _answer(render_to_string("articles/share_ended.html", {"canonical": "/"}), 410)
        response.headers["Content-Language"] = language
        return response
    language = link.article.language
    with translation.override(language):
        form, status = None, 200
        if link.may_comment:
            form = CommentForm(initial={"ticket": _ticket(link)})
            if request.method == "POST":
                form, status = _comment(request, link)
                if form is None:
                    return _answer("", 303, f"{request.path}?thanks#comment")
        elif request.method == "POST":
            status = 403
        if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
            if "thanks" not in request.GET and _is_a_visit(request, link):
                sharing.opened(link, request.headers.get("User-Agent", ""))
        extra: dict[str, Any] = {
            "link": link,
            "is_public": link.article.live_edition is not None,
            "form": form,
            "is_thanked": "thanks" in request.GET,
            "comment_length": sharing.COMMENT_LENGTH,
            "alternates": {},
        }
        html = page_html(preview(stored(link.article)), request, template="articles/shared.html", extra=extra)
        response = _answer(html, status)
        response.headers["Content-Language"] = language
    return response


def _answer(html: str, status: int, location: str = "") -> HttpResponse:
    response = unlisted(html, settings.SECURE_CSP, status)
    # Nobody whom the article links to learns the address.
    response.headers["Referrer-Policy"] = "no-referrer"
    if location:
        response.headers["Location"] = location
    return response


def _ticket(link: ShareLink) -> str:
    return signing.dumps(link.pk, salt=SALT)


def _comment(request: HttpRequest, link: ShareLink) -> tuple[CommentForm | None, int]:
    """Keep the comment that was sent; return the form with what is wrong, or None when it is kept."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _renewed(form, link), 422
    if form.cleaned_data["website"]:
        return None, 303
    try:
        is_ours = signing.loads(form.cleaned_data["ticket"], salt=SALT, max_age=FORM_LIVES) == link.pk
    except signing.BadSignature:
        is_ours = False
    if not is_ours:
        form.add_error(None, _("This page was open for too long: send the comment again."))
        return _renewed(form, link), 422
    if _too_many(request, link):
        form.add_error(None, _("Too many comments came within an hour: send it again later."))
        return _renewed(form, link), 429
    sharing.comment(link, name=form.cleaned_data["name"], text=form.cleaned_data["text"])
    return None, 303


def _renewed(form: CommentForm, link: ShareLink) -> CommentForm:
    """Give the form a fresh ticket and keep what was typed."""
    form.data = {**form.data.dict(), "ticket": _ticket(link)}  # type: ignore[attr-defined]
    return form


def _hidden(who: str) -> str:
    """Return what somebody is counted under: there are few enough addresses to try all of them without a key."""
    return salted_hmac("articles.shared.who", who, algorithm="sha256").hexdigest()[:32]


def _is_a_visit(request: HttpRequest, link: ShareLink) -> bool:
    """Whether this browser has not opened the link within the last minutes: looking again is the same visit."""
    agent = request.headers.get("User-Agent", "")
    who = _hidden(f"{link.pk} {sender(request)} {agent}")
    return bool(cache.add(f"shared-visit:{who}", 1, A_VISIT))


def _too_many(request: HttpRequest, link: ShareLink) -> bool:
    """Count this comment for its link and for the address it came from; say whether either has had its share."""
    full = False
    for kind, who in (("link", str(link.pk)), ("address", sender(request))):
        key = f"shared-comment:{kind}:{_hidden(who)}"
        cache.add(key, 0, AN_HOUR)
        try:
            full = cache.incr(key) > COMMENTS_AN_HOUR[kind] or full
        except ValueError:  # it ran out between the two
            cache.set(key, 1, AN_HOUR)
    return full
