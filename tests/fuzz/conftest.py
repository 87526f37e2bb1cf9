"""Fixtures of the rooms whose forms are tried here."""

from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.articles.test_only_live_content import newspaper  # noqa: F401
from tests.patrons.conftest import account_of_demo, demo_bank, sent  # noqa: F401
from tests.patrons.test_support_pages import shop  # noqa: F401
