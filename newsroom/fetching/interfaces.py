"""Speaking to another company's program that knows us by a key: the same fences, and no step further.

The key goes to the one address that was asked for: redirects are not followed, so no other server is shown it.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from newsroom import __version__
from newsroom.fetching import answers, fences, sentences
from newsroom.fetching.addresses import NotWeb, web_address
from newsroom.fetching.deadline import Deadline
from newsroom.fetching.decoding import ACCEPTED
from newsroom.fetching.values import Failure, Fetched, FetchFailed, Limits

INTERFACE = Limits(total_seconds=20, connect_seconds=5, bytes=10 * 1024 * 1024, hops=0)


def call(
    url: str,
    *,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None = None,
    json: bytes | None = None,
    method: str = "",
    limits: Limits = INTERFACE,
    is_ours: bool = False,
) -> Fetched:
    """Ask a program at `url`, and return its answer whatever its status.

    Args:
        headers: with the key among them.
        form: what is posted, as a form.
        json: what is posted, as a document; with neither the question is a GET.
        method: another one, such as PURGE.
        is_ours: the address is the operator's own words in the settings, and nobody else's: it may be of a private
            machine, at any port.

    Raises:
        FetchFailed: there is no answer within the limits, or that machine may not be asked.
    """
    from newsroom.fetching.exchange import NoAnswer, ask

    try:
        address = web_address(url)
    except NotWeb as error:
        words = sentences.address_words(url)
        raise FetchFailed(sentences.not_web(words, error.has_name), Failure.NOT_WEB) from None
    words = f"{address.scheme}://{address.authority}"
    if not is_ours and not fences.may_use_port(address.port):
        raise FetchFailed(sentences.wrong_port(words), Failure.REFUSED_ADDRESS)
    content = json if form is None else urlencode(form).encode()
    kind = "application/json" if form is None else "application/x-www-form-urlencoded"
    sent = {"User-Agent": f"Newsroom/{__version__}", "Accept-Encoding": ACCEPTED, **headers}
    if content is not None:
        sent |= {"Content-Type": kind, "Content-Length": str(len(content))}
    deadline = Deadline(limits.total_seconds)
    try:
        answer = ask(address, sent, limits, deadline, content=content, whole=True, method=method, is_ours=is_ours)
    except NoAnswer as error:
        raise FetchFailed(sentences.failed(error.kind, words, limits), error.kind, status=error.status) from error
    return Fetched(
        status=answer.status,
        url=address.url,
        headers=answer.headers,
        content_type=answers.content_type(answer.headers),
        body=answer.body,
        retry_after=answers.retry_after(answer.headers),
    )
