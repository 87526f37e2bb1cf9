"""Pictures of bank transfers: the newsroom's accounts, what a reader sees, a statement, and a line that waits."""

from datetime import timedelta

from django.utils import timezone

from patrons import codes, pledging
from patrons.models import BankAccount, Pledge, ProviderAccount, Tier
from patrons.money import Money
from patrons.pledging import Wish

from .camera import Cut, Studio, picture
from .patrons import LIST, NARROW
from .people import PLEDGES

EUR = {
    "beneficiary": "The Lantern e.V.", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX",
    "bank": "A bank in Frankfurt",
}  # fmt: skip
UAH = {"beneficiary": "ГО «Ліхтар»", "number": "26001234567890", "bank": "Банк у Києві", "note": "ЄДРПОУ 12345678"}
GIVERS = (("Hanna Lysenko", 12), ("Joost de Wit", 5), ("Mariia Tkach", 30))


def _account() -> ProviderAccount:
    account, made = ProviderAccount.objects.get_or_create(key="bank_transfer", defaults={"label": "Bank transfer"})
    if made:
        for currency, said in (("EUR", EUR), ("UAH", UAH)):
            BankAccount.objects.create(account=account, currency=currency, **said)
    return account


def _announced() -> list[Pledge]:
    """Return three pledges whose transfers are on their way."""
    account, tier = _account(), Tier.objects.order_by("position")[0]
    return [
        pledging.begin(
            Wish(
                email=f"{name.partition(' ')[0].lower()}.transfer@example.org", name=name,
                amount=Money(euros * 100, "EUR"), interval="month", account=account, tier=tier, language="en",
            ),
            form_mark=f"manual {name}",
        ).pledge
        for name, euros in GIVERS
    ]  # fmt: skip


@picture("transfers-accounts")
def accounts(studio: Studio) -> Cut:
    page = studio.page(f"{LIST}/provideraccount/{_account().pk}/change/", who=PLEDGES, width=NARROW, scale=1.25)
    return Cut(page, "#bank_accounts-group", height=855)


@picture("transfers-where")
def where(studio: Studio) -> Cut:
    page = studio.page(f"/support/thanks/{_announced()[0].public_id}/", width=760, scale=1.25)
    return Cut(page, "h1", ".give-transfer")


@picture("transfers-statement")
def statement(studio: Studio) -> Cut:
    pledges = _announced()
    right, other, slip = (codes.shown(each.transfer_code or "") for each in pledges)
    day = timezone.localdate() - timedelta(days=1)
    rows = [
        ("12.00", "Hanna Lysenko", f"Standing order {right}"), ("5.00", "J. de Wit", f"{other} thank you"),
        ("30.00", "Tkach M.", f"Lantern {slip[:-1]}{'3' if slip[-1] != '3' else '4'}"),
        ("840.00", "Office Rent GmbH", "Deposit returned"), ("-61.20", "Printer’s shop", "Invoice 1180"),
    ]  # fmt: skip
    lines = [f'{day},"{amount}",EUR,"{payer}","{text}"' for amount, payer, text in rows]
    file = "\n".join(["Date,Amount,Currency,Payer,Reference", *lines, ""]).encode()
    page = studio.page(f"{LIST}/bankstatement/add/", who=PLEDGES, width=NARROW, scale=1.25)
    name = f"{day:%B-%Y}.csv".lower()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": file})
    page.locator("main button.desk-main, form button.desk-main").first.click()
    page.get_by_role("button", name="Book 2").wait_for()
    return Cut(page, "[aria-labelledby=statement-what]", "[aria-labelledby=group-out]")


@picture("transfers-waiting")
def waiting(studio: Studio) -> Cut:
    account = _account()
    chosen = _announced()[1]
    page = studio.page(f"{LIST}/bankline/add/", who=PLEDGES, width=NARROW, scale=1.25)
    if page.locator("select[name=account]").count():
        page.locator("select[name=account]").select_option(str(account.pk))
    page.locator("[name=amount]").fill("5")
    page.locator("select[name=currency]").select_option("EUR")
    page.locator("[name=payer]").fill("J. de Wit")
    page.locator("[name=text]").fill("for the newspaper")
    page.locator("form button.desk-main").first.click()
    page.locator("#wanted").fill(chosen.patron.email)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Book it").first.wait_for()
    return Cut(page, "[aria-labelledby=line-what]", "[aria-labelledby=line-whose]")
