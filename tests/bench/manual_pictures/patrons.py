"""Pictures of what pledge staff see: pledges, patrons, transfers, Patreon, figures, comparisons, imports.

What the demonstration bank is asked for goes first: it closes as soon as an account with real money is offered.
"""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from articles.models import Article
from patrons import changing, reconciling
from patrons.models import Patron, Payment, Pledge, ProviderAccount, Tier
from patrons.money import Money
from patrons.providers.demo.bank import later
from patrons.providers.demo.models import Charge

from .camera import Cut, Studio, picture
from .people import PLEDGES, person

LIST = "/admin/patrons"
BROUGHT_IN = """email,name,amount,currency,interval,paid until,tier
lesia.moroz@example.org,Lesia Moroz,5,EUR,month,{day},Reader
henrik.aalto@example.org,Henrik Aalto,12,EUR,month,{day},Friend
nora.weiss@example.org,Nora Weiß,120,EUR,year,{day},Friend
{known},{name},5,EUR,month,{day},Reader
taras.bondar@example,Taras Bondar,12,EUR,month,{day},Friend
ines.duarte@example.org,Inês Duarte,twelve,EUR,month,{day},Friend
"""


@picture("patrons-pledges")
def pledges_list(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/pledge/", who=PLEDGES, width=1360, height=860, scale=1)
    page.get_by_text("Filters", exact=True).click()
    page.wait_for_timeout(500)
    return Cut(page, "#result_list, #changelist", "body", margin=0, height=820, whole=False)


@picture("patrons-pledge")
def pledge(studio: Studio) -> Cut:
    made = Pledge.objects.get(patron__name="Viktor Trial")
    last, before = Payment.objects.filter(pledge=made).order_by("-occurred_at")[:2]
    changing.refund(before, Money(400, "EUR"), by=person(PLEDGES), reason="gave twice by mistake")
    page = studio.page(f"{LIST}/pledge/{made.pk}/change/", who=PLEDGES, width=1100, scale=1.25)
    form = page.locator(f"details:has(#amount-{last.pk})")
    form.locator("summary").click()
    form.locator("input[name=reason]").fill("asked by e-mail")
    return Cut(page, "[aria-labelledby=pledge-what], section.desk-panel", "[aria-labelledby=pledge-history]")


@picture("patrons-patron")
def patron(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/patron/{_well_known().pk}/change/", who=PLEDGES, width=1100, scale=1.25)
    page.locator("#note").fill("Wrote in March: would like the receipts of a year on one page.")
    return Cut(page, "section.desk-panel", "[aria-labelledby=patron-history]", height=1350)


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
    page = studio.page(f"{LIST}/discrepancy/?settled=no", who=PLEDGES, width=1100, scale=1.25)
    return Cut(page, "[aria-labelledby=compared-when]", "#result_list")


@picture("patrons-patreon")
def patreon(studio: Studio) -> Cut:
    account, _made = ProviderAccount.objects.get_or_create(
        key="patreon", is_live=False,
        defaults={"label": "Patreon", "settings": {"url": "https://www.patreon.com/lantern"}},
    )  # fmt: skip
    page = studio.page(f"{LIST}/provideraccount/{account.pk}/patreon/", who=PLEDGES, width=1100, scale=1.25)
    page.get_by_role("button", name="Synchronise now").click()
    page.get_by_text("new pledges:").wait_for()
    choices = page.locator(".desk-tier-pairs select")
    for number, name in enumerate(("Reader", "Friend")):
        choices.nth(number).select_option(label=name)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").first.wait_for()
    return Cut(page, "[aria-labelledby=patreon-sync]", "[aria-labelledby=patreon-tiers]")


@picture("patrons-figures")
def figures(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/figures/?currency=EUR&months=24", who=PLEDGES, width=1100, scale=1.25)
    return Cut(page, page.get_by_role("heading", name="Figures", level=1), _panel(page, "How it moved"))


@picture("patrons-import")
def brought_in(studio: Studio) -> Cut:
    known = Patron.objects.filter(pledges__state="active", pledges__is_live=True).exclude(name="").order_by("pk")[0]
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    page = studio.page(f"{LIST}/pledge/import/", who=PLEDGES, width=1100, scale=1.25)
    table = BROUGHT_IN.format(day=day, known=known.email, name=known.name).encode()
    page.set_input_files("input[type=file]", {"name": "members.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_label("Its pledges are paid through").select_option(label="Card")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Look at every line").click()
    page.get_by_role("button", name="Bring").wait_for()
    return Cut(page, "[aria-labelledby=table-what]", "[aria-labelledby=table-lines]")


def _panel(page: Page, heading: str) -> object:
    return page.locator("section", has=page.get_by_role("heading", name=heading)).last


def _well_known() -> Patron:
    """Return somebody who votes, stands on the wall and has given for long."""
    found = Patron.objects.filter(pledges__state="active", pledges__is_live=True, visibility="public", votes__gt=0)
    return found.exclude(name="").order_by("created_at").distinct()[0]
