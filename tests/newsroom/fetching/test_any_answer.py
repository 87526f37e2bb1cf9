"""Whatever bytes a server says: an answer or a sentence, and nothing else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.fetching import Fetched, FetchFailed, Limits, fetch
from tests.misbehaving import garbage

LINES = st.one_of(
    st.sampled_from(
        [
            b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 304 X", b"HTTP/1.1 301 X", b"HTTP/1.1 101 X",
            b"HTTP/1.1 204 X", b"HTTP/1.1 999 X", b"HTTP/1.1 000 X", b"HTTP/1.1 100 Continue", b"HTTP/2 200",
            b"Content-Length: 3", b"Content-Length: 3, 3", b"Content-Length: 99999999999999999999",
            b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: br", b"Location: /feed",
            b"Location: \xff\xfe", b"Location: ////", b"Location: http://[", b"Location: ?", b"Location: #",
            b"Retry-After: Mon, 32 Foo", b"Content-Type: \xf0\x9f", b"ETag: \xff", b" folded", b": empty", b"",
            b"3", b"abc", b"0", b"\x1f\x8b\x08", b"Upgrade: h2c", b"Connection: upgrade",
        ]
    ),
    st.binary(max_size=40),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from([b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 X\r\n", b""]), lines=st.lists(LINES, max_size=8))
def test_any_bytes_are_an_answer_or_a_sentence(outside, first, lines):
    url = outside.on("/feed", garbage(first + b"\r\n".join(lines) + b"\r\n\r\n"))
    try:
        assert isinstance(fetch(url, limits=Limits(2, 1, bytes=1000)), Fetched)
    except FetchFailed as failure:
        assert str(failure)
