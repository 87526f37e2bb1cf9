"""What Patreon's own documentation shows, replayed as deliveries and as answers: nothing of it breaks anything."""

import json
import re

import pytest

from patrons.models import LedgerEntry, Patron, Pledge, ProviderEvent
from patrons.providers.patreon import reading, shredding
from patrons.providers.patreon.hooks import TRIGGERS
from tests.patrons.patreon.fake import CAMPAIGN

FILES = ("endpoints_v2.md", "webhooks_v2.md", "webhooks.md")


def samples(shared_data):
    """Return the documents of all samples. They are for people: comments, commas and dots are taken out."""
    found = []
    for name in FILES:
        text = (shared_data / "billing/patreon-docs" / name).read_text()
        for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL):
            block = re.sub(r"^\s*//.*$| // <-.*$", "", block, flags=re.MULTILINE)
            block = re.sub(r"\.\.\.[^\n]*\.\.\.,?|\{ \*.*\* \*\s*\},?", "", block)
            block = re.sub(r",(\s*[}\]])", r"\1", block)
            for part in re.split(r"\n(?=\{)", block):
                try:
                    found.append(json.loads(re.sub(r",(\s*[}\]])", r"\1", part)))
                except ValueError:
                    continue
    assert len(found) >= 6
    folder = shared_data / "billing/patreon-jsonapi"
    return found + [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def members(shared_data):
    """Return each member of the samples alone, as a delivery has it, as if of our campaign."""
    found = []
    for sample in samples(shared_data):
        data = sample.get("data")
        for each in data if isinstance(data, list) else [data]:
            if isinstance(each, dict) and each.get("type") == "member":
                text = json.dumps({"data": each, "included": sample.get("included", [])})
                found.append(json.loads(text.replace('"123456"', f'"{CAMPAIGN}"')))
    assert len(found) == 3
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("down", [0, 999])
def test_each_is_taken_under_each_trigger(shared_data, fake, account, down):
    fake.down = down
    for sample in [*samples(shared_data), *members(shared_data)]:
        for trigger in (*TRIGGERS, "posts:publish", "posts:update", "posts:delete", "pledges:create"):
            assert fake.tell(trigger, "", json.dumps(sample).encode()) == 200, sample
    assert not ProviderEvent.objects.exclude(state__in=["done", "ignored"]).exists()
    # One of them pays: four dollars, once, however it was told.
    pledge = Pledge.objects.get()
    assert (pledge.amount_minor, pledge.patron.name, Patron.objects.count()) == (400, "Platform Team", 1)
    assert [entry.amount_minor for entry in LedgerEntry.objects.all()] == [400]


def test_what_is_kept_of_them_tells_of_nobody(shared_data):
    for sample in samples(shared_data):
        kept = json.dumps(shredding.shred({"received": "x", "body": sample}))
        assert not re.search("Platform|first last|email|Main St|Addressee|addressee|note", kept)


def test_the_documented_answer_about_one_member_is_read(shared_data):
    found = [one for sample in samples(shared_data) for one in reading.members(sample)]
    by = {one.name: one for one in found}
    assert by["Platform Team"].tiers == ("54321",) and by["Platform Team"].entitled == 400
    assert by["first last"].user == "123" and by["first last"].charged_at.year == 2020
    assert by["Platform"].status is None and by["Platform"].tiers == ()
