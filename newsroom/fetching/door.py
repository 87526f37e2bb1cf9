"""The way out and back: one address, a few hops, one answer."""

import re

from django.conf import settings

from newsroom import __version__
from newsroom.fetching import answers, fences, sentences
from newsroom.fetching.addresses import NotWeb, WebAddress, onward, web_address
from newsroom.fetching.deadline import Deadline
from newsroom.fetching.decoding import ACCEPTED
from newsroom.fetching.values import FEED, Failure, Fetched, FetchFailed, Limits

FOR_EVER = frozenset({301, 308})
LEADS_ON = FOR_EVER | {302, 303, 307}
_NOT_FOR_HEADERS = re.compile(r"[^\x20-\x7e]", re.ASCII)


def fetch(url: str, *, limits: Limits = FEED, etag: str = "", last_modified: str = "", accept: str = "") -> Fetched:
    """Get what is at `url`, without cookies, names, or anything else of ours.

    Args:
        limits: how long, how much, how many hops.
        etag: what came with the last answer; with it the server may say "not modified".
        last_modified: the same, a date in the server's own writing.
        accept: which kinds of content are wanted, as in the HTTP header.

    Raises:
        FetchFailed: with a sentence; also for every status that is neither success nor "not modified".
    """
    # The library takes 0.2 s and 15 MB to load, and most processes never fetch.
    from newsroom.fetching.exchange import NoAnswer, ask

    deadline = Deadline(limits.total_seconds)
    try:
        first = here = web_address(url)
    except NotWeb as error:
        words = sentences.address_words(url)
        raise FetchFailed(sentences.not_web(words, error.has_name), Failure.NOT_WEB) from None
    headers = _headers(etag, last_modified, accept)
    been, for_ever = {here.url}, True
    while True:
        words = sentences.address_words(here.url, first.url)
        if not fences.may_use_port(here.port):
            raise FetchFailed(sentences.wrong_port(words), Failure.REFUSED_ADDRESS)
        try:
            answer = ask(here, headers, limits, deadline)
        except NoAnswer as error:
            sentence = sentences.failed(error.kind, words, limits)
            raise FetchFailed(sentence, error.kind, status=error.status) from error
        location = answer.headers.get("location", "")
        if answer.status not in LEADS_ON or not location:
            break
        for_ever = for_ever and answer.status in FOR_EVER
        here = _next(here, location, first.url, answer.status)
        if here.url in been or len(been) > limits.hops:
            sentence = sentences.failed(Failure.TOO_MANY_HOPS, sentences.address_words(first.url), limits)
            raise FetchFailed(sentence, Failure.TOO_MANY_HOPS, status=answer.status)
        been.add(here.url)

    wait = answers.retry_after(answer.headers)
    # Who was not asked "has it changed?" cannot say that it has not.
    not_modified = answer.status == 304 and ("If-None-Match" in headers or "If-Modified-Since" in headers)
    if not (answer.is_success or not_modified):
        raise FetchFailed(
            sentences.bad_status(words, answer.status, wait),
            Failure.BAD_STATUS,
            status=answer.status,
            retry_after=wait,
            permanent=answer.status == 410,
        )
    return Fetched(
        status=answer.status,
        url=here.url,
        moved_to=here.url if for_ever and here is not first else "",
        headers=answer.headers,
        content_type=answers.content_type(answer.headers),
        charset=answers.charset(answer.headers),
        body=answer.body,
        etag=answers.validator(answer.headers.get("etag", "")),
        last_modified=answers.validator(answer.headers.get("last-modified", ""), answers.LONGEST_DATE),
        not_modified=not_modified,
        retry_after=wait,
    )


def refused_unasked(url: str) -> str:
    """Say why `url` would never be asked, as far as the address itself tells; empty when it may be."""
    try:
        address = web_address(url)
    except NotWeb as error:
        return sentences.not_web(sentences.address_words(url), error.has_name)
    words = sentences.address_words(address.url)
    if not fences.may_use_port(address.port):
        return sentences.wrong_port(words)
    if address.ip is not None and not fences.may_connect(address.ip):
        return sentences.failed(Failure.REFUSED_ADDRESS, words, FEED)
    return ""


def _next(here: WebAddress, location: str, first: str, status: int) -> WebAddress:
    try:
        return onward(here, location)
    except NotWeb as error:
        words = sentences.address_words(location, first)
        raise FetchFailed(sentences.not_web(words, error.has_name), Failure.NOT_WEB, status=status) from None


def _headers(etag: str, last_modified: str, accept: str) -> dict[str, str]:
    site = _NOT_FOR_HEADERS.sub("", settings.SITE_URL)[:300]
    headers = {
        "User-Agent": f"Newsroom/{__version__} (+{site})",
        "Accept": _NOT_FOR_HEADERS.sub("", accept)[:300] or "*/*",
        "Accept-Encoding": ACCEPTED,
    }
    if tag := answers.validator(etag):
        headers["If-None-Match"] = tag
    if moment := answers.validator(last_modified, answers.LONGEST_DATE):
        headers["If-Modified-Since"] = moment
    return headers
