"""A JPEG that goes over its own pixels a thousand times is refused before it is decoded."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.pictures.inspection import PictureRefused, inspect
from articles.pictures.scans import SCANS_AT_MOST, has_too_many_scans
from tests.pictures import photograph
from tests.timing import cpu_seconds

PROGRESSIVE = photograph(format="JPEG", progressive=True)


def with_more_scans(picture: bytes, number: int) -> bytes:
    """The picture with its last scan again and again."""
    last = [found.start() for found in re.finditer(b"\xff\xda", picture)][-1]
    return picture[:-2] + picture[last:-2] * number + picture[-2:]


def test_a_picture_built_up_in_a_thousand_steps_is_refused_at_once():
    grey = io.BytesIO()
    Image.new("L", (4000, 4000), 90).save(grey, "JPEG", progressive=True)
    bomb = with_more_scans(grey.getvalue(), 1000)

    def refuse():
        with pytest.raises(PictureRefused, match="so many steps"):
            inspect(io.BytesIO(bomb))

    assert cpu_seconds(refuse, enough=0.5) < 0.5


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
def test_a_picture_as_programs_write_it_is_not(options):
    assert not has_too_many_scans(photograph(format="JPEG", says="x", **options))


def test_the_limit_is_counted_exactly():
    have = len(re.findall(b"\xff\xda", PROGRESSIVE))
    assert not has_too_many_scans(with_more_scans(PROGRESSIVE, SCANS_AT_MOST - have))
    assert has_too_many_scans(with_more_scans(PROGRESSIVE, SCANS_AT_MOST - have + 1))


def test_what_stands_behind_or_beside_the_picture_does_not_count():
    """Phones append a film; a preview stands inside a segment."""
    film = b"\xff\xda\x00\x02" * 1000
    assert not has_too_many_scans(PROGRESSIVE + film)
    segment = b"\xff\xec" + (len(film) + 2).to_bytes(2, "big") + film
    assert not has_too_many_scans(PROGRESSIVE[:2] + segment + PROGRESSIVE[2:])


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(data):
    assert has_too_many_scans(b"\xff\xd8\xff" + data) in (True, False)


def test_every_shared_picture_passes(shared_data):
    for path in (shared_data / "images").rglob("*.jpg"):
        assert not has_too_many_scans(path.read_bytes()), path
