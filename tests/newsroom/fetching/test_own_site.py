"""Speaking to this very site: its own origin, and nothing else."""

import pytest

from newsroom.fetching import FetchFailed, post_to_own_site
from patrons.providers.demo import sending, signing


@pytest.mark.django_db(transaction=True)
def test_it_posts_to_its_own_origin(live_server, settings):
    settings.SITE_URL = live_server.url
    assert post_to_own_site("/support/hooks/nobody/", b"{}", {"Content-Length": "2"}) == 404


@pytest.mark.parametrize("path", ["//other.example/", "http://other.example/", "", "x", "/a\r\nHost: b", "/ї"])
def test_no_other_host_can_be_named(path):
    with pytest.raises(ValueError, match="one slash"):
        post_to_own_site(path, b"", {})


def test_a_site_that_is_not_there(settings):
    settings.SITE_URL = "http://127.0.0.1:1"
    with pytest.raises(FetchFailed):
        post_to_own_site("/", b"", {}, seconds=2)


def test_a_message_that_fails_is_sent_again_and_then_given_up(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    answers, slept, headers = [500, 503, 200], [], []
    monkeypatch.setattr(sending.time, "sleep", slept.append)

    def post(path, body, sent):
        headers.append(sent)
        signing.check(signing.kept_secret(tmp_path), body, sent[signing.HEADER])
        return answers[len(headers) - 1]

    monkeypatch.setattr(sending, "post_to_own_site", post)
    sending._deliver(b"{}", 0)
    assert len(headers) == 3 and slept == [0, 1, 3]
    headers.clear()
    answers[:] = [500] * 9
    sending._deliver(b"{}", 8)
    assert len(headers) == 4 and slept[3:] == [8, 1, 3, 9]
