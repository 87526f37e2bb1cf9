"""A variable that is almost ours is named at each start, and everything in .env that nobody reads."""

import pytest

from newsroom import checks
from newsroom.environment import Environment
from newsroom.environment.spelling import misspelt


@pytest.fixture
def read(monkeypatch):
    """An environment with these variables in it, and three that are read."""

    def make(*names, in_file=()):
        monkeypatch.setattr("os.environ", dict.fromkeys(names, "x"))
        env = Environment()
        env.names, env.in_file = {"DATABASE_URL", "LANGUAGE_CODE", "MAILER"}, set(in_file)
        return misspelt(env)

    return make


def test_it_is_found(read):
    assert read("DATABSE_URL", "HOME") == [("DATABSE_URL", "DATABASE_URL")]


def test_names_of_others_are_not(read):
    assert read("LANGUAGE", "MAIL", "LANG", "PATH", "DATABASE_HOST") == []


def test_the_file_holds_only_ours(read):
    assert read(in_file=["COLOUR", "database_url", "MAILER"]) == [("COLOUR", ""), ("database_url", "DATABASE_URL")]


def test_a_check_says_so(monkeypatch):
    monkeypatch.setattr(checks, "misspelt", lambda env: [("DATABSE_URL", "DATABASE_URL"), ("COLOUR", "")])
    first, second = checks.names()
    assert (first.id, first.hint) == ("newsroom.W001", "Did you mean DATABASE_URL?") and "COLOUR" in second.msg


def test_a_file_that_is_no_text_is_a_sentence(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SystemExit, match=r"\.env cannot be read \(UnicodeDecodeError\)"):
        Environment().read_file(tmp_path / ".env")
