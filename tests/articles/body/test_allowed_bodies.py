"""Everything that the allow-list has survives the sanitiser as it is."""

from hypothesis import given, settings

from articles.body.allowlist import ELEMENTS
from articles.body.sanitise import sanitise

from .bodies import bodies


@given(bodies)
@settings(max_examples=300, deadline=None)
def test_an_allowed_body_is_stored_as_it_is(body):
    assert sanitise(body) == body


def test_the_bodies_use_every_element_of_the_allow_list():
    seen: set[str] = set()

    @given(bodies)
    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    def look(body):
        seen.update(tag for tag in ELEMENTS if f"<{tag}" in body)

    look()
    assert set(ELEMENTS) - seen == set()
