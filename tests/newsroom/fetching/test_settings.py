"""What the environment may say of fetching, and how a wrong word stops the start."""

import os
import subprocess
import sys

import pytest

from newsroom.fetching.fences import networks, ports


def test_what_is_said_is_read():
    assert networks(["10.0.0.0/8", " ::1 ", ""]) == ["10.0.0.0/8", "::1/128"]
    assert ports(["80", " 443"]) == [80, 443]
    assert ports(["Any"]) == "any"
    assert ports([]) == ports([""]) == [80, 443]


@pytest.mark.parametrize("word", ["10.0.0/8", "10.0.0.1/8", "example.com", "10.0.0.0/33", "x" * 50])
def test_a_word_that_is_no_network(word):
    with pytest.raises(ValueError, match="FETCH_ALLOWED_NETWORKS says .* which is no network"):
        networks([word])


@pytest.mark.parametrize("word", ["x", "0", "65536", "-1", "8080/tcp", "٨٠", "any,80"])
def test_a_word_that_is_no_port(word):
    with pytest.raises(ValueError, match="FETCH_PORTS says .* which is no port"):
        ports(["80", word])


def test_a_wrong_word_stops_the_start_with_a_sentence(tmp_path):
    start = subprocess.run(
        [sys.executable, "-c", "import newsroom.settings"],
        env={**os.environ, "FETCH_PORTS": "web", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert start.returncode == 1
    assert start.stderr.strip().startswith("FETCH_PORTS says “web”, which is no port")
