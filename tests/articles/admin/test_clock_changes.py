"""A time that the newsroom's clock skips or shows twice, or a year out of our calendar, is refused in a sentence."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.moment_fields import not_one_moment
from articles.models import Article

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")
SKIPPED = (
    "03:30 does not exist on 28 March 2027: the clocks go from 03:00 to 04:00 (Europe/Kyiv). "
    "Choose a time before 03:00, or 04:00 or later."
)
TWICE = (
    "03:30 comes twice on 31 October 2027: the clocks go from 04:00 back to 03:00 (Europe/Kyiv). "
    "Choose a time before 03:00, or 04:00 or later."
)


@pytest.mark.parametrize(("day", "sentence"), [("2027-03-28", SKIPPED), ("2027-10-31", TWICE)])
@pytest.mark.parametrize("field", ["schedule_at", "due_at", "embargo_until"])
def test_the_form_says_so(editor, typed, field, day, sentence):
    button = "_schedule" if field == "schedule_at" else "_save"
    page = editor.post(ADD, typed(**{f"{field}_0": day, f"{field}_1": "03:30", button: ""})).text
    assert sentence in page
    assert "couldn’t be interpreted" not in page
    assert f'value="{day}"' in page and 'value="03:30"' in page
    assert not Article.objects.exists()


@pytest.mark.parametrize("clock", ["02:59", "04:00"])
@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_what_it_advises_is_taken(editor, typed, day, clock):
    editor.post(ADD, typed(due_at_0=day, due_at_1=clock))
    due = timezone.localtime(Article.objects.get().due_at, timezone.get_default_timezone())
    assert f"{due:%Y-%m-%d %H:%M}" == f"{day} {clock}"


@pytest.mark.parametrize("written", [datetime.min, datetime.max, datetime(2027, 6, 1, 3, 30)])
def test_other_times_are_one_moment(written):
    assert not_one_moment(written) == ""


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
@pytest.mark.parametrize("field", ["schedule_at", "due_at", "embargo_until", "planned_for"])
def test_a_year_out_of_our_calendar(editor, typed, field, day):
    said = {"planned_for": day} if field == "planned_for" else {f"{field}_0": day, f"{field}_1": "00:00"}
    button = "_schedule" if field == "schedule_at" else "_save"
    page = editor.post(ADD, typed(**said, **{button: ""}))
    assert page.status_code == 200
    assert f"The year {day[:4]} cannot be meant: choose one from 1900 to 2999." in page.text
    assert f'value="{day}"' in page.text and not Article.objects.exists()
