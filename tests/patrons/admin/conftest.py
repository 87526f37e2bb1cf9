"""People of each role at the pledges' desk."""

import pytest

from tests.articles.admin.conftest import signed_in  # noqa: F401


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")
