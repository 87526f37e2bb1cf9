"""People of each role at the pledges' desk."""

from tests.articles.admin.conftest import signed_in  # noqa: F401
