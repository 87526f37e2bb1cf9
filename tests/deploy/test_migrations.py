"""A migration that the release of before would not bear is refused, with a way out. `make migrations` judges ours."""

import os
import subprocess
import sys

import pytest

from .fronts import ROOT


@pytest.fixture
def judged(tmp_path):
    def judge(*since):
        done = subprocess.run(
            [sys.executable, ".ci/migrations.py", *since], cwd=ROOT, env=os.environ | {"VAR_DIR": str(tmp_path)},
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert not done.stderr
        return done.returncode, done.stdout

    return judge


def test_columns_that_go_or_must_be_filled_in_are_refused(judged):
    # Two of long ago that would be wrong today: one takes columns away, one brings some without a default.
    others = [f"{app}=9999" for app in ("accounts", "audit", "demo_bank", "pagecache", "patrons", "site", "work")]
    code, said = judged("articles=0018", *others)
    assert code == 1
    assert "articles.0019_related_likeness: DROP_COLUMN: take the field out of the code in this release" in said
    assert "articles.0021_withdrawn_and_back: FILL_IN: give the field db_default" in said
    assert "0018" not in said and "articles.0020_search_headline_words:" not in said
