"""Pictures of what pledge staff see: pledges, patrons, transfers, Patreon, figures, comparisons, imports.

What the demonstration bank is asked for goes first: it closes as soon as an account with real money is offered.
"""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page

from patrons import changing, reconciling
from patrons.models import Patron, Payment, Pledge, ProviderAccount
from patrons.money import Money
from patrons.providers.demo.bank import later
from patrons.providers.demo.models import Charge

from .camera import Cut, Studio, picture
from .newspaper import ADDRESS
from .people import PLEDGES, person

LIST = "/admin/patrons"
# Of the window: a page of the manual is 700 wide, and what is written in a picture must stay legible.
NARROW = 900
# Tables have no room in that.
WIDE = 1100
BROUGHT_IN = """email,name,amount,currency,interval,paid until,tier,reference
lesia.moroz@example.org,Lesia Moroz,5,EUR,month,{day},Reader,M-101
henrik.aalto@example.org,Henrik Aalto,12,EUR,month,{day},Friend,M-102
nora.weiss@example.org,Nora Weiß,120,EUR,year,{day},Friend,M-103
{known}
taras.bondar@example,Taras Bondar,12,EUR,month,{day},Friend,M-104
ines.duarte@example.org,Inês Duarte,twelve,EUR,month,{day},Friend,M-105
"""


@picture("patrons-pledges")
def pledges_list(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/pledge/?currency=EUR", who=PLEDGES, width=WIDE, scale=1.25)
    return Cut(page, ".desk-take-along", "#result_list", height=470)


@picture("patrons-filters")
def filters(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/pledge/?state=past_due&currency=EUR", who=PLEDGES, height=1200, scale=1)
    page.locator(".filter-open-button").click()
    page.get_by_role("button", name="Apply filters").wait_for()
    page.mouse.move(5, 5)
    return Cut(page, "#filter-form", margin=0, height=690, whole=False)


@picture("patrons-pledge")
def pledge(studio: Studio) -> Cut:
    made = Pledge.objects.get(patron__name="Viktor Trial")
    last, before = Payment.objects.filter(pledge=made).order_by("-occurred_at")[:2]
    changing.refund(before, Money(400, "EUR"), by=person(PLEDGES), reason="meant to give less")
    page = studio.page(f"{LIST}/pledge/{made.pk}/change/", who=PLEDGES, width=NARROW, scale=1.25)
    form = page.locator(f"details:has(#amount-{last.pk})")
    form.locator("summary").click()
    form.locator("input[name=reason]").fill("asked by e-mail")
    return Cut(page, "[aria-labelledby=pledge-what]", "[aria-labelledby=pledge-history]")


@picture("patrons-patron")
def patron(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/patron/{_well_known().pk}/change/", who=PLEDGES, width=NARROW, scale=1.25)
    return Cut(page, "section.desk-panel", "[aria-labelledby=patron-votes]")


@picture("patrons-patron-history")
def history(studio: Studio) -> Cut:
    failed = Pledge.objects.filter(state="past_due").order_by("pk")[0]
    page = studio.page(f"{LIST}/patron/{failed.patron_id}/change/", who=PLEDGES, width=NARROW, scale=1.25)
    return Cut(page, "[aria-labelledby=patron-history]", height=404)


@picture("patrons-discrepancies")
def discrepancies(studio: Studio) -> Cut:
    # The bank took a payment and its delivery was lost.
    first = Charge.objects.filter(pledge=str(Pledge.objects.get(patron__name="Tilda Trial").public_id)).latest("at")
    Charge.objects.create(
        mandate=first.mandate, amount_minor=first.amount_minor, currency=first.currency, pledge=first.pledge,
        outcome="succeeded", fee_minor=first.fee_minor, at=timezone.now() - timedelta(hours=5),
        period_start=first.period_end, period_end=later(first.period_end, 1),
    )  # fmt: skip
    reconciling.reconcile(ProviderAccount.objects.get(key="demo"))
    page = studio.page(f"{LIST}/discrepancy/?settled=no", who=PLEDGES, width=WIDE, scale=1.25)
    return Cut(page, "[aria-labelledby=compared-when]", "#result_list")


@picture("patrons-patreon")
def patreon(studio: Studio) -> Cut:
    account, _made = ProviderAccount.objects.get_or_create(
        key="patreon", is_live=False,
        defaults={"label": "Patreon", "settings": {"url": "https://www.patreon.com/lantern"}},
    )  # fmt: skip
    page = studio.page(f"{LIST}/provideraccount/{account.pk}/patreon/", who=PLEDGES, width=NARROW, scale=1.25)
    page.get_by_role("button", name="Synchronise now").click()
    page.get_by_text("new pledges:").wait_for()
    choices = page.locator(".desk-tier-pairs select")
    for number, name in enumerate(("Reader", "Friend")):
        choices.nth(number).select_option(label=name)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").first.wait_for()
    studio.rename(page, ADDRESS, "https://lantern.example")
    return Cut(page, "[aria-labelledby=patreon-sync]", "[aria-labelledby=patreon-tiers]")


@picture("patrons-figures")
def figures(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/figures/?currency=EUR&months=24", who=PLEDGES, width=NARROW, scale=1.25)
    return Cut(page, ".figures h1", _panel(page, "How it moved"))


@picture("patrons-import")
def brought_in(studio: Studio) -> Cut:
    known = Pledge.objects.filter(account__key="stripe", state="active", interval="month", currency="EUR")
    one = known.exclude(patron__name="").select_related("patron", "tier").order_by("-pk")[0]
    said = (one.patron.email, one.patron.name, f"{one.amount.amount:f}", "EUR,month", f"{one.period_end:%Y-%m-%d}")
    line = ",".join([*said, str(one.tier), str(one.subscription_ref)])
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    page = studio.page(f"{LIST}/pledge/import/", who=PLEDGES, width=WIDE, scale=1.25)
    table = BROUGHT_IN.format(day=day, known=line).encode()
    page.set_input_files("input[type=file]", {"name": "members.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_label("Its pledges are paid through").select_option(label="Card")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Look at every line").click()
    page.get_by_role("button", name="Bring").wait_for()
    return Cut(page, "[aria-labelledby=table-what]", "[aria-labelledby=table-lines]")


def _panel(page: Page, heading: str) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name=heading)).last


def _well_known() -> Patron:
    """Return somebody who votes, asked for the wall and has given for some months."""
    found = Patron.objects.filter(
        pledges__state="active", pledges__is_live=True, visibility="public", votes__gt=0, locale="en",
        created_at__lt=timezone.now() - timedelta(days=100),
    )  # fmt: skip
    return found.exclude(name="").order_by("-created_at").distinct()[0]
