"""What making a page costs, in instructions of Python: the same on every machine, so that growth is seen at once."""

import sys
from contextlib import contextmanager

import pytest

from tests.articles.test_query_budgets import fill, moments_known, site

__all__ = ["moments_known", "site"]
pytestmark = pytest.mark.django_db

# Thousands of instructions, as measured when the page was last made cheaper or dearer on purpose.
# Twenty articles; the process knows settings, menus and the form of its questions.
MADE_WITH = {
    "{article}": 227,
    "/": 129,
    "/section/politics/": 150,
    "/tag/energy/": 132,
    "/author/ada/": 156,
    "/search/?q=grid": 423,
    "/feed.xml": 376,
    "/lite/": 93,
}
A_QUARTER = 1.25


@contextmanager
def counting():
    """Count the instructions that Python carries out in this thread; the list holds their number afterwards."""
    tool, number = sys.monitoring.PROFILER_ID, [0]

    def one_more(code, offset):
        number[0] += 1

    sys.monitoring.use_tool_id(tool, "instructions of a page")
    sys.monitoring.register_callback(tool, sys.monitoring.events.INSTRUCTION, one_more)
    sys.monitoring.set_events(tool, sys.monitoring.events.INSTRUCTION)
    try:
        yield number
    finally:
        sys.monitoring.set_events(tool, 0)
        sys.monitoring.register_callback(tool, sys.monitoring.events.INSTRUCTION, None)
        sys.monitoring.free_tool_id(tool)


@pytest.mark.parametrize("path", MADE_WITH)
def test_no_page_grows_by_a_quarter_unseen(client, site, path):
    page = path.format(article=fill(site, 20).live_edition.get_absolute_url())
    for _warm in range(3):
        assert client.get(page).status_code == 200
    with counting() as number:
        client.get(page)
    thousands = number[0] / 1000
    usual = MADE_WITH[path]
    assert thousands <= A_QUARTER * usual, f"{path} takes {thousands:.0f} thousand instructions; it took {usual}."
    assert usual <= A_QUARTER * thousands, f"{path} takes {thousands:.0f} thousand and not {usual}: write that down."


def test_more_work_is_more_instructions():
    with counting() as little:
        sorted(str(each) for each in range(100))
    with counting() as more:
        sorted(str(each) for each in range(1000))
    assert little[0] > 100 and 5 * little[0] < more[0] < 20 * little[0]
