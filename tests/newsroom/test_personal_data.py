"""Whatever a table keeps about people is named in docs/personal-data.md."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from newsroom.accounts.models import User
from patrons.models import Patron

MAP = (Path(__file__).resolve().parents[2] / "docs" / "personal-data.md").read_text()
TELLS = re.compile(
    "email|network|device|browser|agent|iban|payer|recipient|giver|cells|payload|^said$|actor|session_key|receipt_name"
)
# Fields called so that are about no person.
OTHERS = {
    "articles.Imported.said": "a mark of what an export says of an article",
    "patrons.BankAccount.iban": "the newsroom's own",
    "site.SiteSettings.contact_email": "the newsroom's own, and public",
    "site.SocialAccount.network": "Mastodon and the like",
}
ABOUT_PEOPLE = [
    field
    for model in apps.get_models()
    if not model._meta.proxy
    for field in model._meta.concrete_fields
    if isinstance(field, models.EmailField) or field.related_model in (User, Patron) or TELLS.search(field.name)
]


@pytest.mark.parametrize("field", ABOUT_PEOPLE, ids=str)
def test_a_field_about_people_is_on_the_map(field):
    model = field.model._meta.label
    if f"{model}.{field.name}" in OTHERS:
        return
    # In one row, or in one part of the sentence that says who did what.
    places = [part for line in MAP.splitlines() for part in (line.split(";") if line[:1] != "|" else [line])]
    assert any(f"`{model}`" in place and f"`{field.name}`" in place for place in places), (
        f"{model}.{field.name} is not in docs/personal-data.md: say what it is for, how long it stays and who sees it."
    )


def test_the_map_names_no_table_that_is_gone():
    known = {model._meta.label for model in apps.get_models()}
    assert set(re.findall(r"`([a-z_]+\.[A-Z]\w+)`", MAP)) <= known


def test_all_exceptions_are_needed():
    assert set(OTHERS) <= {f"{field.model._meta.label}.{field.name}" for field in ABOUT_PEOPLE}
